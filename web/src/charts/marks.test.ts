import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { layoutMarks, nearestPlace, placeByKey } from './marks.ts'

test('an axis reaches eight hundredths beyond what it holds', () => {
  const { low, high, across, down } = layoutMarks([0, 10], [-50, 50])
  assert.deepEqual([low, high], [-58, 58]) // 8 % of 100 to each side
  assert.equal(+across(5).toFixed(9), 0.5)
  assert.equal(down(58), 0)
  assert.equal(down(-58), 1)
})

test('one value lies in the middle, and none still have axes', () => {
  const { across, down } = layoutMarks([3], [7])
  assert.deepEqual([across(3), down(7)], [0.5, 0.5])
  assert.deepEqual([layoutMarks([], []).low, layoutMarks([NaN], [NaN]).high], [0, 1])
})

test('every mark lies within the plot', () => {
  const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1 })
  fc.assert(
    fc.property(values, values, (xs, ys) => {
      const { across, down } = layoutMarks(xs, ys)
      for (const share of [...xs.map(across), ...ys.map(down)]) assert.ok(share >= 0 && share <= 1)
    }),
  )
})

test('the pointer and the arrows find the place they mean', () => {
  assert.equal(nearestPlace([0.1, 0.5, 0.9], 0.6), 1)
  assert.equal(nearestPlace([], 0.6), undefined)
  const led = ['Home', 'End', 'ArrowRight', 'ArrowLeft', 'x'].map((key) => placeByKey(key, 1, 4))
  assert.deepEqual(led, [0, 3, 2, 0, undefined])
  assert.deepEqual([placeByKey('ArrowRight', undefined, 4), placeByKey('ArrowLeft', undefined, 4)], [0, 3])
  assert.equal(placeByKey('End', undefined, 0), undefined)
})
