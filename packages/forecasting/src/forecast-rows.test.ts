import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseBacktestProtocol } from '@omarino/contracts'
import { type BacktestPlan, planBacktest } from './backtest-plan.ts'
import { explanationWriter, forecastHeader, rowWriter } from './forecast-rows.ts'
import { panelClock } from './panel-clock.ts'

function planOf(change: object): BacktestPlan {
  const protocol = parseBacktestProtocol({ step: 'PT1H', horizon: 2, quantiles: [0.1, 0.5], ...change, origins: ['2024-03-31T00:00'] }) // prettier-ignore
  const { stepMs, toGrid } = panelClock(protocol.step, protocol.zone)
  const startMs = toGrid(Date.UTC(2024, 2, 30, 23) - (protocol.zone === 'UTC' ? -3_600_000 : 0)) - stepMs
  const series = [{ id: 'a', values: new Float64Array(1), known: {}, observed: {} }]
  return planBacktest(protocol, { stepMs, startMs, series })
}
const writerOf = (change: object): ReturnType<typeof rowWriter> => rowWriter(planOf(change))
const forecast = { point: Float64Array.of(0.1 + 0.2, -0), quantiles: Float64Array.of(0, -1e-7, 0.1 + 0.2, -0), explanation: null, model: 'ets' } // prettier-ignore

test('a level is its shortest decimal', () => {
  assert.equal(forecastHeader([0.025, 0.1, 0.5]), 'series,origin,target_time,point,q0.025,q0.1,q0.5\n')
})

test('numbers read back to the same value, instants are in UTC, a name with a comma is quoted', () => {
  assert.equal(
    writerOf({})({ id: 'a,"b"', origin: 0, forecast }),
    '"a,""b""",2024-03-31T00:00:00Z,2024-03-31T00:00:00Z,0.30000000000000004,0,0.30000000000000004\n' +
      '"a,""b""",2024-03-31T00:00:00Z,2024-03-31T01:00:00Z,0,-1e-7,0\n',
  )
})

test('with stamps at the end the target is written one step later, the origin is not', () => {
  const rows = writerOf({ stamps: 'end' })({ id: 'a', origin: 0, forecast })
  assert.match(rows, /^a,2024-03-31T00:00:00Z,2024-03-31T01:00:00Z,/)
})

test('local days are stamped with their midnights', () => {
  const rows = writerOf({ step: 'P1D', zone: 'Europe/Berlin' })({ id: 'a', origin: 0, forecast })
  const targets = rows.trim().split('\n').map((row) => row.split(',')[2]) // prettier-ignore
  assert.deepEqual(targets, ['2024-03-30T23:00:00Z', '2024-03-31T22:00:00Z'])
})

test('a series without a known value has empty fields', () => {
  assert.equal(writerOf({})({ id: 'a', origin: 0, forecast: null }).split('\n')[0], 'a,2024-03-31T00:00:00Z,2024-03-31T00:00:00Z,,,') // prettier-ignore
})

test('contributions have a row for each step and group; where nothing is explained there is none', () => {
  const write = explanationWriter(planOf({ stamps: 'end' }))
  const explanation = { groups: ['base', 'wind, gusts'], contributions: Float64Array.of(0.1 + 0.2, 2, -1e-7, -0) }
  assert.equal(
    write({ id: 'a', origin: 0, forecast: { ...forecast, explanation } }),
    'a,2024-03-31T00:00:00Z,2024-03-31T01:00:00Z,base,0.30000000000000004\n' +
      'a,2024-03-31T00:00:00Z,2024-03-31T01:00:00Z,"wind, gusts",-1e-7\n' +
      'a,2024-03-31T00:00:00Z,2024-03-31T02:00:00Z,base,2\n' +
      'a,2024-03-31T00:00:00Z,2024-03-31T02:00:00Z,"wind, gusts",0\n',
  )
  assert.equal(write({ id: 'a', origin: 0, forecast }), '')
  assert.equal(write({ id: 'a', origin: 0, forecast: null }), '')
})
