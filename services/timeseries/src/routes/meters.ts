import { Meter, MeterPage, NewMeter, PageQuery, Problem } from '@omarino/contracts'
import type { Meter as MeterReply } from '@omarino/contracts'
import { Failure } from '@omarino/energy'
import { actorOf, uuidv7 } from '@omarino/platform'
import { appendAudit, createMeter, findMeter, listMeters, transaction } from '@omarino/store'
import type { MeterRow } from '@omarino/store'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Pool } from 'pg'
import { z } from 'zod'

const toMeter = (row: MeterRow): MeterReply => ({
  id: row.id, key: row.key, name: row.name, type: row.type, zone: row.zone, source: row.source, createdAt: row.created_at.toISOString(), seriesCount: row.series_count,
}) // prettier-ignore

/** Devices that measure. */
export const meterRoutes: FastifyPluginAsyncZod<{ db: Pool }> = async (app, { db }) => {
  app.get(
    '/timeseries/meters',
    { schema: { querystring: PageQuery, response: { 200: MeterPage, '4xx': Problem } } },
    async ({ query }) => {
      const rows = await listMeters(db, query.cursor, query.limit + 1)
      const items = rows.slice(0, query.limit).map(toMeter)
      return { items, nextCursor: rows.length > query.limit ? (items.at(-1)?.key ?? null) : null }
    },
  )

  app.post(
    '/timeseries/meters',
    { schema: { body: NewMeter, response: { 200: Meter, 201: Meter, '4xx': Problem } } },
    async (request, reply) => {
      const { key, name, type, zone, source } = request.body
      const { meter, created } = await transaction(db, async (client) => {
        const result = await createMeter(client, { id: uuidv7(), key, name, type, zone, source: source ?? null })
        if (result.created)
          await appendAudit(client, {
            ...actorOf(request),
            action: 'meter.create',
            object: `meter/${key}`,
            after: request.body,
          })
        return result
      })
      return reply.code(created ? 201 : 200).send(toMeter(meter))
    },
  )

  app.get(
    '/timeseries/meters/:meter',
    { schema: { params: z.object({ meter: z.string().max(200) }), response: { 200: Meter, '4xx': Problem } } },
    async ({ params }) => {
      const row = await findMeter(db, params.meter)
      if (!row) throw new Failure('not-found', 'NO_SUCH_METER', `there is no meter ${params.meter}`)
      return toMeter(row)
    },
  )
}
