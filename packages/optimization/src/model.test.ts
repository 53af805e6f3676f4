import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createModelBuilder, KINDS } from './model.ts'

const bounds = { lower: 0, upper: 1, asset: 0, step: 0 }

test('the same place twice is summed, and rows rise within a column', () => {
  const builder = createModelBuilder()
  for (let i = 0; i < 2; i++) builder.column({ ...bounds, kind: 'charge' })
  for (let i = 0; i < 3; i++) builder.row({ ...bounds, kind: 'balance' })
  for (const [row, column, value] of [[2, 0, 1], [0, 1, 5], [0, 0, 2], [2, 0, 3]]) builder.entry(row, column, value) // prettier-ignore
  const { starts, indices, values } = builder.compile()
  assert.deepEqual([...starts], [0, 2, 3])
  assert.deepEqual([...indices], [0, 2, 0])
  assert.deepEqual([...values], [2, 4, 5])
})

test('a column without coefficients keeps its place', () => {
  const builder = createModelBuilder()
  for (let i = 0; i < 3; i++) builder.column({ ...bounds, kind: 'charge' })
  builder.row({ ...bounds, kind: 'balance' })
  builder.entry(0, 2, 7)
  assert.deepEqual([...builder.compile().starts], [0, 0, 0, 1])
})

test('any triplets compress to the matrix they make when summed densely', () => {
  const triplet = fc.tuple(fc.nat(5), fc.nat(7), fc.integer({ min: -9, max: 9 }))
  fc.assert(
    fc.property(fc.array(triplet, { maxLength: 3000 }), (triplets) => {
      const builder = createModelBuilder()
      for (let i = 0; i < 8; i++) builder.column({ ...bounds, kind: 'charge' })
      for (let i = 0; i < 6; i++) builder.row({ ...bounds, kind: 'balance' })
      const dense = new Float64Array(48)
      for (const [row, column, value] of triplets) {
        builder.entry(row, column, value)
        dense[column * 6 + row] += value
      }
      const { starts, indices, values } = builder.compile()
      const read = new Float64Array(48)
      for (let column = 0; column < 8; column++)
        for (let k = starts[column]; k < starts[column + 1]; k++) read[column * 6 + indices[k]] = values[k]
      assert.deepEqual(read, dense)
    }),
    { numRuns: 30 },
  )
})

test('tags say which asset, kind and step a column belongs to', () => {
  const builder = createModelBuilder()
  builder.column({ asset: 3, kind: 'discharge', step: 7, lower: 0, upper: 1, cost: 2, line: 'wear' })
  const { colTags } = builder.compile()
  assert.deepEqual([colTags.asset[0], KINDS[colTags.kind[0]], colTags.step[0]], [3, 'discharge', 7])
})
