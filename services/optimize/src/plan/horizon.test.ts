import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pricedSteps, stepOf, widestHorizon } from './horizon.ts'
import type { ForecastSpan } from './horizon.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const at = (text: string): number => new Date(text).getTime()
const spanFrom = (text: string, hours: number, stepMinutes = 15): ForecastSpan => ({
  series: 'demo/load',
  fromMs: at(text),
  toMs: at(text) + hours * HOUR_MS,
  stepMs: stepMinutes * MINUTE_MS,
})

test('the step is a quarter-hour unless a forecast is finer', () => {
  assert.equal(stepOf([]), 15 * MINUTE_MS)
  assert.equal(stepOf([spanFrom('2026-01-01T00:00Z', 1, 60)]), 15 * MINUTE_MS)
  assert.equal(stepOf([spanFrom('2026-01-01T00:00Z', 1, 60), spanFrom('2026-01-01T00:00Z', 1, 5)]), 5 * MINUTE_MS)
})

test('a plan begins with the first whole step at or after its issue, and lasts at most as asked', () => {
  const exact = widestHorizon(at('2026-01-01T10:00Z'), 36, [])
  assert.deepEqual([exact.startMs, exact.steps], [at('2026-01-01T10:00Z'), 144])
  assert.equal(widestHorizon(at('2026-01-01T10:00:00.001Z'), 36, []).startMs, at('2026-01-01T10:15Z'))
})

test('a plan never runs past a forecast, and says which one is too short or too late', () => {
  const issueMs = at('2026-01-01T10:07Z')
  assert.equal(widestHorizon(issueMs, 36, [spanFrom('2026-01-01T10:00Z', 2)]).steps, 7) // 10:15 to 12:00
  assert.equal(widestHorizon(issueMs, 36, [spanFrom('2026-01-01T11:00Z', 2, 60)]).startMs, at('2026-01-01T11:00Z'))
  const refusal = (span: ForecastSpan) => () => widestHorizon(issueMs, 36, [span])
  assert.throws(refusal(spanFrom('2026-01-01T08:00Z', 2)), { code: 'FORECAST_MISSING', message: /demo\/load ends at 2026-01-01T10:00/ }) // prettier-ignore
  assert.throws(refusal(spanFrom('2026-01-02T08:00Z', 2)), { code: 'FORECAST_MISSING', message: /begins at/ })
})

test('the plan ends with the last local day that has all its prices', () => {
  const grid = { startMs: at('2026-01-01T10:00Z'), stepMs: HOUR_MS, steps: 36 } // Berlin: 11:00 to 23:00 the next day
  const values = new Float64Array(36).fill(0.1)
  assert.equal(pricedSteps(grid, 'Europe/Berlin', [{ series: 'p', values }]), 36)
  values[30] = NaN // 17:00 local on the second day
  assert.equal(pricedSteps(grid, 'Europe/Berlin', [{ series: 'p', values }]), 13) // local midnight is 23:00Z
})

test('a gap on the first day is told with its instants', () => {
  const grid = { startMs: at('2026-01-01T10:00Z'), stepMs: HOUR_MS, steps: 36 }
  const values = new Float64Array(36).fill(0.1).fill(NaN, 2, 4)
  assert.throws(() => pricedSteps(grid, 'UTC', [{ series: 'demo/price', values }]), {
    code: 'PLAN_WITHOUT_PRICES',
    message: /demo\/price has none from 2026-01-01T12:00:00.000Z to 2026-01-01T14:00:00.000Z/,
  })
})

test('a day of 25 hours has 100 quarter-hours', () => {
  const grid = { startMs: at('2026-10-24T22:00Z'), stepMs: 15 * MINUTE_MS, steps: 144 } // clocks go back that night
  const values = new Float64Array(144).fill(0.1).fill(NaN, 100)
  assert.equal(pricedSteps(grid, 'Europe/Berlin', [{ series: 'p', values }]), 100)
})
