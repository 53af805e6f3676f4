import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededRandom } from '@omarino/energy'
import { forecastSeries } from '../forecast-series.ts'
import type { Forecast } from '../model.ts'
import { dayAhead, mapValues, sampleLoad } from '../sample-series.ts'
import { MODEL_NAMES } from './registry.ts'

const DAYS: Readonly<Record<string, number>> = { empirical: 460, lear: 120 }
const daysOf = (model: string): number => DAYS[model] ?? 45
const DAY = 24

function ahead(series: ReturnType<typeof sampleLoad>, model: string): Forecast {
  const wave = Float64Array.from({ length: series.values.length + DAY }, (_, step) => 10 + (step % 24))
  return forecastSeries(series, dayAhead(series, { model }), { known: { wave }, observed: {} })
}

function assertSane({ model, point, quantiles }: Forecast): void {
  for (const [i, value] of quantiles.entries()) {
    assert.ok(Number.isFinite(value), `${model}, value ${i}: ${value}`)
    assert.ok(i < DAY || quantiles[i - DAY] <= value, `${model} crosses at ${i}`)
  }
  assert.deepEqual([...point], [...quantiles.subarray(DAY, 2 * DAY)])
}

for (const model of MODEL_NAMES) {
  test(`${model}: a forecast by name is that model's, the same each time, and plain data`, () => {
    const load = sampleLoad(daysOf(model))
    const first = ahead(load, model)
    assert.equal(first.model, model)
    assertSane(first)
    assert.deepEqual(ahead(load, model), first)
    assert.deepEqual(structuredClone(first), first)
  })

  test(`${model}: hard inputs give finite, ordered quantiles`, () => {
    const load = sampleLoad(daysOf(model))
    const uniform = seededRandom(3)
    assertSane(ahead(mapValues(load, () => 5), model)) // prettier-ignore
    assertSane(ahead(mapValues(load, () => 0), model)) // prettier-ignore
    assertSane(ahead(mapValues(load, (value, step) => (step === 500 ? 1e9 : -value)), model)) // prettier-ignore
    assertSane(ahead(mapValues(load, (value, step) => (uniform() < 0.2 ? NaN : step % 97 === 0 ? 20 * value : value)), model)) // prettier-ignore
    assertSane(ahead(mapValues(load, (value, step) => (step > load.values.length - 30 ? NaN : value)), model)) // prettier-ignore
  })

  test(`${model}: what lies at or after the issue time changes no byte`, () => {
    const load = sampleLoad(daysOf(model))
    const cut = { ...load, values: load.values.slice(0, -3 * DAY) }
    const issueMs = cut.startMs + cut.values.length * cut.stepMs
    const request = dayAhead(cut, { model, issueMs })
    const later = mapValues(load, (value, step) => (step >= cut.values.length ? -1e3 * value : value))
    assert.deepEqual(forecastSeries(later, request), forecastSeries(cut, request))
  })
}
