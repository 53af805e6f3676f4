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

test('an axis begins at zero unless the values keep far from it', () => {
  assert.deepEqual(axisRange([20, 441], 5), [0, 600])
  assert.deepEqual(axisRange([98, 102], 5), [98, 102])
  assert.deepEqual(axisRange([7, 7], 5), [6, 8])
})

test('an axis always holds what it was made for', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -1e5, max: 1e5, noNaN: true }),
      fc.double({ min: 0, max: 1e5, noNaN: true }),
      (low, span) => {
        const [bottom, top] = axisRange([low, low + span], 5)
        const slack = 1e-5 * Math.max(1, Math.abs(low), span)
        assert.ok(bottom <= low + slack && top >= low + span - slack && bottom < top)
      },
    ),
  )
})
