import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gapsOf, ontoSteps } from './onto-steps.ts'

const QUARTER_MS = 900_000
const HOUR_MS = 3_600_000

test('an hourly price holds for its four quarter-hours, unchanged to the last bit', () => {
  const grid = { startMs: 2 * QUARTER_MS, stepMs: QUARTER_MS, steps: 4 }
  assert.deepEqual([...ontoSteps([0, HOUR_MS], [0.1, 0.3], HOUR_MS, grid)], [0.1, 0.1, 0.3, 0.3])
})

test('finer values are averaged, and a step that one of them misses has none', () => {
  const grid = { startMs: 0, stepMs: QUARTER_MS, steps: 2 }
  const fiveMs = QUARTER_MS / 3
  const timesMs = [0, 1, 2, 3, 5].map((i) => i * fiveMs)
  assert.deepEqual([...ontoSteps(timesMs, [3, 6, 9, 1, 1], fiveMs, grid)], [6, NaN])
})

test('a value ends where the next begins, and NaN is no value', () => {
  const grid = { startMs: 0, stepMs: HOUR_MS, steps: 2 }
  assert.deepEqual([...ontoSteps([0, HOUR_MS / 2, HOUR_MS], [2, 4, NaN], HOUR_MS, grid)], [3, NaN])
})

test('gaps are told as ranges', () => {
  const grid = { startMs: 0, stepMs: 10, steps: 5 }
  assert.deepEqual(gapsOf(Float64Array.of(NaN, NaN, 1, NaN, 1), grid), [
    { fromMs: 0, toMs: 20 },
    { fromMs: 30, toMs: 40 },
  ])
})
