import assert from 'node:assert/strict'
import { test } from 'node:test'
import { columnsOf, published } from './published-columns.ts'

test('what is missing is null on the wire and NaN in memory, and the rest is rounded to 1e-9', () => {
  const schedules = { car: { soc: Float64Array.of(0.5, NaN, 1 / 3), powerKw: Float64Array.of(-0, 1e-10, 2) } }
  const wire = published(schedules)
  assert.deepEqual(wire, { car: { soc: [0.5, null, 0.333333333], powerKw: [0, 0, 2] } })
  assert.deepEqual(columnsOf(wire['car']), {
    soc: Float64Array.of(0.5, NaN, 0.333333333),
    powerKw: Float64Array.of(0, 0, 2),
  })
})
