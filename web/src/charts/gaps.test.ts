import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gapsOf, runsOf } from './gaps.ts'

const values = Float64Array.of(NaN, 1, NaN, NaN, 2, 3, NaN)

test('a gap lies between known values; before the first and after the last there is none', () => {
  assert.deepEqual(gapsOf(values), [[2, 4]])
  assert.deepEqual(gapsOf(Float64Array.of(NaN, NaN)), [])
})

test('runs and missing values cover the range', () => {
  assert.deepEqual(runsOf(values, 0, 7), [[1, 2], [4, 6]]) // prettier-ignore
  assert.deepEqual(runsOf(values, 5, 6), [[5, 6]])
})
