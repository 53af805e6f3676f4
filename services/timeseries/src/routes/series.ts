import { NewSeries, Problem, Series, SeriesPage, SeriesPath, SeriesQuery } from '@omarino/contracts'
import type { Series as SeriesReply } from '@omarino/contracts'
import { actorOf, uuidv7 } from '@omarino/platform'
import { appendAudit, createSeries, getSeries, listSeries, seriesSpan, transaction } from '@omarino/store'
import type { SeriesRow, SeriesSpan } from '@omarino/store'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Pool } from 'pg'

const toSeries = (row: SeriesRow & SeriesSpan): SeriesReply => ({
  id: row.uuid, key: row.key, meter: row.meter_key, name: row.name, unit: row.unit, kind: row.kind, dataType: row.data_type,
  stepSeconds: row.step_ms === null ? null : row.step_ms / 1000, zone: row.zone, source: row.source, createdAt: row.created_at.toISOString(),
  firstTime: row.first_time?.toISOString() ?? null, lastTime: row.last_time?.toISOString() ?? null,
}) // prettier-ignore

/** Data streams of meters. */
export const seriesRoutes: FastifyPluginAsyncZod<{ db: Pool }> = async (app, { db }) => {
  app.get(
    '/timeseries/series',
    { schema: { querystring: SeriesQuery, response: { 200: SeriesPage, '4xx': Problem } } },
    async ({ query }) => {
      const rows = await listSeries(db, {
        search: query.search,
        meter: query.meter,
        after: query.cursor,
        limit: query.limit + 1,
      })
      const items = rows.slice(0, query.limit).map(toSeries)
      return { items, nextCursor: rows.length > query.limit ? (items.at(-1)?.key ?? null) : null }
    },
  )

  app.post(
    '/timeseries/series',
    { schema: { body: NewSeries, response: { 200: Series, 201: Series, '4xx': Problem } } },
    async (request, reply) => {
      const { key, meter, name, unit, kind, dataType, stepSeconds, zone, source } = request.body
      const row = {
      uuid: uuidv7(), key, meterKey: meter, name, unit, kind, dataType, stepMs: stepSeconds === null ? null : stepSeconds * 1000,
      zone: zone ?? null, source: source ?? null,
    } // prettier-ignore
      const { series, created } = await transaction(db, async (client) => {
        const result = await createSeries(client, row)
        if (result.created)
          await appendAudit(client, {
            ...actorOf(request),
            action: 'series.create',
            object: `series/${key}`,
            after: request.body,
          })
        return result
      })
      return reply.code(created ? 201 : 200).send(toSeries({ ...series, ...(await seriesSpan(db, series.id)) }))
    },
  )

  app.get(
    '/timeseries/series/:series',
    { schema: { params: SeriesPath, response: { 200: Series, '4xx': Problem } } },
    async ({ params }) => {
      const series = await getSeries(db, params.series)
      return toSeries({ ...series, ...(await seriesSpan(db, series.id)) })
    },
  )
}
