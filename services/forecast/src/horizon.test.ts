import assert from 'node:assert/strict'
import { test } from 'node:test'
import { horizonSteps } from './horizon.ts'

const HOUR_MS = 3_600_000
const QUARTER_MS = HOUR_MS / 4
const berlin = 'Europe/Berlin'

test('hours and minutes are counted as they are, and a part of a step is covered by a whole one', () => {
  assert.equal(horizonSteps(0, 'PT36H', QUARTER_MS, berlin), 144)
  assert.equal(horizonSteps(0, 'PT90M', HOUR_MS, berlin), 2)
})

test('a local day has 23, 24 or 25 hours', () => {
  // In 2026 Berlin's clocks change on 29 March and 25 October.
  assert.equal(horizonSteps(Date.UTC(2026, 2, 28, 23), 'P1D', HOUR_MS, berlin), 23)
  assert.equal(horizonSteps(Date.UTC(2026, 5, 1, 22), 'P1D', HOUR_MS, berlin), 24)
  assert.equal(horizonSteps(Date.UTC(2026, 9, 24, 22), 'P1D', HOUR_MS, berlin), 25)
  assert.equal(horizonSteps(Date.UTC(2026, 2, 28, 23), 'P1W', HOUR_MS, berlin), 167)
})

test('a month from 31 January ends on 28 February, and a day whose end falls into the spring gap ends with the gap', () => {
  assert.equal(horizonSteps(Date.UTC(2026, 0, 31), 'P1M', HOUR_MS, 'UTC'), 28 * 24)
  // From 28 March 02:30 to 29 March 02:30, which does not exist: 03:00 CEST is 01:00 UTC, 23 h 30 min later.
  assert.equal(horizonSteps(Date.UTC(2026, 2, 28, 1, 30), 'P1D', HOUR_MS / 2, berlin), 47)
})

test('a horizon of no length or of more than 10,000 steps is refused, however long', () => {
  assert.equal(horizonSteps(0, 'PT10000H', HOUR_MS, berlin), 10_000)
  for (const duration of ['PT10001H', 'P2Y', 'P99999Y', 'P99999M'])
    assert.throws(() => horizonSteps(0, duration, HOUR_MS, berlin), { code: 'HORIZON_TOO_LONG' })
  assert.throws(() => horizonSteps(0, 'PT0H', HOUR_MS, berlin), { code: 'HORIZON_INVALID' })
})
