import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toRegular } from './series.ts'

test('points take their step, steps without a point are missing, points off the grid or outside are left out', () => {
  const times = Float64Array.of(500, 1000, 1150, 1300, 1400)
  const values = Float64Array.of(5, 10, 11, 13, 14)
  // Steps at 1000, 1100, 1200 and 1300; 500 is before, 1150 between, 1400 at the end, which is not part of the range.
  const { startMs, stepMs, values: grid } = toRegular(times, values, { fromMs: 1000, toMs: 1400 }, 100)
  assert.deepEqual([startMs, stepMs, ...grid], [1000, 100, 10, NaN, NaN, 13])
})

test('a range shorter than a step, or turned round, has no steps', () => {
  const none = new Float64Array(0)
  assert.equal(toRegular(none, none, { fromMs: 0, toMs: 99 }, 100).values.length, 0)
  assert.equal(toRegular(none, none, { fromMs: 100, toMs: 0 }, 10).values.length, 0)
})
