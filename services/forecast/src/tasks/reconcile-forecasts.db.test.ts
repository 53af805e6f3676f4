import type { ForecastTaskOutput } from '@omarino/contracts'
import { seededNormal, seededRandom } from '@omarino/energy'
import { getForecast, readContributions, readForecastPoints } from '@omarino/store'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addPoints, addSeries, DAY_MS, FIRST_MS, HOUR_MS, sampleLoad, sampleSite } from '../sample-site.ts'
import type { SampleSite } from '../sample-site.ts'

const DAYS = 42
const issueMs = FIRST_MS + DAYS * DAY_MS
const PARTS = ['site/a', 'site/b', 'site/c']
const input = { series: ['portfolio', ...PARTS], issueTime: new Date(issueMs).toISOString(), horizon: 'PT36H', levels: [0.975], model: 'seasonal-naive' } // prettier-ignore
const group = { total: 'portfolio', parts: PARTS }

/** Three sites; the portfolio's own meter is rough, so that its forecasts gain most by the sites. */
async function portfolio({ db }: SampleSite): Promise<void> {
  const loads = PARTS.map((_, i) => sampleLoad(DAYS, i + 1).map((value) => value * (i + 1)))
  for (const [i, key] of PARTS.entries()) await addPoints(db, await addSeries(db, key), FIRST_MS, loads[i])
  const rough = seededNormal(seededRandom(9))
  const total = loads[0].map((value, hour) => value + loads[1][hour] + loads[2][hour] + 15 * rough())
  await addPoints(db, await addSeries(db, 'portfolio'), FIRST_MS, total)
}

async function whole({ db }: SampleSite, output: { forecasts: readonly { forecastId: string }[] }) {
  return Promise.all(
    output.forecasts.map(async ({ forecastId }) => {
      const row = await getForecast(db, forecastId)
      return { row, points: await readForecastPoints(db, forecastId), contributions: await readContributions(db, row) }
    }),
  )
}

test('forecasts of sites sum to that of their portfolio, are told as such, and come again bit by bit', async (t) => {
  const site = await sampleSite(t)
  await portfolio(site)
  const made = await whole(site, (await site.forecast(input)).output)
  const done = await site.forecast({ ...input, reconcile: [group] })
  assert.deepEqual([done.state, done.error], ['succeeded', null])
  const [told] = (done.output as unknown as ForecastTaskOutput).groups
  assert.ok(told.reconciled && (told.reconciledMae as number) < (told.mae as number), JSON.stringify(told))
  const reconciled = await whole(site, done.output)
  const [total, ...parts] = reconciled
  for (const [step, value] of total.points.pointValue.entries()) {
    const sum = parts.reduce((all, { points }) => all + points.pointValue[step], 0)
    assert.ok(Math.abs(value - sum) <= 1e-9 * Math.abs(value), `${step}: ${value} against ${sum}`)
  }
  for (const [i, { row, points, contributions }] of reconciled.entries()) {
    assert.deepEqual(row.flags, [...made[i].row.flags, 'reconciled'])
    assert.notEqual(row.inputs_sha256, made[i].row.inputs_sha256)
    assert.deepEqual((row.request as Record<string, unknown>)['reconcile'], { total: 'portfolio', parts: 3, method: 'mint' }) // prettier-ignore
    assert.deepEqual(points.p50, points.pointValue)
    assert.equal(row.explained_groups?.at(-1), 'reconciliation')
    for (const [step, value] of points.pointValue.entries()) {
      assert.ok(points.p10[step] <= value && value <= points.p90[step] && points.p90[step] <= points.quantiles[0][step])
      const sum = contributions.reduce((all, column) => all + column[step], 0)
      assert.ok(Math.abs(value - sum) <= 1e-9 * Math.abs(value))
      assert.ok(Math.abs((contributions.at(-1)?.[step] ?? NaN) - (value - made[i].points.pointValue[step])) < 1e-9)
    }
  }
  const again = await whole(site, (await site.forecast({ ...input, reconcile: [group] })).output)
  assert.deepEqual(again.map(({ points, row }) => [points, row.inputs_sha256]), reconciled.map(({ points, row }) => [points, row.inputs_sha256])) // prettier-ignore
})

test('a group that replayed days speak against, or that lacks a forecast, stays as made and says so', async (t) => {
  const site = await sampleSite(t)
  await portfolio(site)
  // A total that is not the sum of these parts: shared out alike, what it is off by spoils them.
  await addPoints(site.db, await addSeries(site.db, 'other'), FIRST_MS, sampleLoad(DAYS, 20))
  const asked = { ...input, series: ['other', ...PARTS] }
  const plain = await whole(site, (await site.forecast(asked)).output)
  const { output } = await site.forecast({ ...asked, reconcile: [{ total: 'other', parts: PARTS, method: 'ols' }] })
  const [told] = (output as unknown as ForecastTaskOutput).groups
  assert.deepEqual([told.total, told.reconciled, told.reason], ['other', false, 'worse'])
  const stored = await whole(site, output)
  assert.deepEqual(stored.map(({ points }) => points), plain.map(({ points }) => points)) // prettier-ignore
  assert.ok(stored.every(({ row }) => row.flags.at(-1) === 'not-reconciled'))
  await addSeries(site.db, 'empty')
  const partial = await site.forecast({ ...input, series: ['portfolio', 'site/a', 'empty'], partial: true, reconcile: [{ total: 'portfolio', parts: ['site/a', 'empty'] }] }) // prettier-ignore
  assert.deepEqual((partial.output as unknown as ForecastTaskOutput).groups.map(({ reason }) => reason), ['incomplete']) // prettier-ignore
  assert.deepEqual([partial.output.count, partial.output.failed], [2, 1])
})

test('series of a group that begin at different times, or that are not forecast, end the task in words', async (t) => {
  const site = await sampleSite(t)
  await portfolio(site)
  await addPoints(site.db, await addSeries(site.db, 'shifted'), FIRST_MS + HOUR_MS / 2, sampleLoad(DAYS, 2))
  const refused = async (series: string[], parts: string[]) =>
    (await site.forecast({ ...input, series, reconcile: [{ total: 'portfolio', parts }] })).error
  const shifted = await refused(['portfolio', 'site/a', 'shifted'], ['site/a', 'shifted'])
  assert.deepEqual([shifted?.code, shifted?.message.slice(0, 35)], ['RECONCILE_MISMATCH', 'shifted has its first step at 2026-']) // prettier-ignore
  assert.equal((await refused(['portfolio', 'site/a'], PARTS))?.code, 'RECONCILE_UNKNOWN')
  assert.equal((await refused(['portfolio', 'site/a'], ['site/a']))?.code, 'TASK_INPUT')
})
