import assert from 'node:assert/strict'
import { test } from 'node:test'
import { align } from './align.ts'

const column = (times: number[], values: number[], stepMs: number | null) => ({
  timesMs: Float64Array.from(times),
  values: Float64Array.from(values),
  stepMs,
})

test('a coarse series holds its value over the fine steps of another', () => {
  const { timesMs, columns } = align([column([0, 10, 20, 30], [1, 2, 3, 4], 10), column([0, 20], [7, 8], 20)])
  assert.deepEqual([...timesMs], [0, 10, 20, 30, 40])
  assert.deepEqual([...columns[1]], [7, 7, 8, 8, NaN])
})

test('a gap begins where the last step before it ends', () => {
  const { timesMs, columns } = align([column([0, 10, 50], [1, 2, 3], 10)])
  assert.deepEqual([...timesMs], [0, 10, 20, 50])
  assert.deepEqual([...columns[0]], [1, 2, NaN, 3])
})

test('a series without a step holds until its next point', () => {
  const { columns } = align([column([0, 30], [1, 2], null), column([0, 10, 20, 30], [5, 6, 7, 8], 10)])
  assert.deepEqual([...columns[0]], [1, 1, 1, 2, 2])
})

test('no series makes an empty axis', () => {
  assert.equal(align([]).timesMs.length, 0)
})
