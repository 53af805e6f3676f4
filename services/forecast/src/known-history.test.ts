import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gridPhaseMs } from './known-history.ts'

const HOUR_MS = 3_600_000

test('the grid begins where most points say, so that a stray point moves nothing', () => {
  // Hours of India begin at half past in UTC.
  const half = [0, 1, 2].map((hour) => hour * HOUR_MS + HOUR_MS / 2)
  assert.equal(gridPhaseMs(Float64Array.of(...half, 3 * HOUR_MS), HOUR_MS), HOUR_MS / 2)
})

test('without points the grid begins at multiples of the step, and before 1970 the phase is no less than 0', () => {
  assert.equal(gridPhaseMs(new Float64Array(), HOUR_MS), 0)
  assert.equal(gridPhaseMs(Float64Array.of(-HOUR_MS / 4), HOUR_MS), (HOUR_MS * 3) / 4)
})
