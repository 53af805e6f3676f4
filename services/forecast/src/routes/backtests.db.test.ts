import type { Backtest, BacktestPage, BacktestScore, JobAccepted, Problem } from '@omarino/contracts'
import { startProcess } from '@omarino/platform'
import { cancelRun } from '@omarino/store'
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import type { z } from 'zod'
import { openApp } from '../sample-app.ts'
import { addPoints, addSeries, FIRST_MS, HOUR_MS, sampleLoad } from '../sample-site.ts'

const DAYS = 24
const protocol = {
  step: 'PT1H', horizon: 24, origins: { first: '2026-01-18T00:00:00Z', every: 'P1D' }, refit: 'P3D', zone: 'Europe/Berlin', country: 'DE',
  quantiles: [0.1, 0.5, 0.9], nonNegative: ['demo/a'], covariates: { known: ['temperature'] },
} // prettier-ignore
const series = ['demo/b', 'demo/a'] // in an order of their own

/** What the command line makes of the same values in a file. */
async function commandLine(
  t: TestContext,
  columns: Record<string, Float64Array>,
  temperature: Float64Array,
): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'ems-backtest-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const rows = Object.entries(columns).flatMap(([key, values]) =>
    Array.from(
      temperature,
      (warm, hour) => `${key},${new Date(FIRST_MS + hour * HOUR_MS).toISOString()},${values[hour] ?? ''},${warm}`,
    ),
  )
  const [data, file, out] = ['x.csv', 'p.json', 'f.csv'].map((name) => path.join(folder, name))
  writeFileSync(data, ['series,time,value,temperature', ...rows, ''].join('\n'))
  writeFileSync(file, JSON.stringify(protocol))
  const args = ['forecast', 'backtest', '--data', data, '--protocol', file, '--out', out, '--workers', '1']
  const { ended } = startProcess(t, 'cli/src/main.ts', {}, args)
  assert.deepEqual({ ...(await ended), stdout: '' }, { code: 0, signal: null, stdout: '', stderr: '' })
  return readFileSync(out, 'utf8')
}

test('a backtest of stored series gives the bytes of the command line on the same values, and scores per series and model', async (t) => {
  const { db, ask, ended } = await openApp(t)
  const columns = Object.fromEntries(series.map((key, i) => [key, sampleLoad(DAYS, i)]))
  for (const key of series) await addPoints(db, await addSeries(db, key), FIRST_MS, columns[key])
  const temperature = sampleLoad(DAYS + 1, 9)
  await addPoints(db, await addSeries(db, 'demo/weather', { dataType: 'weather', unit: '°C' }), FIRST_MS, temperature)
  const body = { series, protocol, columns: { temperature: 'demo/weather' } }
  const posted = await ask('POST', '/forecast/backtests', { body, key: 'once' })
  const job = posted.body as JobAccepted
  assert.equal(posted.status, 202)
  assert.equal(((await ask('POST', '/forecast/backtests', { body, key: 'once' })).body as JobAccepted).id, job.id)
  const { state, error } = await ended(job.taskRunId)
  assert.deepEqual([state, error], ['succeeded', null])
  const rows = await ask('GET', `/forecast/backtests/${job.id}/rows`, { role: 'viewer' })
  assert.equal(rows.text, await commandLine(t, columns, temperature))
  const { result, ...backtest } = (await ask('GET', `/forecast/backtests/${job.id}`)).body as Backtest
  assert.deepEqual([backtest.state, backtest.series, backtest.model], ['succeeded', series, 'auto'])
  assert.equal(result?.rows, 2 * 7 * 24)
  assert.deepEqual(result.warnings, [
    '1 known covariates are as they are stored now, not as they were known at each origin',
  ])
  for (const key of series) {
    const own: BacktestScore[] = result.scores.filter((score) => score.series === key)
    assert.equal(own.reduce((sum, { origins }) => sum + origins, 0), 7) // prettier-ignore
    assert.equal(own.reduce((sum, { count }) => sum + count, 0), 7 * 24) // prettier-ignore
    for (const { mae, coverage80, skill } of own)
      assert.ok((mae ?? 0) > 0 && (coverage80 ?? 0) > 0.3 && (skill ?? 1) < 1)
  }
  const { items } = (await ask('GET', '/forecast/backtests')).body as z.infer<typeof BacktestPage>
  assert.deepEqual(items.map(({ id, state: one }) => [id, one]), [[job.id, 'succeeded']]) // prettier-ignore
})

test('an attempt that follows another goes on after the blocks that were stored, to the same rows', async (t) => {
  const { db, ask, ended } = await openApp(t)
  await addPoints(db, await addSeries(db, 'a'), FIRST_MS, sampleLoad(DAYS, 1))
  const short = {
    step: 'PT1H',
    horizon: 2,
    origins: { first: '2026-01-18T00:00:00Z', every: 'PT1H', count: 140 },
    refit: 'P1D',
    model: 'seasonal-naive',
  }
  const { id, taskRunId } = (await ask('POST', '/forecast/backtests', { body: { series: ['a'], protocol: short } }))
    .body as JobAccepted
  await ended(taskRunId)
  const rows = async () => (await ask('GET', `/forecast/backtests/${id}/rows`)).text
  const whole = await rows()
  await db.query(`delete from forecast.backtest_block where seq > 0`)
  await db.query(
    `update scheduler.task_run set state = 'ready', output = null, checkpoint = checkpoint || '{"done": 1}' where id = $1`,
    [taskRunId],
  )
  const before = await db.query('select xmin::text from forecast.backtest_block')
  assert.equal((await ended(taskRunId)).state, 'succeeded')
  const after = await db.query('select xmin::text from forecast.backtest_block where seq = 0')
  assert.deepEqual(after.rows, before.rows) // the stored block was not made again
  assert.equal(await rows(), whole)
})

test('a backtest that is cancelled ends so and has no rows, and what cannot be replayed is refused with its numbers', async (t) => {
  const { db, ask, ended } = await openApp(t)
  await addPoints(db, await addSeries(db, 'a'), FIRST_MS, sampleLoad(DAYS, 1))
  const long = {
    ...protocol,
    covariates: {},
    nonNegative: false,
    refit: 'origin',
    origins: { first: '2026-01-10T00:00:00Z', every: 'PT1H', count: 300 },
  }
  const job = (await ask('POST', '/forecast/backtests', { body: { series: ['a'], protocol: long } }))
    .body as JobAccepted
  for (;;) {
    const { state } = (await ask('GET', `/forecast/backtests/${job.id}`)).body as Backtest
    if (state === 'running') break
  }
  const early = await ask('GET', `/forecast/backtests/${job.id}/rows`)
  assert.deepEqual([early.status, (early.body as z.infer<typeof Problem>).code], [409, 'BACKTEST_NOT_DONE'])
  await cancelRun(db, job.runId)
  assert.equal((await ended(job.taskRunId)).state, 'cancelled')
  assert.equal(((await ask('GET', `/forecast/backtests/${job.id}`)).body as Backtest).state, 'cancelled')
  const failed = async (body: object) => {
    const { taskRunId } = (await ask('POST', '/forecast/backtests', { body: { series: ['a'], ...body } }))
      .body as JobAccepted
    return (await ended(taskRunId)).error
  }
  assert.deepEqual(await failed({ protocol: { ...long, step: 'PT15M' } }), { code: 'STEP_DIFFERS', message: 'a has a step of 3600 s; the protocol asks for PT15M' }) // prettier-ignore
  const origins = { ...long.origins, count: 100_000 }
  assert.equal((await failed({ protocol: { ...long, horizon: 51, origins } }))?.message, '1 series × 100000 origins × 51 steps are 5100000 rows; at most 5000000 are made') // prettier-ignore
  const refused = async (body: object) =>
    ((await ask('POST', '/forecast/backtests', { body: { series: ['a'], ...body } })).body as z.infer<typeof Problem>)
      .code
  assert.equal(await refused({ protocol: { ...long, model: 'oracle' } }), 'MODEL_UNKNOWN')
  assert.equal(await refused({ protocol }), 'NO_SUCH_SERIES') // temperature is no series
  assert.equal(await refused({ protocol: { ...long, colour: 1 } }), 'VALIDATION')
})
