import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type RegularSeries, seededNormal, seededRandom } from '@omarino/energy'
import fc from 'fast-check'
import { fitSeries, forecastFitted, forecastSeries } from './forecast-series.ts'
import { NO_COVARIATES, type SeriesCovariates } from './series-timeline.ts'
import { DAY_MS, type Explanation, type Forecast, HOUR_MS } from './model.ts'
import { MODEL_NAMES } from './models/registry.ts'
import { dayAhead, mapValues, MONDAY_MS, sampleLoad, samplePv } from './sample-series.ts'

const DAYS = 70
const RUNS = { seed: 1, numRuns: 4 }

/** A temperature that wanders from day to day, known a day and a half beyond the series. */
function wandering(seed: number): Float64Array {
  const normal = seededNormal(seededRandom(seed))
  let level = 17
  return Float64Array.from({ length: (DAYS + 2) * 24 }, (_, hour) => {
    if (hour % 24 === 0) level = 17 + 0.7 * (level - 17) + 4 * normal()
    return level + 4 * Math.sin((2 * Math.PI * (hour - 8)) / 24)
  })
}

function assertAddsUp({ point, explanation, model }: Forecast): Explanation {
  assert.ok(explanation, `${model} is not explained`)
  const { groups, contributions } = explanation
  assert.equal(contributions.length, groups.length * point.length)
  assert.equal(groups[0], 'base')
  assert.equal(new Set(groups).size, groups.length)
  for (const [step, value] of point.entries()) {
    let sum = 0
    for (let i = 0; i < groups.length; i += 1) sum += contributions[i * point.length + step]
    assert.ok(Math.abs(sum - value) <= 1e-9 * Math.max(1, Math.abs(value)), `${model}: ${sum}, not ${value}`)
  }
  return explanation
}

/** Mean size of each group. */
function sizes({ groups, contributions }: Explanation): Record<string, number> {
  const steps = contributions.length / groups.length
  const sizeOf = (i: number): number =>
    contributions.subarray(i * steps, (i + 1) * steps).reduce((sum, value) => sum + Math.abs(value) / steps, 0)
  return Object.fromEntries(groups.map((group, i) => [group, sizeOf(i)]))
}

const explain = (series: RegularSeries, change: object, covariates: SeriesCovariates = NO_COVARIATES): Forecast =>
  forecastSeries(series, dayAhead(series, { explain: true, horizonSteps: 36, ...change }), covariates)

const TELLING = ['seasonal-naive', 'last-value', 'ridge-ar', 'ridge-recursive', 'gam', 'gbdt']

test('base and groups are the point of every model', () => {
  const load = sampleLoad(DAYS)
  const known = { temperature: wandering(1) }
  for (const model of MODEL_NAMES) {
    if (model === 'empirical') continue // needs more than a year
    const { groups } = assertAddsUp(explain(load, { model, country: 'DE' }, { known, observed: {} }))
    assert.equal(groups.includes(model), !TELLING.includes(model), model)
  }
})

test('base and groups are the point on plants at night, below zero, with gaps, outliers and large numbers', () => {
  const uniform = seededRandom(5)
  const load = sampleLoad(DAYS)
  const series: readonly (readonly [RegularSeries, object])[] = [
    [samplePv(DAYS), { nonNegative: true, capacity: 7 }],
    [mapValues(load, (value) => (uniform() < 0.2 ? NaN : value)), {}],
    [mapValues(load, (value, step) => (step === 1500 ? 1e9 : value)), {}],
    [mapValues(load, (value) => value - 60), {}],
    [mapValues(load, () => 5), {}],
    [mapValues(load, (value) => 1e6 * value), { zone: 'Europe/Berlin' }],
  ]
  for (const [own, change] of series) {
    const known = { temperature: wandering(1) }
    for (const model of TELLING) assertAddsUp(explain(own, { model, ...change }, { known, observed: {} }))
  }
})

test('base and groups are the point of whatever auto chooses', () => {
  const chosen = new Set<string>()
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 12, max: 60 }), (seed, days) => {
      const answer = explain(sampleLoad(days, seed, 3), {})
      assertAddsUp(answer)
      chosen.add(answer.model)
    }),
    { seed: 1, numRuns: 10 },
  )
  assert.ok(chosen.has('ensemble'), [...chosen].join(' '))
})

test('an ensemble adds up the groups of its members by their names', () => {
  const answer = explain(sampleLoad(40, 1, 3), {})
  assert.equal(answer.model, 'ensemble')
  const { groups } = assertAddsUp(answer)
  assert.ok(groups.includes('daily') && groups.includes('recent level') && groups.includes('calibration'))
})

test('the covariate that drives a series contributes most', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100 }), (seed) => {
      const wind = wandering(seed)
      const idle = wandering(seed + 1000)
      const noise = seededNormal(seededRandom(seed))
      const values = wind.slice(0, DAYS * 24).map((speed) => 3 * speed + noise())
      const series = { startMs: MONDAY_MS, stepMs: HOUR_MS, values }
      for (const model of ['gam', 'gbdt']) {
        const own = sizes(assertAddsUp(explain(series, { model }, { known: { wind, idle }, observed: {} })))
        const others = Object.entries(own).filter(([group]) => group !== 'base' && group !== 'wind')
        const largest = Math.max(...others.map(([, size]) => size))
        assert.ok(own['wind'] > largest, `${model} ${seed}: ${JSON.stringify(own)}`)
      }
    }),
    RUNS,
  )
})

test('a holiday speaks on its own day alone', () => {
  // 70 days from Monday 2024-01-01 end on 11 March; begun 18 days later they end where Good Friday, 2024-03-29, begins.
  const load = { ...sampleLoad(DAYS), startMs: MONDAY_MS + 18 * DAY_MS }
  for (const model of ['ridge-ar', 'ridge-recursive']) {
    const { groups, contributions } = assertAddsUp(explain(load, { model, country: 'DE', horizonSteps: 24 }))
    const row = groups.indexOf('holiday')
    assert.ok(row > 0, `${model}: ${groups.join(' ')}`)
    assert.ok(contributions.subarray(row * 24, (row + 1) * 24).some((value) => value !== 0))
  }
  const plain = assertAddsUp(explain(load, { model: 'ridge-ar', horizonSteps: 24 }))
  assert.ok(!plain.groups.includes('holiday'))
})

test('an explanation is made where it is asked for, and changes no byte of the forecast', () => {
  const load = sampleLoad(40)
  const { explanation, ...rest } = forecastSeries(load, dayAhead(load))
  const { explanation: asked, ...same } = explain(load, { horizonSteps: 24 })
  assert.equal(explanation, null)
  assert.notEqual(asked, null)
  assert.deepEqual(same, rest)
})

test('a model that was fitted earlier explains what it forecasts later', () => {
  const load = sampleLoad(60)
  const request = dayAhead(load, { explain: true })
  const fitted = fitSeries(load, { ...request, issueMs: request.issueMs - 3 * DAY_MS })
  assertAddsUp(forecastFitted(fitted, load, request))
})

test('night and bounds are told as calibration', () => {
  const pv = samplePv(DAYS)
  const answer = explain(pv, { model: 'ridge-ar', nonNegative: true, horizonSteps: 24 })
  const { groups, contributions } = assertAddsUp(answer)
  const row = groups.indexOf('calibration')
  assert.equal(answer.point[2], 0)
  const others = groups.reduce((sum, _, i) => sum + (i === row ? 0 : contributions[i * 24 + 2]), 0)
  assert.ok(Math.abs(contributions[row * 24 + 2] + others) < 1e-9)
})
