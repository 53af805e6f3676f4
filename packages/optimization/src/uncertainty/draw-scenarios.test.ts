import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Failure } from '@omarino/energy'
import { drawScenarios, type Uncertainty } from './draw-scenarios.ts'
import type { QuantileSeries } from './quantile-series.ts'

const STEPS = 8
const stepHours = new Float64Array(STEPS).fill(0.25)
const flat = (p10: number, p50: number, p90: number): QuantileSeries => ({
  levels: [0.1, 0.5, 0.9],
  values: [p10, p50, p90].map((value) => new Float64Array(STEPS).fill(value)),
})
const load = flat(1, 2, 4)
const pv = flat(0, 0.1, 5)
const ask = (more: Partial<Uncertainty> = {}): Uncertainty => ({ stepHours, scenarios: 10, seed: 7, ...more })
const rowsOf = (...rows: number[]): Float64Array[] => rows.map((value) => new Float64Array(STEPS).fill(value))
const sum = (values: Float64Array): number => values.reduce((all, value) => all + value, 0)

test('as many scenarios as asked for, with probabilities that sum to 1, within the outer quantiles', () => {
  for (const scenarios of [2, 3, 10, 40]) {
    const { probabilities, paths } = drawScenarios(ask({ series: { load, pv }, scenarios }))
    assert.deepEqual([probabilities.length, paths.load.length, paths.pv.length], [scenarios, scenarios, scenarios])
    assert.ok(Math.abs(sum(probabilities) - 1) < 1e-12)
    assert.ok(paths.load.every((path) => path.every((kw) => kw >= 1 && kw <= 4)))
  }
})

test('the same request gives the same bytes, in whatever order its names stand', () => {
  const bytes = (more: Partial<Uncertainty>): string => {
    const { probabilities, paths } = drawScenarios(ask(more))
    return JSON.stringify([
      [...probabilities],
      Object.entries(paths).map(([name, rows]) => [name, rows.map((row) => [...row])]),
    ])
  }
  assert.equal(bytes({ series: { load, pv } }), bytes({ series: { pv, load } }))
  assert.equal(bytes({ series: { load, pv } }), bytes({ series: { load, pv }, correlationHours: 6 }))
  assert.notEqual(bytes({ series: { load, pv } }), bytes({ series: { load, pv }, seed: 8 }))
})

test('values stand on multiples of 1e-9', () => {
  const { paths } = drawScenarios(ask({ series: { load } }))
  for (const path of paths.load) for (const kw of path) assert.equal(kw, Math.round(kw * 1e9) / 1e9)
})

test('one scenario is the median', () => {
  const { probabilities, paths } = drawScenarios(ask({ series: { load, pv }, scenarios: 1 }))
  assert.deepEqual({ ...paths }, { load: rowsOf(2), pv: rowsOf(0.1) })
  assert.deepEqual([...probabilities], [1])
})

test('medians alone are every scenario', () => {
  const sure: QuantileSeries = { levels: [0.5], values: rowsOf(3) }
  const { probabilities, paths } = drawScenarios(ask({ series: { sure }, scenarios: 3 }))
  assert.deepEqual(paths.sure, rowsOf(3, 3, 3))
  assert.ok(Math.abs(sum(probabilities) - 1) < 1e-12)
})

test('the reduced scenarios of a load keep its mean and its spread near those of its quantiles', () => {
  // Ranks below 0.1 and above 0.9 are held: mean 0.1·1 + 0.4·1.5 + 0.4·3 + 0.1·4 = 2.3; mean square
  // 0.1·1 + 0.4·7/3 + 0.4·28/3 + 0.1·16 = 6.3667, hence a standard deviation of 1.038.
  const { probabilities, paths } = drawScenarios(ask({ series: { load }, scenarios: 50 }))
  for (let step = 0; step < STEPS; step++) {
    const mean = paths.load.reduce((all, path, s) => all + probabilities[s] * path[step], 0)
    const variance = paths.load.reduce((all, path, s) => all + probabilities[s] * (path[step] - mean) ** 2, 0)
    // The mean of 100 independent pairs varies by less than 1.038/√100; five of those.
    assert.ok(Math.abs(mean - 2.3) < 0.52, `mean ${mean}`)
    assert.ok(Math.abs(Math.sqrt(variance) - 1.038) < 0.3, `deviation ${Math.sqrt(variance)}`)
  }
})

test('given scenarios stand as they are, with paths of the forecasts beside them', () => {
  const price = rowsOf(0.1, 0.2, 0.4)
  const { probabilities, paths } = drawScenarios(
    ask({ given: { price }, series: { load }, probabilities: [0.5, 0.25, 0.25], scenarios: 3 }),
  )
  assert.deepEqual([...probabilities], [0.5, 0.25, 0.25])
  assert.deepEqual(paths.price, price)
  assert.notEqual(paths.price[0], price[0])
  assert.deepEqual([Object.keys(paths), paths.load.length], [['load', 'price'], 3])
})

test('given scenarios without probabilities are alike', () => {
  const { probabilities } = drawScenarios(ask({ given: { price: rowsOf(1, 2, 3, 4) }, scenarios: 4 }))
  assert.deepEqual([...probabilities], [0.25, 0.25, 0.25, 0.25])
})

test('counts, lengths and probabilities that do not fit are refused with the numbers', () => {
  const refused = (more: Partial<Uncertainty>, code: string, sentence: RegExp): void =>
    assert.throws(
      () => drawScenarios(ask(more)),
      (error) =>
        error instanceof Failure && error.kind === 'invalid' && error.code === code && sentence.test(error.message),
    )
  const price = rowsOf(1, 2)
  refused({ given: { price }, scenarios: 3 }, 'SCENARIO_COUNT', /price gives 2 scenarios, but 3/)
  refused({ series: { load }, scenarios: 0 }, 'SCENARIO_COUNT', /^0 scenarios/)
  refused({ given: { price: [Float64Array.of(1)] }, scenarios: 1 }, 'SCENARIO_LENGTH', /1 values for 8 steps/)
  refused({ given: { price: rowsOf(NaN) }, scenarios: 1 }, 'SCENARIO_MISSING', /Scenario 0 of price .* step 0/)
  refused({ given: { load: price }, series: { load }, scenarios: 2 }, 'SCENARIO_NAME_TWICE', /load/)
  refused({ given: { price }, probabilities: [0.5, 0.6], scenarios: 2 }, 'PROBABILITIES', /sum to 1.1/)
  refused({ series: { load }, probabilities: [1], scenarios: 1 }, 'PROBABILITIES', /no scenarios/)
})
