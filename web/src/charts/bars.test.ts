import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { layoutBars } from './bars.ts'

test('bars stand on zero and hang from it', () => {
  const { low, high, bars } = layoutBars([5, -5, null]) // −5..5 with a tenth of 10 beyond each end: −6..6
  assert.deepEqual([low, high], [-6, 6])
  assert.deepEqual(bars.map((bar) => bar && [bar.top, bar.height].map((share) => +share.toFixed(4))), [[0.0833, 0.4167], [0.5, 0.4167], null]) // prettier-ignore
})

test('an axis without values, or with nothing but zero, has a height all the same', () => {
  assert.deepEqual([layoutBars([]).low, layoutBars([]).high], [0, 1])
  assert.deepEqual(layoutBars([0]).bars, [{ top: 1, height: 0 }])
})

test('every bar lies within the axis, and the mark too', () => {
  const value = fc.option(fc.double({ min: -1e6, max: 1e6, noNaN: true }))
  fc.assert(
    fc.property(fc.array(value), fc.double({ min: -1e6, max: 1e6, noNaN: true }), (values, mark) => {
      const { bars, at } = layoutBars(values, mark)
      for (const bar of bars) assert.ok(!bar || (bar.top >= 0 && bar.height >= 0 && bar.top + bar.height <= 1 + 1e-9))
      assert.ok(at(mark) >= 0 && at(mark) <= 1)
    }),
  )
})
