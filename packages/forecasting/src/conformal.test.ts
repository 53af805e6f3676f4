import assert from 'node:assert/strict'
import { test } from 'node:test'
import { conformalBands } from './conformal.ts'
import type { ErrorTable } from './error-table.ts'
import type { Quantiles } from './model.ts'

/** Rising scores of one lead group, each of an origin of its own a step apart, and the size of the day they lie in. */
const table = (score: number[], hour: (i: number) => number, size: number, target = (i: number) => i): ErrorTable => ({
  ranks: false,
  score: Float64Array.from(score),
  target: Int32Array.from(score, (_, i) => target(i)),
  group: new Uint8Array(score.length),
  hour: Uint8Array.from(score, (_, i) => hour(i)),
  origin: Uint16Array.from(score, (_, i) => i),
  origins: Int32Array.from(score, (_, i) => i),
  sizes: { firstStep: 0, perDay: 1000, size: Float64Array.of(size) },
  factors: [],
})

const median = (...values: number[]): Quantiles => ({ levels: [0.5], values: Float64Array.from(values) })

function quantilesAt(errors: ErrorTable, before: number, levels: number[], hour: number, raw = median(0)): number[] {
  const out = new Float64Array(levels.length)
  conformalBands(errors, before, levels).quantiles(raw, 0, 0, hour, out)
  return [...out]
}

test('an hour with 60 errors stands alone, one with fewer takes in its neighbours', () => {
  const scores = [...new Array<number>(60).fill(1), ...new Array<number>(40).fill(5)]
  const errors = table(scores, (i) => (i < 60 ? 3 : 4), 5)
  // All are 1, times the usual size 5; a third of the median is left out of all levels.
  assert.deepEqual(
    quantilesAt(errors, 200, [0.5, 0.9], 3).map((value) => Number(value.toFixed(9))),
    [3.333333333, 3.333333333],
  )
  // The 40 fives are the newest and weigh most: with the 60 ones beside them the middle is a five, too.
  assert.deepEqual(quantilesAt(errors, 200, [0.9], 4).map(Math.round), [17])
})

test('a level is read outwards by what few origins fall short, the same on both sides', () => {
  const errors = table([-3, -1, 1, 3], () => 0, 1)
  const [low, high] = quantilesAt(errors, 5, [0.2, 0.8], 0)
  assert.ok(Math.abs(low + high) < 0.2 && high > 2, `${low} ${high}`)
  const [near, far] = [quantilesAt(errors, 5, [0.8], 0)[0], quantilesAt(table([-3, -3, -1, -1, 1, 1, 3, 3], () => 0, 1), 9, [0.8], 0)[0]] // prettier-ignore
  assert.ok(near >= far, `${near} ${far}`)
})

test('newer origins weigh more, half of it for 28 origins of age', () => {
  const count = 57
  const older = table(
    new Array<number>(count).fill(0).map((_, i) => (i < 29 ? -1 : 1)),
    () => 0,
    1,
  )
  assert.ok(quantilesAt(older, 100, [0.5], 0)[0] > 0) // 29 old ones against 28 new ones: the new ones weigh more
})

test('only errors known before the origin count, and without any the band is closed', () => {
  const errors = table([1, 1, 1, 100], () => 0, 1)
  assert.ok(quantilesAt(errors, 3, [0.9], 0)[0] < 1)
  assert.ok(quantilesAt(errors, 4, [0.9], 0)[0] > 50)
  assert.deepEqual(quantilesAt(errors, 0, [0.9], 0), [0])
})

test('a distribution that comes true too low is read at higher ranks', () => {
  const raw: Quantiles = { levels: [0.1, 0.5, 0.9], values: Float64Array.of(10, 20, 30) }
  const low = { ...table([0.9, 0.9, 0.9], () => 0, 1), ranks: true }
  assert.deepEqual(quantilesAt(low, 3, [0.1, 0.5], 0, raw), [30, 30])
  const none = { ...table([], () => 0, 1), ranks: true }
  assert.deepEqual(quantilesAt(none, 3, [0.1, 0.3, 0.5], 0, raw), [10, 15, 20]) // as it is, without errors
})

test('bands are as wide as errors are to be expected, around a middle that knows the usual size alone', () => {
  const coefficients = Float64Array.of(0, 1, 0, 0, 0) // errors grow with 1 + 2 · distance above the middle
  const factor = {
    from: 0, middle: 0, spread: 10, size: 1, centre: new Float64Array(5), least: new Float64Array(5), most: new Float64Array(5).fill(9), coefficients } // prettier-ignore
  const errors = { ...table(new Array<number>(60).fill(0).map((_, i) => (i < 30 ? -1 : 4)), () => 0, 2), factors: [factor] } // prettier-ignore
  const width = (value: number): number => {
    const [low, high] = quantilesAt(errors, 100, [0.1, 0.9], 0, median(value))
    return high - low
  }
  assert.deepEqual([width(0), width(10), width(-10)].map(Math.round), [10, 30, 10]) // size 2, scores 5 apart; times 3
  const middle = (value: number): number => quantilesAt(errors, 100, [0.5], 0, median(value))[0] - value
  assert.ok(Math.abs(middle(10) - middle(0)) < 1e-9)
})
