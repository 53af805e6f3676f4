import {
  BestForecastQuery,
  ForecastChanges,
  ForecastPage,
  ForecastQuery,
  ForecastTaskInput,
  ForecastWithPoints,
  Id,
  JobAccepted,
  LIST_BYTES,
  Problem,
} from '@omarino/contracts'
import { Failure, parseInstant } from '@omarino/energy'
import {
  bestForecast,
  getForecast,
  getSeries,
  getSeriesOf,
  listForecasts,
  previousForecast,
  readContributions,
  readForecastPoints,
} from '@omarino/store'
import type { ForecastRow } from '@omarino/store'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Pool } from 'pg'
import { z } from 'zod'
import { changesOf } from '../forecast-changes.ts'
import type { WholeForecast } from '../forecast-changes.ts'
import { toForecast, withPoints } from '../forecast-columns.ts'
import { readCursor, writeCursor } from '../list-cursor.ts'
import { placeGroups } from '../reconcile-groups.ts'
import { assertOptions, covariateKeys } from '../series-options.ts'
import { jobTimeMs, submitJob } from '../submit-job.ts'

function auditOf(body: ForecastTaskInput): unknown {
  const { series, reconcile, ...asked } = body
  if (series.length <= MOST_AUDITED) return body
  const totals = reconcile?.map(({ total }) => total)
  return { ...asked, series: series.slice(0, MOST_AUDITED), count: series.length, ...(totals && { totals }) }
}
const MOST_AUDITED = 100

const msOf = (instant: string): number => parseInstant(instant) as number // the schema has read it
/** Columns of plain numbers: checking each against the schema again would only cost time. */
const unchecked = { serializerCompiler: () => JSON.stringify }

const read = async (db: Pool, row: ForecastRow): Promise<WholeForecast> => ({
  row,
  columns: await readForecastPoints(db, row.id),
  contributions: row.explained_groups ? await readContributions(db, row) : [],
})

async function whole(db: Pool, row: ForecastRow): Promise<ForecastWithPoints> {
  const { columns, contributions } = await read(db, row)
  return withPoints(row, columns, contributions)
}

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
    { bodyLimit: LIST_BYTES, schema: { body: ForecastTaskInput, response: { 202: JobAccepted, '4xx': Problem } } },
    async (request, reply) => {
      const { body } = request
      assertOptions(body, body.series)
      const series = await getSeriesOf(db, [...new Set(body.series)])
      await getSeriesOf(db, covariateKeys(body))
      placeGroups(body.reconcile ?? [], series)
      const job = await submitJob(db, request, {
        kind: 'forecast', input: body, timeMs: jobTimeMs(body.series.length), audit: { action: 'forecast.start', after: auditOf(body) },
      }) // prettier-ignore
      return reply.code(202).send(job)
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

  app.get(
    '/forecast/forecasts/:id/changes',
    { schema: { params: z.object({ id: Id }), response: { 200: ForecastChanges, '4xx': Problem } } },
    async ({ params }) => {
      const row = await getForecast(db, params.id)
      const previous = await previousForecast(db, row)
      const changes = previous && changesOf(await read(db, row), await read(db, previous))
      if (changes) return changes
      const sentence = `no forecast of ${row.series_key} that was issued before ${row.issue_time.toISOString()} shares a step with this one`
      throw new Failure('not-found', 'NO_PREVIOUS_FORECAST', sentence)
    },
  )
}
