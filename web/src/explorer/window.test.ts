import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dataEnd, endingAt, shifted, zoomed } from './window.ts'

test('moving keeps the length, zooming keeps the middle', () => {
  assert.deepEqual(shifted([0, 1000], -0.5), [-500, 500])
  assert.deepEqual(zoomed([0, 1_000_000], 0.5), [250_000, 750_000])
  assert.deepEqual(zoomed([0, 60_000], 0.5), [0, 60_000])
  assert.deepEqual(endingAt([0, 100], 500), [400, 500])
})

test('the data ends where the interval of its last point ends', () => {
  assert.equal(
    dataEnd([
      { lastMs: 1000, stepSeconds: 900 },
      { lastMs: null, stepSeconds: 1 },
    ]),
    901_000,
  )
  assert.equal(dataEnd([]), undefined)
})
