import {
  Id,
  JobAccepted,
  Problem,
  Replay,
  ReplayPage,
  ReplayQuery,
  ReplaySummary,
  ReplayTaskInput,
} from '@omarino/contracts'
import { actorOf, uuidv7, VERSION } from '@omarino/platform'
import { addReplay, appendAudit, findReplayOfTask, getReplay, getSite, listReplays, submitTask, transaction } from '@omarino/store' // prettier-ignore
import type { ReplayHead, ReplayRow } from '@omarino/store'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { PlanPorts } from '../tasks/plan-dispatch.ts'

const toSummary = (row: ReplayHead): ReplaySummary =>
  ReplaySummary.parse({
    ...row,
    site: row.site_key,
    siteName: row.site_name,
    runId: row.run_id,
    shareOfForesight: row.share_of_foresight,
    daysLived: row.days_lived,
    daysSkipped: row.days_skipped,
    createdAt: row.created_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
  })
const toReplay = (row: ReplayRow): Replay => Replay.parse({ ...toSummary(row), result: row.result })

/** Past days planned again: asked for, and read while they are lived through and after. */
export const replayRoutes: FastifyPluginAsyncZod<Pick<PlanPorts, 'db'>> = async (app, { db }) => {
  app.post(
    '/optimize/replays',
    { schema: { body: ReplayTaskInput, response: { 202: JobAccepted, '4xx': Problem } } },
    async (request, reply) => {
      const site = await getSite(db, request.body.site)
      const principal = request.principal?.subject ?? ''
      const key = request.headers['idempotency-key']
      const idempotencyKey = typeof key === 'string' ? `replay:${key.slice(0, 200)}` : null
      const task = { kind: 'replay', queue: 'optimize', input: request.body, idempotencyKey, principal }
      const job = await transaction(db, async (client) => {
        const submitted = await submitTask(client, { runId: uuidv7(), taskRunId: uuidv7(), ...task })
        const id = submitted.created ? uuidv7() : ((await findReplayOfTask(client, submitted.taskRunId))?.id ?? '')
        if (!submitted.created) return { ...submitted, id }
        await addReplay(client, { id, taskRunId: submitted.taskRunId, siteId: site.id, principal, request: request.body, codeVersion: VERSION }) // prettier-ignore
        await appendAudit(client, { ...actorOf(request), action: 'replay.start', object: `replay/${id}`, after: request.body }) // prettier-ignore
        return { ...submitted, id }
      })
      return reply.code(202).send({ id: job.id, runId: job.runId, taskRunId: job.taskRunId, state: 'waiting' })
    },
  )

  app.get(
    '/optimize/replays',
    { schema: { querystring: ReplayQuery, response: { 200: ReplayPage, '4xx': Problem } } },
    async ({ query }) => {
      const rows = await listReplays(db, { site: query.site, before: query.cursor, limit: query.limit + 1 })
      const items = rows.slice(0, query.limit).map(toSummary)
      return { items, nextCursor: rows.length > query.limit ? (items.at(-1)?.id ?? null) : null }
    },
  )

  app.get(
    '/optimize/replays/:id',
    { schema: { params: z.object({ id: Id }), response: { 200: Replay, '4xx': Problem } } },
    async ({ params }) => toReplay(await getReplay(db, params.id)),
  )
}
