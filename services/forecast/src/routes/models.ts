import {
  DriftPage,
  DriftQuery,
  ForecastModel,
  ForecastModelPage,
  ForecastModelQuery,
  Id,
  JobAccepted,
  ModelDecision,
  NewRetrainPolicy,
  Problem,
  RetrainPolicy,
  SeriesPath,
  TrainTaskInput,
} from '@omarino/contracts'
import { Failure } from '@omarino/energy'
import { actorOf } from '@omarino/platform'
import {
  appendAudit,
  appendEvent,
  getModel,
  getSeries,
  getSeriesOf,
  listDrifts,
  listModels,
  lockModels,
  putPolicy,
  readPolicies,
  setModelStatus,
  transaction,
} from '@omarino/store'
import type { ModelRow } from '@omarino/store'
import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Pool, PoolClient } from 'pg'
import { z } from 'zod'
import { decided } from '../model-reasons.ts'
import { toDrift, toModel, toPolicy } from '../model-replies.ts'
import { promoteModel } from '../register-model.ts'
import { assertOptions, covariateKeys } from '../series-options.ts'
import { jobTimeMs, submitJob } from '../submit-job.ts'

const params = z.object({ id: Id })
const one = { params, body: ModelDecision.default({}), response: { 200: ForecastModel, '4xx': Problem } }

/** Trained versions, when they are trained anew, and the alarms that say they should be. */
export const modelRoutes: FastifyPluginAsyncZod<{ db: Pool; code: string }> = async (app, { db, code }) => {
  app.get(
    '/forecast/models',
    { schema: { querystring: ForecastModelQuery, response: { 200: ForecastModelPage, '4xx': Problem } } },
    async ({ query: { series, status, cursor, limit } }) => {
      const { id: seriesId } = await getSeries(db, series)
      return pageOf((await listModels(db, { seriesId, status, before: cursor, limit: limit + 1 })).map(toModel), limit)
    },
  )

  app.get(
    '/forecast/models/:id',
    { schema: { params, response: { 200: ForecastModel, '4xx': Problem } } },
    async (request) => toModel(await getModel(db, request.params.id)),
  )

  app.post(
    '/forecast/models/train',
    { schema: { body: TrainTaskInput, response: { 202: JobAccepted, '4xx': Problem } } },
    async (request, reply) => {
      const { body } = request
      assertOptions(body, body.series)
      await getSeriesOf(db, [...new Set([...body.series, ...covariateKeys(body)])])
      const job = {
        kind: 'train',
        input: body,
        timeMs: jobTimeMs(body.series.length),
        audit: { action: 'model.train', after: body },
      } as const
      return reply.code(202).send(await submitJob(db, request, job))
    },
  )

  app.post('/forecast/models/:id/promote', { schema: one }, (request) =>
    decide(db, request, request.params.id, 'model.promote', async (client, model) => {
      if (model.status === 'active') return false
      demandUsable(model, code)
      await promoteModel(client, model, decided('promoted', actorOf(request).actor, request.body.reason))
      return true
    }),
  )

  app.post('/forecast/models/:id/retire', { schema: one }, (request) =>
    decide(db, request, request.params.id, 'model.retire', async (client, model) => {
      if (model.status === 'retired') return false
      await setModelStatus(client, model.id, 'retired', decided('retired', actorOf(request).actor, request.body.reason))
      return true
    }),
  )

  app.get(
    '/forecast/policies/:series',
    { schema: { params: SeriesPath, response: { 200: RetrainPolicy, '4xx': Problem } } },
    async (request) => {
      const { id, key } = await getSeries(db, request.params.series)
      return toPolicy(key, (await readPolicies(db, [id]))[0])
    },
  )

  app.put(
    '/forecast/policies/:series',
    { schema: { params: SeriesPath, body: NewRetrainPolicy, response: { 200: RetrainPolicy, '4xx': Problem } } },
    async (request) => {
      const { id, key } = await getSeries(db, request.params.series)
      return transaction(db, async (client) => {
        const before = toPolicy(key, (await readPolicies(client, [id]))[0])
        const actor = actorOf(request)
        const after = toPolicy(key, await putPolicy(client, id, request.body, actor.actor))
        await appendAudit(client, { ...actor, action: 'policy.put', object: `forecast-policy/${key}`, before, after })
        return after
      })
    },
  )

  app.get(
    '/forecast/drifts',
    { schema: { querystring: DriftQuery, response: { 200: DriftPage, '4xx': Problem } } },
    async ({ query: { series, cursor, limit } }) =>
      pageOf((await listDrifts(db, { series, before: cursor, limit: limit + 1 })).map(toDrift), limit),
  )
}

const pageOf = <T extends { readonly id: string }>(rows: T[], limit: number) => ({
  items: rows.slice(0, limit),
  nextCursor: rows.length > limit ? rows[limit - 1].id : null,
})

/** Changes a version in one transaction with its audit; a change that is none leaves no trace. */
async function decide(
  db: Pool,
  request: FastifyRequest,
  id: string,
  action: string,
  change: (client: PoolClient, model: ModelRow) => Promise<boolean>,
): Promise<ForecastModel> {
  return transaction(db, async (client) => {
    await lockModels(client, (await getModel(client, id)).series_id)
    const before = await getModel(client, id)
    if (!(await change(client, before))) return toModel(before)
    const after = toModel(await getModel(client, id))
    const { series, name, version, status, reason } = after
    await appendAudit(client, {
      ...actorOf(request),
      action,
      object: `forecast-model/${id}`,
      before: { status: before.status },
      after: { status, reason },
    })
    await appendEvent(client, 'model.changed', null, { series, modelId: id, name, version, status })
    return after
  })
}

/** @throws Failure `STATE_FORGOTTEN`, `CODE_DIFFERS`: a version that cannot forecast must not serve */
function demandUsable({ id, name, version, state_bytes: bytes, code_version: made }: ModelRow, code: string): void {
  const called = `version ${version} of ${name} (${id})`
  if (bytes === null)
    throw new Failure('conflict', 'STATE_FORGOTTEN', `the state of ${called} is no longer kept; train anew`)
  if (made !== code)
    throw new Failure('conflict', 'CODE_DIFFERS', `${called} was trained by code ${made}, this is ${code}; train anew`)
}
