import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PointsReply } from '@omarino/contracts'
import { en } from '../messages/en.ts'
import { coverageSoFar, fanOf } from './fan.ts'
import type { FanInput } from './fan.ts'

const HOUR_MS = 3_600_000
const at = (hour: number): string => new Date(hour * HOUR_MS).toISOString()
const issue = (id: string, hour: number, p50: number[]) => ({
  id, model: 'm', issueMs: hour * HOUR_MS, startMs: hour * HOUR_MS, stepMs: HOUR_MS, p10: p50.map((v) => v - 1), p50, p90: p50.map((v) => v + 1),
}) // prettier-ignore
const actual = { times: [at(0), at(1), at(2), at(3)], values: [7, null, 2.5, 4] } as PointsReply
const input: FanInput = {
  unit: 'kW', chosen: issue('now', 2, [2, 2]), past: [], actual, t: en, nameOf: (ms) => `${ms / HOUR_MS}`,
} // prettier-ignore

test('the past and the forecast share an axis and each is missing where it says nothing', () => {
  const { timesMs, endMs, lanes } = fanOf(input)
  assert.equal(timesMs.length, 5) // 0, 1, 2, 3 and the end
  assert.equal(endMs, 4 * HOUR_MS)
  assert.deepEqual([...lanes[1].values], [NaN, NaN, 2, 2, NaN])
  assert.deepEqual([...lanes[2].values], [7, NaN, 2.5, 4, NaN])
})

test('an earlier issue is a lane of its own, named by its time, and changes nothing of the chosen one', () => {
  const { lanes } = fanOf({ ...input, past: [issue('old', 1, [9, 8])] })
  assert.deepEqual(lanes.map(({ role, label }) => [role, label]), [['forecast', 'p10–p90'], ['past-issue', '1'], ['forecast', 'p50'], ['actual', 'Actual']]) // prettier-ignore
  assert.deepEqual([...lanes[1].values], [NaN, 9, 8, NaN, NaN])
  assert.deepEqual([...lanes[2].values], [NaN, NaN, 2, 2, NaN])
})

test('coverage counts the actuals inside the band: one of two', () => {
  assert.deepEqual(coverageSoFar(fanOf({ ...input, past: [issue('old', 1, [9, 8])] })), { share: 0.5, count: 2 }) // 2.5 in 1..3, 4 not
  assert.equal(coverageSoFar(fanOf({ ...input, actual: undefined })), undefined)
})
