import type { ForecastModel, ForecastModelPage, JobAccepted, Problem, RetrainPolicy } from '@omarino/contracts'
import { uuidv7 } from '@omarino/platform'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { z } from 'zod'
import { openApp } from '../sample-app.ts'
import { addPoints, addSeries, DAY_MS, FIRST_MS, sampleLoad } from '../sample-site.ts'

const DAYS = 28
const iso = (day: number): string => new Date(FIRST_MS + day * DAY_MS).toISOString()
const codeOf = ({ status, body }: { status: number; body: unknown }) => [status, (body as z.infer<typeof Problem>).code]

test('a training adds a candidate that an operator lets serve, and going back is letting the older one serve', async (t) => {
  const { db, ask, ended, forecast } = await openApp(t)
  await addPoints(db, await addSeries(db, 'demo/load'), FIRST_MS, sampleLoad(DAYS + 2, 1))
  await forecast({ series: ['demo/load'], issueTime: iso(DAYS) })
  const body = { series: ['demo/load'], at: iso(DAYS + 1) }
  const job = (await ask('POST', '/forecast/models/train', { body, key: 'k' })).body as JobAccepted
  assert.equal(((await ask('POST', '/forecast/models/train', { body, key: 'k' })).body as JobAccepted).id, job.id)
  assert.deepEqual((await ended(job.taskRunId)).error, null)
  const list = async () =>
    (
      (await ask('GET', '/forecast/models?series=demo/load', { role: 'viewer' })).body as z.infer<
        typeof ForecastModelPage
      >
    ).items
  const [candidate, first] = await list()
  assert.deepEqual([candidate.status, first.status], ['candidate', 'active'])
  assert.equal(
    candidate.reason,
    'trained (asked); not compared: 1 days after the training of the serving version; 5 are needed',
  )
  assert.deepEqual([candidate.reasonCode, candidate.reasonValues], ['trained', { why: 'asked', outcome: 'too-few-days', days: 1, least: 5 }]) // prettier-ignore
  assert.deepEqual([first.reasonCode, first.reasonValues], ['first', {}])
  assert.deepEqual([candidate.trainedTo, candidate.trainedPoints], [iso(DAYS + 1), (DAYS + 1) * 24])
  const warm = async () => {
    const { output } = await forecast({ series: ['demo/load'], issueTime: iso(DAYS + 2) })
    return ((await ask('GET', `/forecast/forecasts/${output.forecasts[0].forecastId}`)).body as { modelId: string })
      .modelId
  }
  assert.equal(await warm(), first.id)
  const promoted = (await ask('POST', `/forecast/models/${candidate.id}/promote`, { body: { reason: 'looks right' } }))
    .body as ForecastModel
  assert.deepEqual([promoted.status, promoted.reason, promoted.reasonCode], ['active', 'looks right', null])
  assert.equal(await warm(), candidate.id)
  await ask('POST', `/forecast/models/${first.id}/promote`, { body: {} })
  assert.deepEqual((await list()).map(({ status }) => status), ['retired', 'active']) // prettier-ignore
  assert.equal(await warm(), first.id)
  await ask('POST', `/forecast/models/${first.id}/promote`, { body: {} }) // nothing to do
  const retired = (await ask('POST', `/forecast/models/${first.id}/retire`, { body: {} })).body as ForecastModel
  assert.deepEqual(
    [retired.reason, retired.reasonCode, retired.reasonValues],
    ['retired by ada', 'retired', { actor: 'ada' }],
  )
  const audit = await db.query(`select action from audit.record where action like 'model.%' order by id`)
  assert.deepEqual(audit.rows.map(({ action }: { action: string }) => action), ['model.train', 'model.promote', 'model.promote', 'model.retire']) // prettier-ignore
})

test('a version whose state is gone, or that other code trained, cannot serve', async (t) => {
  const { db, ask, forecast } = await openApp(t)
  await addPoints(db, await addSeries(db, 'load'), FIRST_MS, sampleLoad(DAYS, 1))
  await forecast({ series: ['load'], issueTime: iso(DAYS) })
  await forecast({ series: ['load'], issueTime: iso(DAYS - 2) })
  const { rows } = await db.query<{ id: string }>(`select id from forecast.model where status = 'retired'`)
  const promote = () => ask('POST', `/forecast/models/${rows[0].id}/promote`, { body: {} })
  await db.query(`update forecast.model set code_version = '0.0.1'`)
  assert.deepEqual(codeOf(await promote()), [409, 'CODE_DIFFERS'])
  await db.query('update forecast.model set state = null')
  assert.deepEqual(codeOf(await promote()), [409, 'STATE_FORGOTTEN'])
  assert.deepEqual(codeOf(await ask('GET', `/forecast/models/${uuidv7()}`)), [404, 'NO_SUCH_MODEL'])
})

test('a series goes by the default policy until it has its own, and only an operator may give it one', async (t) => {
  const { db, ask } = await openApp(t)
  await addSeries(db, 'demo/load')
  const path = '/forecast/policies/demo%2Fload'
  assert.deepEqual((await ask('GET', path, { role: 'viewer' })).body, {
    series: 'demo/load',
    every: 'P7D',
    onDrift: true,
    onCorrection: true,
    updatedAt: null,
  })
  const put = await ask('PUT', path, { body: { every: null, onDrift: false } })
  assert.deepEqual(
    { ...(put.body as RetrainPolicy), updatedAt: '' },
    { series: 'demo/load', every: null, onDrift: false, onCorrection: true, updatedAt: '' },
  )
  assert.deepEqual((await ask('GET', path)).body, put.body)
  assert.deepEqual(codeOf(await ask('PUT', path, { body: {}, role: 'viewer' })), [403, 'ROLE_MISSING'])
  assert.deepEqual(codeOf(await ask('PUT', path, { body: { every: 'weekly' } })), [422, 'VALIDATION'])
  const audit = await db.query(`select action, object from audit.record`)
  assert.deepEqual(audit.rows, [{ action: 'policy.put', object: 'forecast-policy/demo/load' }])
})
