import {
  BestForecastQuery,
  ForecastPage,
  ForecastQuery,
  ForecastTaskInput,
  ForecastWithPoints,
  Id,
  JobAccepted,
  Problem,
} from '@omarino/contracts'
import { Failure, parseInstant } from '@omarino/energy'
import { actorOf, uuidv7 } from '@omarino/platform'
import {
  appendAudit,
  bestForecast,
  getForecast,
  getSeries,
  listForecasts,
  readContributions,
  readForecastPoints,
  submitTask,
  taskState,
  transaction,
} from '@omarino/store'
import type { ForecastRow } from '@omarino/store'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Pool } from 'pg'
import { z } from 'zod'
import { toForecast, withPoints } from '../forecast-columns.ts'
import { readCursor, writeCursor } from '../list-cursor.ts'

const msOf = (instant: string): number => parseInstant(instant) as number // the schema has read it
/** Columns of plain numbers: checking each against the schema again would only cost time. */
const unchecked = { serializerCompiler: () => JSON.stringify }

const whole = async (db: Pool, row: ForecastRow): Promise<ForecastWithPoints> =>
  withPoints(row, await readForecastPoints(db, row.id), row.explained_groups ? await readContributions(db, row) : [])

/** Forecasts: made as jobs, kept for ever, read as columns. */
export const forecastRoutes: FastifyPluginAsyncZod<{ db: Pool }> = async (app, { db }) => {
  app.get(
    '/forecast/forecasts',
    { schema: { querystring: ForecastQuery, response: { 200: ForecastPage, '4xx': Problem } } },
    async ({ query: { series, issuedBefore, cursor, limit } }) => {
      const after = cursor === undefined ? undefined : readCursor(cursor)
      const issuedBeforeMs = issuedBefore === undefined ? undefined : msOf(issuedBefore)
      const rows = await listForecasts(db, { series, issuedBeforeMs, after, limit: limit + 1 })
      const last = rows.length > limit ? rows[limit - 1] : undefined
      return {
        items: rows.slice(0, limit).map(toForecast),
        nextCursor: last ? writeCursor({ issueMs: last.issue_time.getTime(), id: last.id }) : null,
      }
    },
  )

  app.post(
    '/forecast/forecasts',
    { schema: { body: ForecastTaskInput, response: { 202: JobAccepted, '4xx': Problem } } },
    async (request, reply) => {
      for (const key of request.body.series) await getSeries(db, key)
      const key = request.headers['idempotency-key']
      const job = await transaction(db, async (client) => {
        const submitted = await submitTask(client, {
          runId: uuidv7(), taskRunId: uuidv7(), kind: 'forecast', queue: 'forecast', input: request.body,
          idempotencyKey: typeof key === 'string' ? `forecast:${key.slice(0, 200)}` : null, principal: request.principal?.subject ?? '',
        }) // prettier-ignore
        const object = `task/${submitted.taskRunId}`
        if (submitted.created)
          await appendAudit(client, { ...actorOf(request), action: 'forecast.start', object, after: request.body })
        return { ...submitted, task: await taskState(client, submitted.taskRunId) }
      })
      const { runId, taskRunId, task } = job
      return reply.code(202).send({ id: taskRunId, runId, taskRunId, state: task?.state ?? 'ready' })
    },
  )

  app.get(
    '/forecast/forecasts/best',
    {
      schema: { querystring: BestForecastQuery, response: { 200: ForecastWithPoints, '4xx': Problem } },
      ...unchecked,
    },
    async ({ query: { series, at } }) => {
      const { id, key } = await getSeries(db, series)
      const atMs = at === undefined ? Date.now() : msOf(at)
      const row = await bestForecast(db, id, atMs)
      if (row) return whole(db, row)
      const time = new Date(atMs).toISOString()
      throw new Failure('not-found', 'NO_FORECAST', `no forecast of ${key} was issued by ${time}`)
    },
  )

  app.get(
    '/forecast/forecasts/:id',
    { schema: { params: z.object({ id: Id }), response: { 200: ForecastWithPoints, '4xx': Problem } }, ...unchecked },
    async ({ params }) => whole(db, await getForecast(db, params.id)),
  )
}
