import assert from 'node:assert/strict'
import { test } from 'node:test'
import { coverageDrift, meterChange, pageHinkley, skillDrift, standardErrors } from './drift.ts'

const filled = (length: number, value: number): Float64Array => new Float64Array(length).fill(value)

test('an error as wide as the half band is 1.28 deviations, and a band without width says nothing', () => {
  const errors = standardErrors(
    Float64Array.of(14, 10, NaN),
    Float64Array.of(6, 10, 6),
    filled(3, 10),
    Float64Array.of(14, 10, 14),
  )
  assert.ok(Math.abs(errors[0] - 1.2815515594600038) < 1e-12)
  assert.ok(Number.isNaN(errors[1]) && Number.isNaN(errors[2]))
})

test('a mean that moved by 2 passes the limit of 4 at the third value beyond it, to either side', () => {
  const moved = Float64Array.of(0.5, -0.5, NaN, 2, 2, 2, 2) // sums beyond a slack of 0.5: 0, 0, 1.5, 3, 4.5
  assert.deepEqual(pageHinkley(moved, 0.5, 4), { index: 5, value: 4.5, limit: 4 })
  assert.deepEqual(pageHinkley(moved.map((value) => -value), 0.5, 4), { index: 5, value: -4.5, limit: 4 }) // prettier-ignore
})

test('errors to both sides never add up', () => {
  assert.equal(
    pageHinkley(
      Float64Array.from({ length: 1000 }, (_, i) => (i % 2 === 0 ? 2 : -2)),
      0.5,
      4,
    ),
    null,
  )
})

test('a band that holds 6 of 10 values covers too little, 8 of 10 are right, 10 of 10 too many', () => {
  const inside = (count: number) => Float64Array.from({ length: 10 }, (_, i) => (i < count ? 5 : 20))
  const found = (count: number) => coverageDrift(inside(count), filled(10, 0), filled(10, 10), 10)
  assert.deepEqual(found(6), { index: 9, value: 0.6, limit: 0.7 })
  assert.equal(found(8), null)
  assert.deepEqual(found(10), { index: 9, value: 1, limit: 0.9 })
  assert.equal(coverageDrift(Float64Array.of(20, NaN), filled(2, 0), filled(2, 10), 2), null) // one value tells nothing
})

test('three days worse than the naive are a sign, two are not, nor with a day between that was not scored', () => {
  assert.deepEqual(skillDrift(Float64Array.of(0.5, -0.1, -0.3, -0.2), 3), { index: 3, value: -0.1, limit: 0 })
  assert.equal(skillDrift(Float64Array.of(-0.1, -0.3), 3), null)
  assert.equal(skillDrift(Float64Array.of(-0.1, NaN, -0.3), 3), null)
  assert.equal(skillDrift(Float64Array.of(-0.1, 0, -0.3), 3), null)
})

// Forecast 10 with a band of ± 2: p99 lies 2 · 2.326 / 1.282 = 3.63 above the median.
const meter = (...actual: number[]) =>
  meterChange(
    Float64Array.from(actual),
    filled(actual.length, 8),
    filled(actual.length, 10),
    filled(actual.length, 12),
    6,
  )

test('six steps beyond p99 at one level are a changed meter; five, or one back inside, are not', () => {
  const found = meter(10, 10, 20, 21, 20, 21, 20, 21)
  assert.deepEqual([found?.index, found?.value], [7, 10.5])
  assert.ok(Math.abs((found?.limit ?? 0) - 3.6305) < 1e-3)
  assert.equal(meter(10, 10, 10, 20, 21, 20, 21, 20), null)
  assert.equal(meter(20, 20, 20, 13, 20, 20, 20, 20), null)
})

test('a spike that fades, and steps to both sides, have no new level', () => {
  assert.equal(meter(200, 100, 50, 30, 20, 15), null) // mean 59 away, spread 65
  assert.equal(meter(20, 0, 20, 0, 20, 0), null)
})

test('a level that has ended is found where it ended', () => {
  assert.equal(meter(0, 0, 0, 0, 0, 0, 10, 10)?.index, 5)
  assert.equal(meter(0, 0, 0, 0, 0, 0, 10, 10)?.value, -10)
})
