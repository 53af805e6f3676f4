import type { ForecastChanges, ForecastPage, ForecastWithPoints, JobAccepted, Problem } from '@omarino/contracts'
import { uuidv7 } from '@omarino/platform'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { z } from 'zod'
import { openApp } from '../sample-app.ts'
import type { Ask } from '../sample-app.ts'
import { addPoints, addSeries, DAY_MS, FIRST_MS, HOUR_MS, sampleLoad } from '../sample-site.ts'

const DAYS = 21
const issueMs = FIRST_MS + DAYS * DAY_MS
const iso = (ms: number): string => new Date(ms).toISOString()

test('a posted forecast becomes a job, once for each key, and its result is read by id and as the best at a time', async (t) => {
  const { db, ask, ended } = await openApp(t)
  await addPoints(db, await addSeries(db, 'demo/load/active_power'), FIRST_MS, sampleLoad(DAYS, 5))
  const body = { series: ['demo/load/active_power'], issueTime: iso(issueMs), horizon: 'PT6H', levels: [0.975] }
  const first = await ask('POST', '/forecast/forecasts', { body, key: 'morning' })
  const job = first.body as JobAccepted
  assert.equal(first.status, 202)
  assert.equal(job.id, job.taskRunId)
  const again = await ask('POST', '/forecast/forecasts', { body, key: 'morning' })
  assert.deepEqual([again.status, (again.body as JobAccepted).id], [202, job.id])
  const { output } = await ended(job.id)
  const { forecastId } = output.forecasts[0]
  const byId = await ask('GET', `/forecast/forecasts/${forecastId}`, { role: 'viewer' })
  const forecast = byId.body as ForecastWithPoints
  assert.deepEqual(
    [
      byId.status,
      forecast.series,
      forecast.unit,
      forecast.stepSeconds,
      forecast.horizon,
      forecast.issueTime,
      forecast.source,
    ],
    [200, 'demo/load/active_power', 'kW', 3600, 6, iso(issueMs), 'demo'],
  )
  assert.deepEqual(forecast.times, [0, 1, 2, 3, 4, 5].map((hour) => iso(issueMs + hour * HOUR_MS))) // prettier-ignore
  assert.deepEqual(Object.keys(forecast.quantiles ?? {}), ['0.975'])
  assert.equal(forecast.choice.filter(({ chosen, model }) => chosen && model === forecast.model).length, 1)
  assert.deepEqual(Object.keys(forecast.metrics), ['mae', 'skill', 'coverage80', 'pinball', 'origins'])
  const best = await ask('GET', `/forecast/forecasts/best?series=demo/load/active_power&at=${iso(issueMs)}`)
  assert.deepEqual(best.body, forecast)
  const early = await ask('GET', `/forecast/forecasts/best?series=demo/load/active_power&at=${iso(issueMs - 1)}`)
  assert.deepEqual([early.status, (early.body as z.infer<typeof Problem>).code], [404, 'NO_FORECAST'])
  const audit = await db.query('select actor, action, object from audit.record')
  assert.deepEqual(audit.rows, [{ actor: 'ada', action: 'forecast.start', object: `task/${job.id}` }])
})

test('the list goes newest first, in pages, of one series and before a time', async (t) => {
  const { db, ask, forecast } = await openApp(t)
  await addPoints(db, await addSeries(db, 'load'), FIRST_MS, sampleLoad(DAYS, 5))
  for (const hours of [0, 1, 2])
    await forecast({ series: ['load'], issueTime: iso(issueMs - hours * HOUR_MS), horizon: 'PT1H' })
  const page = async (query: string) =>
    (await ask('GET', `/forecast/forecasts?${query}`)).body as z.infer<typeof ForecastPage>
  const times = ({ items }: z.infer<typeof ForecastPage>) => items.map(({ issueTime }) => issueTime)
  const first = await page('limit=2&series=load')
  assert.deepEqual(times(first), [iso(issueMs), iso(issueMs - HOUR_MS)])
  const second = await page(`limit=2&cursor=${first.nextCursor}`)
  assert.deepEqual([times(second), second.nextCursor], [[iso(issueMs - 2 * HOUR_MS)], null])
  assert.deepEqual(times(await page(`issuedBefore=${iso(issueMs - HOUR_MS)}`)), times(second))
  assert.deepEqual((await page('series=other')).items, [])
})

test('what changed since the issue before is told over the hours of both, and days that were alike with each', async (t) => {
  const { db, ask, forecast } = await openApp(t)
  await addPoints(db, await addSeries(db, 'load'), FIRST_MS, sampleLoad(DAYS, 5))
  const issue = async (hours: number, more: object = {}) =>
    (await forecast({ series: ['load'], issueTime: iso(issueMs + hours * HOUR_MS), horizon: 'PT24H', ...more })).output.forecasts[0].forecastId // prettier-ignore
  const [first, , next] = [await issue(-30), await issue(-3), await issue(-3), await issue(-40)]
  const newest = await issue(0, { explain: false })
  const changes = async (id: string) => (await ask('GET', `/forecast/forecasts/${id}/changes`, { role: 'viewer' })).body
  const told = (await changes(next)) as ForecastChanges
  // Of equal issue times none is before the other: 30 hours before, 24 of them ahead, share no step with 3 hours before.
  assert.equal((told as unknown as { code: string }).code, 'NO_PREVIOUS_FORECAST')
  const later = (await changes(newest)) as ForecastChanges
  assert.deepEqual([later.previousId, later.from, later.to, later.steps, later.groups], [next, iso(issueMs), iso(issueMs + 21 * HOUR_MS), 21, null]) // prettier-ignore
  const before = (await changes(first)) as ForecastChanges
  assert.equal(before.steps, 14)
  const sum = before.groups?.reduce((all, { mean }) => all + mean, 0)
  assert.ok(Math.abs((sum ?? NaN) - before.p50.mean) < 1e-9)
  const days = async (id: string) => ((await ask('GET', `/forecast/forecasts/${id}`)).body as ForecastWithPoints).similarDays // prettier-ignore
  assert.equal(await days(newest), null)
  const alike = await days(next)
  assert.deepEqual([alike?.length, alike?.every(({ date, distance }) => /^2026-01-\d\d$/.test(date) && distance < 1)], [3, true]) // prettier-ignore
})

test('what cannot be answered is refused with its own code, and nothing is queued', async (t) => {
  const { db, ask } = await openApp(t)
  await addSeries(db, 'load')
  const refused = async (...request: Parameters<Ask>) => {
    const { status, body } = await ask(...request)
    return [status, (body as z.infer<typeof Problem>).code]
  }
  const body = { series: ['load'] }
  assert.deepEqual(await refused('POST', '/forecast/forecasts', { body, role: 'viewer' }), [403, 'ROLE_MISSING'])
  assert.deepEqual(await refused('GET', '/forecast/forecasts', { role: null }), [401, 'INTERNAL_TOKEN_REQUIRED'])
  assert.deepEqual(await refused('POST', '/forecast/forecasts', { body: { series: ['nobody'] } }), [
    404,
    'NO_SUCH_SERIES',
  ])
  assert.deepEqual(await refused('POST', '/forecast/forecasts', { body: { ...body, colour: 1 } }), [422, 'VALIDATION'])
  assert.deepEqual(
    await refused('POST', '/forecast/forecasts', { body: { ...body, issueTime: '2026-02-30T00:00:00Z' } }),
    [422, 'VALIDATION'],
  )
  const reconcile = [{ total: 'load', parts: ['a', 'b'] }]
  assert.deepEqual(await refused('POST', '/forecast/forecasts', { body: { ...body, reconcile } }), [422, 'RECONCILE_UNKNOWN']) // prettier-ignore
  assert.deepEqual(await refused('GET', '/forecast/forecasts?cursor=x'), [422, 'CURSOR_INVALID'])
  assert.deepEqual(await refused('GET', `/forecast/forecasts/${uuidv7()}`), [404, 'NO_SUCH_FORECAST'])
  const { rows } = await db.query('select id from scheduler.task_run')
  assert.deepEqual(rows, [])
})
