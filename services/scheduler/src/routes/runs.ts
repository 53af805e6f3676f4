import { Id, OccurrencePage, IdPageQuery, Problem, RunDetail, RunPage, Slug } from '@omarino/contracts'
import { actorOf } from '@omarino/platform'
import { appendAudit, cancelRun, getRun, listOccurrences, listRuns, listTaskRuns, transaction } from '@omarino/store'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Pool } from 'pg'
import { z } from 'zod'
import { toOccurrence, toRunDetail, toRunSummary } from '../to-wire.ts'

const RunPath = z.object({ id: Id })
const RunQuery = IdPageQuery.extend({ dag: Slug.optional(), jobs: z.enum(['true', 'false']).default('false') })

/** Runs of workflows, and the fire times that made or missed them. */
export const runRoutes: FastifyPluginAsyncZod<{ db: Pool }> = async (app, { db }) => {
  const readRun = async (id: string): Promise<RunDetail> =>
    toRunDetail(await getRun(db, id), await listTaskRuns(db, id))

  app.get(
    '/scheduler/runs',
    { schema: { querystring: RunQuery, response: { 200: RunPage, '4xx': Problem } } },
    async ({ query }) => {
      const rows = await listRuns(db, {
        dag: query.dag,
        before: query.cursor,
        jobs: query.jobs === 'true',
        limit: query.limit + 1,
      })
      const items = rows.slice(0, query.limit).map(toRunSummary)
      return { items, nextCursor: rows.length > query.limit ? (items.at(-1)?.id ?? null) : null }
    },
  )

  app.get(
    '/scheduler/runs/:id',
    { schema: { params: RunPath, response: { 200: RunDetail, '4xx': Problem } } },
    async ({ params }) => readRun(params.id),
  )

  app.post(
    '/scheduler/runs/:id/cancel',
    { schema: { params: RunPath, response: { 200: RunDetail, '4xx': Problem } } },
    async (request) => {
      await getRun(db, request.params.id)
      await transaction(db, async (client) => {
        const asked = await cancelRun(client, request.params.id)
        if (asked)
          await appendAudit(client, { ...actorOf(request), action: 'run.cancel', object: `run/${request.params.id}` })
      })
      return readRun(request.params.id)
    },
  )

  app.get(
    '/scheduler/occurrences',
    {
      schema: {
        querystring: IdPageQuery.extend({ dag: Slug.optional() }),
        response: { 200: OccurrencePage, '4xx': Problem },
      },
    },
    async ({ query }) => {
      const rows = await listOccurrences(db, query.dag, query.cursor, query.limit + 1)
      const items = rows.slice(0, query.limit).map(toOccurrence)
      return { items, nextCursor: rows.length > query.limit ? (items.at(-1)?.id ?? null) : null }
    },
  )
}
