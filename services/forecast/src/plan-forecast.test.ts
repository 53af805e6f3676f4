import type { SeriesRow } from '@omarino/store'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inputsSha256, requestOf } from './plan-forecast.ts'

const HOUR_MS = 3_600_000
const asked = { horizon: 'PT2H', levels: [0.95, 0.5], seed: 4 }
const options = {
  model: 'auto',
  capacity: null,
  nonNegative: null,
  location: null,
  covariates: { known: [], observed: [] },
}
const series = (unit: string): SeriesRow => ({
  id: 1, uuid: 'u', key: 'a', meter_key: 'm', name: 'a', unit, kind: 'mean', data_type: 'measurement', step_ms: HOUR_MS, zone: 'UTC', source: null,
  created_at: new Date(0),
}) // prettier-ignore
const history = (...values: number[]) => ({ startMs: HOUR_MS, stepMs: HOUR_MS, values: Float64Array.from(values) })

test('the forecast starts where the history ends, with the own levels among those asked for', () => {
  const request = requestOf(asked, options, series('kW'), history(1, NaN))
  assert.deepEqual(request, {
    issueMs: 3 * HOUR_MS, horizonSteps: 2, zone: 'UTC', country: null, levels: [0.1, 0.5, 0.9, 0.95], nonNegative: true, capacity: null, location: null, model: 'auto', seed: 4,
  }) // prettier-ignore
})

test('only a power that never was negative is held at or above 0; a price may become negative', () => {
  const bounded = (unit: string, ...values: number[]) =>
    requestOf(asked, options, series(unit), history(...values)).nonNegative
  assert.equal(bounded('MW', 0, NaN, 2), true)
  assert.equal(bounded('MW', 0, -0.1), false)
  assert.equal(bounded('EUR/MWh', 3, 2), false)
})

test('the hash of the inputs changes with each value, each step and each question', () => {
  const request = requestOf(asked, options, series('kW'), history(1, 2))
  const hashes = [
    inputsSha256(history(1, 2), request),
    inputsSha256(history(1, 3), request),
    inputsSha256(history(1, NaN), request),
    inputsSha256({ ...history(1, 2), startMs: 0 }, request),
    inputsSha256(history(1, 2), { ...request, seed: 5 }),
  ]
  assert.equal(new Set(hashes).size, hashes.length)
  assert.equal(inputsSha256(history(1, 2), { ...request }), hashes[0])
  assert.match(hashes[0], /^[0-9a-f]{64}$/)
})
