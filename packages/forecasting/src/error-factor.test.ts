import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededNormal, seededRandom } from '@omarino/energy'
import { errorFactors } from './error-factor.ts'
import { fitErrorFactors, type KnownErrors } from './error-factor-fit.ts'

const HOURS = 24

/** The factor at the end of days that each began with an origin. */
function fitErrorFactor(errors: KnownErrors) {
  const origins = errors.medians.map((_, day) => day * HOURS)
  const target = Int32Array.from(errors.error.keys())
  return fitErrorFactors(errors, target, origins, origins.length * HOURS, HOURS).at(-1) ?? null
}

/** Days with forecasts in [0, 10] and errors whose size is `sizeOf` the forecast. */
function errorsOf(days: number, sizeOf: (value: number) => number, unit = 1): KnownErrors {
  const random = seededRandom(7)
  const normal = seededNormal(random)
  const medians = Array.from({ length: days }, () => Float64Array.from({ length: HOURS }, () => unit * 10 * random()))
  const all = medians.flatMap((median) => [...median])
  const error = Float64Array.from(all, (value) => unit * sizeOf(value / unit) * normal())
  return {
    error,
    origin: Uint16Array.from(all, (_, i) => Math.floor(i / HOURS)),
    lead: Int32Array.from(all, (_, i) => i % HOURS),
    hour: Uint8Array.from(all, (_, i) => i % HOURS),
    actual: Float64Array.from(all, (value, i) => value + error[i]),
    medians,
    usual: new Array<number>(days).fill(unit),
  }
}

const ratioOf = (errors: KnownErrors, low: number, high: number): number => {
  const median = new Float64Array(HOURS).fill(5).fill(low, 0, 1).fill(high, 1, 2)
  const [small, large] = errorFactors(fitErrorFactor(errors), median, 1, HOURS)
  return large / small
}

test('where errors grow with the forecast, larger ones are expected of higher forecasts', () => {
  const ratio = ratioOf(
    errorsOf(84, (value) => 1 + value / 2),
    1,
    9,
  ) // 5.5 ÷ 1.5 = 3.7
  assert.ok(ratio > 2 && ratio < 5, String(ratio))
})

test('where they do not, nothing is read into chance', () => {
  const ratio = ratioOf(
    errorsOf(84, () => 2),
    1,
    9,
  )
  assert.ok(Math.abs(ratio - 1) < 0.25, String(ratio))
})

test('a forecast beyond all that errors are known of counts as the outermost of them', () => {
  const errors = errorsOf(84, (value) => 1 + value / 2)
  assert.ok(ratioOf(errors, 1, 1e6) < 8)
})

test('a few origins, or outcomes that are all alike, tell nothing', () => {
  const few = errorsOf(27, (value) => value)
  assert.equal(fitErrorFactor(few), null)
  const flat = errorsOf(30, () => 1)
  assert.equal(fitErrorFactor({ ...flat, actual: flat.actual.map(() => 3) }), null)
  assert.deepEqual([...errorFactors(null, Float64Array.of(3, 4), 1, HOURS)], [1, 1])
})

test('in another unit the same is expected', () => {
  const of = (unit: number) => {
    const errors = errorsOf(40, (value) => 1 + value, unit)
    return errorFactors(fitErrorFactor(errors), Float64Array.of(unit, 9 * unit), 2 * unit, HOURS)
  }
  assert.ok(of(1).every((factor, i) => Math.abs(factor / of(1000)[i] - 1) < 1e-9))
})

test('what was to be expected at an origin rests on errors that were known then', () => {
  const errors = errorsOf(84, (value) => 1 + value / 2)
  const changed = { ...errors, error: errors.error.map((error, i) => (i < 50 * HOURS ? error : 9)) }
  const origins = errors.medians.map((_, day) => day * HOURS)
  const fit = (of: KnownErrors) => fitErrorFactors(of, Int32Array.from(of.error.keys()), origins, 84 * HOURS, HOURS)
  const early = (of: KnownErrors) => fit(of).filter(({ from }) => from <= 50 * HOURS)
  assert.equal(early(errors).length, 2) // at origins 28 and 42
  assert.deepEqual(early(changed), early(errors))
  assert.notDeepEqual(fit(changed).at(-1), fit(errors).at(-1))
})
