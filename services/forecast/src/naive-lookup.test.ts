import assert from 'node:assert/strict'
import { test } from 'node:test'
import { naiveLookup } from './naive-lookup.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const startMs = Date.UTC(2026, 2, 20) // a Friday; clocks in Berlin go forward on the 29th
/** Hours from the start on; the value is the number of the hour. */
const hours = Float64Array.from({ length: 14 * 24 }, (_, hour) => hour)
const lookup = (zone: string) => naiveLookup(hours.map((hour) => startMs + hour * HOUR_MS), hours, HOUR_MS, zone) // prettier-ignore

test('the naive is the newest same hour that had ended at the issue', () => {
  const issueMs = startMs + 10 * DAY_MS
  const { naiveAt, valueAt } = lookup('UTC')
  assert.equal(valueAt(issueMs), 240)
  assert.equal(naiveAt(issueMs, issueMs, 1), 9 * 24)
  assert.equal(naiveAt(issueMs + 23 * HOUR_MS, issueMs, 1), 9 * 24 + 23)
  assert.equal(naiveAt(issueMs + 24 * HOUR_MS, issueMs, 1), 9 * 24) // two days before: the day before is not over
  assert.equal(naiveAt(issueMs + 5 * HOUR_MS, issueMs, 7), 3 * 24 + 5)
  assert.equal(naiveAt(issueMs + 5 * HOUR_MS, issueMs + 5 * HOUR_MS, 7), 3 * 24 + 5)
})

test('over a change of the clocks the same local hour is another distance away', () => {
  const issueMs = Date.UTC(2026, 2, 29, 12) // Berlin 14:00 of the day that lost an hour
  const { naiveAt } = lookup('Europe/Berlin')
  assert.equal(naiveAt(issueMs, issueMs, 1), (issueMs - startMs) / HOUR_MS - 23)
})

test('what lies before the first value is not known', () => {
  assert.ok(Number.isNaN(lookup('UTC').naiveAt(startMs + HOUR_MS, startMs + HOUR_MS, 1)))
})
