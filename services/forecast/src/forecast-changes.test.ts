import type { ForecastRow } from '@omarino/store'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changesOf } from './forecast-changes.ts'
import type { WholeForecast } from './forecast-changes.ts'

const HOUR_MS = 3_600_000

function forecastAt(hour: number, p50: readonly number[], groups: Readonly<Record<string, readonly number[]>> | null): WholeForecast {
  const row = { id: `at ${hour}`, series_key: 'load', unit: 'kW', model: `model ${hour}`, step_ms: HOUR_MS, issue_time: new Date(hour * HOUR_MS), explained_groups: groups && Object.keys(groups) }
  const values = Float64Array.from(p50)
  const timesMs = values.map((_, i) => (hour + i) * HOUR_MS)
  const columns = { timesMs, pointValue: values, p10: values, p50: values, p90: values, quantiles: [] }
  return { row: row as unknown as ForecastRow, columns, contributions: Object.values(groups ?? {}).map((one) => Float64Array.from(one)) }
} // prettier-ignore

test('differences are told over the steps of both, with the step of the largest, and by group', () => {
  const previous = forecastAt(0, [9, 10, 20, 30], { base: [9, 9, 9, 9], daily: [0, 1, 11, 21] })
  const next = forecastAt(1, [12, 16, 31, 99], { base: [10, 10, 10, 10], rain: [2, 6, 21, 89] })
  // Hours 1, 2, 3: 12 − 10 = 2, 16 − 20 = −4, 31 − 30 = 1.
  const changes = changesOf(next, previous)
  assert.deepEqual(
    [changes?.previousId, changes?.from, changes?.to, changes?.steps],
    ['at 0', '1970-01-01T01:00:00.000Z', '1970-01-01T04:00:00.000Z', 3],
  )
  assert.ok(Math.abs((changes?.p50.mean ?? NaN) + 1 / 3) < 1e-12 && Math.abs((changes?.p50.meanSize ?? NaN) - 7 / 3) < 1e-12) // prettier-ignore
  assert.deepEqual([changes?.p50.largest, changes?.p50.largestAt], [-4, '1970-01-01T02:00:00.000Z'])
  const rounded = changes?.groups?.map(({ group, mean, largest }) => [group, +mean.toFixed(9), largest])
  // rain: (2 + 6 + 21) / 3; daily is gone: −(1 + 11 + 21) / 3.
  assert.deepEqual(rounded, [['base', 1, 1], ['rain', 9.666666667, 21], ['daily', -11, -21]]) // prettier-ignore
})

test('forecasts that share no step have no changes, and one without reasons has none by group', () => {
  assert.equal(changesOf(forecastAt(5, [1], null), forecastAt(0, [1], null)), undefined)
  assert.equal(changesOf(forecastAt(1, [1], null), forecastAt(0, [1, 2], { base: [1, 2] }))?.groups, null)
})
