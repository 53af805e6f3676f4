import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { axisRange, extentOf } from './extent.ts'
import type { Lane } from './lanes.ts'

const times = Float64Array.of(0, 10, 20)
const lane = (draw: Lane['draw'], values: number[], upper?: number[]): Lane => ({
  key: draw, label: draw, unit: 'kW', token: 'load', draw, role: 'plan', values: Float64Array.from(values),
  ...(upper && { upper: Float64Array.from(upper) }),
}) // prettier-ignore

test('the extent counts what the window shows, with the step that reaches into it', () => {
  assert.deepEqual(extentOf([lane('step', [9, 2, 4])], times, [15, 30]), [2, 4])
})

test('stacked lanes reach as far as their piles, bands as far as both edges', () => {
  assert.deepEqual(extentOf([lane('stack', [1, 1, 1]), lane('stack', [2, 2, 2]), lane('stack', [-1, -1, -1])], times, [0, 30]), [-1, 3]) // prettier-ignore
  assert.deepEqual(extentOf([lane('band', [1, 1, 1], [5, 6, 5])], times, [0, 30]), [1, 6])
})

test('a window without values has no extent', () => {
  assert.equal(extentOf([lane('step', [NaN, NaN, NaN])], times, [0, 30]), undefined)
})

test('an axis begins at zero unless the values keep far from it, with some room at the other end', () => {
  assert.deepEqual(axisRange([20, 400]), [0, 420]) // 5 % of 400
  assert.deepEqual(axisRange([98, 102]), [97.8, 102.2]) // 5 % of 4
  assert.deepEqual(axisRange([0, 0]), [0, 1.05])
  assert.deepEqual(axisRange(undefined), [0, 1])
})

test('an axis always holds what it was made for', () => {
  const value = fc.double({ min: -1e5, max: 1e5, noNaN: true })
  fc.assert(
    fc.property(value, value, (a, b) => {
      const [low, high] = [Math.min(a, b), Math.max(a, b)]
      const [bottom, top] = axisRange([low, high])
      assert.ok(bottom <= low && top >= high && bottom < top, `${bottom} ${top}`)
    }),
  )
})
