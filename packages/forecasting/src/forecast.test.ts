import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Failure, type RegularSeries, seededRandom } from '@omarino/energy'
import fc from 'fast-check'
import { forecastSeries } from './forecast-series.ts'
import type { Forecast } from './model.ts'
import { DAY_MS, HOUR_MS } from './model.ts'
import { dayAhead, mapValues, MONDAY_MS, sampleLoad, samplePv } from './sample-series.ts'

const RUNS = { seed: 1, numRuns: 12 }
const bytes = ({ point, quantiles }: Forecast): string => Buffer.from([...point, ...quantiles].join()).toString()

function assertHonest({ point, levels, quantiles }: Forecast, lower = -Infinity, upper = Infinity): void {
  const steps = point.length
  for (let step = 0; step < steps; step += 1) {
    const column = levels.map((_, row) => quantiles[row * steps + step])
    for (const [row, value] of column.entries()) {
      assert.ok(Number.isFinite(value) && value >= lower && value <= upper, `step ${step}: ${value}`)
      assert.ok(row === 0 || column[row - 1] <= value, `step ${step} crosses: ${column.join(' ')}`)
    }
    if (levels.includes(0.5)) assert.equal(point[step], column[levels.indexOf(0.5)])
  }
}

function failureOf(run: () => unknown): Failure {
  try {
    run()
  } catch (error) {
    if (error instanceof Failure) return error
    throw error
  }
  return assert.fail('no failure')
}

test('a load with lasting errors goes to the ensemble; the scores of all who took part are kept', () => {
  const load = sampleLoad(80)
  const { model, choice, metrics, flags } = forecastSeries(load, dayAhead(load))
  assert.equal(model, 'ensemble-median')
  const names = choice.scores.map((score) => score.model)
  assert.deepEqual([choice.origins, names.slice(0, 3), names.at(-1)], [33, ['seasonal-naive', 'ridge-ar', 'ridge-recursive'], 'ensemble-median']) // prettier-ignore
  assert.ok(Math.abs(choice.members.reduce((sum, { weight }) => sum + weight, 0) - 1) < 1e-12)
  const [naive, ridge] = choice.scores
  assert.ok(naive.pinball !== null && ridge.pinball !== null && ridge.pinball < 0.98 * naive.pinball)
  assert.ok(metrics.skill !== null && metrics.skill > 0.1 && metrics.points === 33 * 24)
  assert.ok(metrics.coverage80 !== null && metrics.coverage80 > 0.7 && metrics.coverage80 < 0.9)
  assert.deepEqual(flags, [])
})

test('an exact day is repeated without error, by the seasonal naive: nothing gains 2 % on perfection', () => {
  const day = {
    startMs: MONDAY_MS,
    stepMs: HOUR_MS,
    values: Float64Array.from({ length: 24 * 30 }, (_, i) => (i % 24) ** 2),
  }
  const { model, point, quantiles, metrics } = forecastSeries(day, dayAhead(day))
  assert.equal(model, 'seasonal-naive')
  assert.deepEqual([...point], [...day.values.slice(0, 24)])
  assert.deepEqual([...quantiles.slice(0, 24)], [...point])
  assert.deepEqual([metrics.mae, metrics.coverage80, metrics.skill], [0, 1, null])
})

test('two days make a day-naive forecast with a band, and say so', () => {
  const load = sampleLoad(2)
  const { model, flags, quantiles, choice, metrics } = forecastSeries(load, dayAhead(load))
  assert.equal(model, 'seasonal-naive')
  assert.deepEqual(flags, ['day-naive', 'few-residuals'])
  assert.ok(quantiles[0] < quantiles[48])
  assert.deepEqual(
    [choice.origins, metrics.mae, choice.scores[1].reason],
    [0, null, 'needs 16 days of history, has 2.0'],
  )
})

test('no history and too little history are refused with what is there and what is needed', () => {
  const load = sampleLoad(30)
  const nothing = failureOf(() =>
    forecastSeries(
      mapValues(load, () => NaN),
      dayAhead(load),
    ),
  )
  assert.equal(nothing.code, 'NO_HISTORY')
  const short = sampleLoad(1)
  const little = failureOf(() => forecastSeries(short, dayAhead(short)))
  assert.equal(little.code, 'TOO_LITTLE_HISTORY')
  assert.match(little.message, /holds 1\.0 days \(24 points\).*needs 2 days \(48 points/)
  const sparse = failureOf(() =>
    forecastSeries(
      mapValues(load, (value, i) => (i % 50 ? NaN : value)),
      dayAhead(load),
    ),
  )
  assert.match(sparse.message, /holds 30\.0 days \(15 points\).*of which 24 known/)
  const week = sampleLoad(10)
  const ridge = failureOf(() => forecastSeries(week, dayAhead(week, { model: 'ridge-ar' })))
  assert.equal(ridge.code, 'TOO_LITTLE_HISTORY')
  assert.match(ridge.message, /holds 10\.0 days \(240 points\).*ridge-ar needs 16 days \(384 points\)/)
})

test('a model that does not forecast such steps is refused for that, and not for too little history', () => {
  const quarters = { startMs: MONDAY_MS, stepMs: HOUR_MS / 4, values: new Float64Array(96 * 40).fill(1) }
  const refused = failureOf(() => forecastSeries(quarters, dayAhead(quarters, { model: 'lear' })))
  assert.deepEqual([refused.code, refused.pointer], ['MODEL_UNSUITABLE', '/model'])
  assert.equal(refused.message, 'lear does not forecast steps of 15 minutes')
})

test('a task that makes no sense is refused by field', () => {
  const load = sampleLoad(5)
  const pointer = (change: Parameters<typeof dayAhead>[1]): string | undefined =>
    failureOf(() => forecastSeries(load, dayAhead(load, change))).pointer
  assert.equal(pointer({ levels: [0.5, 0.1] }), '/levels')
  assert.equal(pointer({ levels: [] }), '/levels')
  assert.equal(pointer({ horizonSteps: 0 }), '/horizon')
  assert.equal(pointer({ nonNegative: true, capacity: 0 }), '/capacity')
  assert.equal(pointer({ issueMs: MONDAY_MS + 1 }), '/issueTime')
  assert.equal(pointer({ country: 'XX' }), '/country')
})

test('PV is exactly 0 at night at all levels, and never negative or above its capacity', () => {
  const pv = samplePv(40)
  const answer = forecastSeries(pv, dayAhead(pv, { nonNegative: true, capacity: 9 }))
  assertHonest(answer, 0, 9)
  for (const hour of [0, 3, 6, 18, 23]) {
    assert.deepEqual(
      [0, 24, 48].map((row) => answer.quantiles[row + hour]),
      [0, 0, 0],
    )
  }
  assert.ok(answer.point[12] > 0)
})

test('levels come as asked, and the point is the median even when it is not asked for', () => {
  const load = sampleLoad(30)
  const asked = forecastSeries(load, dayAhead(load, { levels: [0.05, 0.25, 0.75] }))
  assert.equal(asked.quantiles.length, 3 * 24)
  assert.equal(asked.levels.length, 3)
  assertHonest(asked)
  assert.ok(
    asked.point.every((value, step) => asked.quantiles[24 + step] <= value && value <= asked.quantiles[48 + step]),
  )
})

test('values at or after the issue time change no byte', () => {
  const load = sampleLoad(40)
  const issueMs = load.startMs + 33 * DAY_MS
  const request = dayAhead(load, { issueMs, horizonSteps: 36 })
  const expected = bytes(forecastSeries({ ...load, values: load.values.slice(0, 33 * 24) }, request))
  fc.assert(
    fc.property(fc.double({ noNaN: false }), fc.nat({ max: 6 * 24 }), (value, from) => {
      const changed = mapValues(load, (each, step) => (step >= 33 * 24 + from ? value : each))
      assert.equal(bytes(forecastSeries(changed, request)), expected)
    }),
    RUNS,
  )
})

test('the same input gives the same bytes and the same reasons', () => {
  const load = sampleLoad(30)
  assert.deepEqual(forecastSeries(load, dayAhead(load)), forecastSeries(load, dayAhead(load)))
})

test('a times the series gives a times the forecast', () => {
  const load = sampleLoad(40)
  const plain = forecastSeries(load, dayAhead(load))
  fc.assert(
    fc.property(fc.double({ min: 1e-4, max: 1e4, noNaN: true }), (factor) => {
      const scaled = forecastSeries(
        mapValues(load, (value) => factor * value),
        dayAhead(load),
      )
      assert.equal(scaled.model, plain.model)
      for (const [i, value] of scaled.quantiles.entries()) {
        assert.ok(Math.abs(value - factor * plain.quantiles[i]) <= 1e-6 * factor * 100)
      }
    }),
    RUNS,
  )
})

test('hard inputs give finite, ordered quantiles and a flag', () => {
  const load = sampleLoad(30)
  const uniform = seededRandom(7)
  const cases: Record<string, [RegularSeries, string]> = {
    constant: [mapValues(load, () => 5), 'constant'],
    zero: [mapValues(load, () => 0), 'constant'],
    negative: [mapValues(load, (value) => -value), ''],
    outlier: [mapValues(load, (value, step) => (step === 500 ? 1e9 : value)), 'outliers'],
    'outlier at the origin': [mapValues(load, (value, step) => (step === 719 ? 1e9 : value)), 'outliers'],
    spikes: [mapValues(load, (value, step) => (step % 97 === 0 ? 20 * value : value)), ''],
    'gaps 5 %': [mapValues(load, (value) => (uniform() < 0.06 ? NaN : value)), 'gaps'],
    'gaps 50 %': [mapValues(load, (value) => (uniform() < 0.5 ? NaN : value)), 'gaps'],
    infinite: [mapValues(load, (value, step) => (step % 5 === 0 ? Infinity : value)), 'gaps'],
    'ends early': [mapValues(load, (value, step) => (step > 600 ? NaN : value)), 'stale-history'],
    'begins late': [mapValues(load, (value, step) => (step < 400 ? NaN : value)), 'day-naive'],
    'a missing hour': [mapValues(load, (value, step) => (step % 24 === 5 ? NaN : value)), ''],
  }
  for (const [name, [series, flag]] of Object.entries(cases)) {
    const answer = forecastSeries(series, dayAhead(series, { horizonSteps: 36 }))
    assertHonest(answer)
    if (flag) assert.ok((answer.flags as readonly string[]).includes(flag), `${name}: ${answer.flags.join(' ')}`)
  }
})

test('an outlier of 1e9 moves the forecast by less than the load itself', () => {
  const load = sampleLoad(30)
  const spiked = mapValues(load, (value, step) => (step === 500 ? 1e9 : value))
  const { quantiles } = forecastSeries(spiked, dayAhead(spiked))
  assert.ok(quantiles.every((value) => value > 0 && value < 120))
})

test('series of other steps are forecast too', () => {
  for (const [stepMs, count] of [
    [DAY_MS, 60],
    [HOUR_MS / 4, 96 * 20],
    [HOUR_MS / 60, 1440 * 3],
  ] as const) {
    const values = Float64Array.from(
      { length: count },
      (_, i) => 50 + 10 * Math.sin((2 * Math.PI * i * stepMs) / DAY_MS) + (i % 3),
    )
    const series = { startMs: MONDAY_MS, stepMs, values }
    assertHonest(forecastSeries(series, dayAhead(series, { horizonSteps: 3, zone: 'Europe/Berlin', country: 'DE' })))
  }
  const odd = { startMs: MONDAY_MS, stepMs: 7 * 60_000, values: new Float64Array(500) }
  assert.equal(failureOf(() => forecastSeries(odd, dayAhead(odd))).code, 'STEP_INVALID')
})

test('more noise makes wider bands', () => {
  const width = (noise: number): number => {
    const load = sampleLoad(60, 1, noise)
    const { quantiles } = forecastSeries(load, dayAhead(load))
    return quantiles.slice(48).reduce((sum, upper, i) => sum + upper - quantiles[i], 0)
  }
  assert.ok(width(4) > 2 * width(1))
})
