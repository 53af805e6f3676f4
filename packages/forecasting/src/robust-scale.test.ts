import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { fromScaled, robustScale, toScaled } from './robust-scale.ts'

test('centre and spread are the median and 1.4826 MAD, whatever the spike', () => {
  // deviations from 3: 2, 1, 0, 1, 97; their median is 1
  assert.deepEqual(robustScale(Float64Array.of(1, 2, NaN, 3, 4, 100)), { centre: 3, spread: 1.4826 })
})

test('mostly equal values take the mean deviation, a constant takes 1', () => {
  assert.deepEqual(robustScale(Float64Array.of(0, 0, 0, 0, 10)), { centre: 0, spread: 2 })
  assert.deepEqual(robustScale(Float64Array.of(7, 7, 7)), { centre: 7, spread: 1 })
})

test('scaling is linear up to 8 deviations and logarithmic beyond', () => {
  const scale = { centre: 10, spread: 2 }
  assert.equal(toScaled(scale, 14), 2)
  assert.equal(toScaled(scale, 10 - 16 * Math.E), -16) // −8e deviations: −8·(1 + ln e)
  assert.ok(Number.isNaN(toScaled(scale, NaN)))
})

test('scaling can be undone', () => {
  fc.assert(
    fc.property(fc.double({ min: -1e9, max: 1e9, noNaN: true }), (value) => {
      const scale = { centre: 3, spread: 1.5 }
      const back = fromScaled(scale, toScaled(scale, value))
      assert.ok(Math.abs(back - value) <= 1e-9 * Math.max(1, Math.abs(value)))
    }),
    { seed: 1 },
  )
})
