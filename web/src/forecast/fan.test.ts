import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ForecastWithPoints, PointsReply } from '@omarino/contracts'
import { en } from '../messages/en.ts'
import { coverageSoFar, fanOf } from './fan.ts'

const at = (hour: number): string => new Date(hour * 3_600_000).toISOString()
const forecast = {
  unit: 'kW',
  stepSeconds: 3600,
  times: [at(2), at(3)],
  p10: [1, 1],
  p50: [2, 2],
  p90: [3, 3],
} as ForecastWithPoints
const actual = { times: [at(0), at(1), at(2), at(3)], values: [7, null, 2.5, 4] } as PointsReply

test('the past and the forecast share an axis and each is missing where it says nothing', () => {
  const { timesMs, endMs, lanes } = fanOf(forecast, actual, en)
  assert.equal(timesMs.length, 5) // 0, 1, 2, 3 and the end
  assert.equal(endMs, 4 * 3_600_000)
  assert.deepEqual([...lanes[1].values], [NaN, NaN, 2, 2, NaN])
  assert.deepEqual([...lanes[2].values], [7, NaN, 2.5, 4, NaN])
})

test('coverage counts the actuals inside the band: one of two', () => {
  assert.deepEqual(coverageSoFar(fanOf(forecast, actual, en)), { share: 0.5, count: 2 })
  assert.equal(coverageSoFar(fanOf(forecast, undefined, en)), undefined)
})
