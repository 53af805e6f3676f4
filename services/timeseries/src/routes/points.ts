import { PointsQuery, PointsReply, Problem, SeriesPath } from '@omarino/contracts'
import { getSeries } from '@omarino/store'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Pool } from 'pg'
import { answerRange } from '../read-range.ts'

const schema = { params: SeriesPath, querystring: PointsQuery, response: { 200: PointsReply, '4xx': Problem } }

/** Reading points. The reply is columns of plain numbers: checking each against the schema again would only cost time. */
export const pointRoutes: FastifyPluginAsyncZod<{ db: Pool }> = async (app, { db }) => {
  app.get(
    '/timeseries/series/:series/points',
    { schema, serializerCompiler: () => JSON.stringify },
    async ({ params, query }) => answerRange(db, await getSeries(db, params.series), query),
  )
}
