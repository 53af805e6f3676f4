import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Lane } from './lanes.ts'
import { layoutStack } from './stack.ts'

const lane = (key: string, values: number[]): Lane => ({
  key, label: key, unit: 'kW', token: 'load', draw: 'stack', role: 'plan', values: Float64Array.from(values),
}) // prettier-ignore

test('supply piles up, use piles down', () => {
  const layers = layoutStack([lane('pv', [3]), lane('grid', [2]), lane('charge', [-4]), lane('export', [-1])])
  assert.deepEqual(layers.map(({ base, tip }) => [base[0], tip[0]]), [[0, 3], [3, 5], [0, -4], [-4, -5]]) // prettier-ignore
})

test('a missing value leaves a hole and moves nothing else', () => {
  const layers = layoutStack([lane('pv', [NaN]), lane('grid', [2])])
  assert.ok(Number.isNaN(layers[0].tip[0]))
  assert.equal(layers[1].base[0], 0)
})

test('the upper pile plus the lower pile is the signed sum at every step', () => {
  const flows = fc.array(fc.array(fc.double({ min: -1e4, max: 1e4, noNaN: true }), { minLength: 5, maxLength: 5 }), { minLength: 1, maxLength: 6 }) // prettier-ignore
  fc.assert(
    fc.property(flows, (rows) => {
      const layers = layoutStack(rows.map((row, i) => lane(`${i}`, row)))
      for (let t = 0; t < 5; t++) {
        const tips = layers.map(({ tip }) => tip[t])
        const pile = Math.max(0, ...tips) + Math.min(0, ...tips)
        const sum = rows.reduce((total, row) => total + row[t], 0)
        assert.ok(Math.abs(pile - sum) < 1e-6, `${pile} ≠ ${sum}`)
      }
    }),
  )
})
