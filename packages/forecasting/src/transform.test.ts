import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { fromTransformed, toTransformed, transformOf } from './transform.ts'

test('only a series whose known values are all above 0 is read on its logarithm', () => {
  assert.equal(transformOf(Float64Array.of(1, NaN, 3)).log, true)
  assert.equal(transformOf(Float64Array.of(1, 0, 3)).log, false)
  assert.equal(transformOf(Float64Array.of(NaN, NaN)).log, false)
})

test('a value comes back from its transform', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 1e-3, max: 1e6, noNaN: true }), { minLength: 2, maxLength: 30 }), (list) => {
      const transform = transformOf(Float64Array.from(list))
      for (const value of list) {
        const back = fromTransformed(transform, toTransformed(transform, value))
        assert.ok(Math.abs(back - value) <= 1e-9 * Math.max(1, value) * 1e3)
      }
    }),
    { seed: 1, numRuns: 50 },
  )
})
