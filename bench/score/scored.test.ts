import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { parseBacktestProtocol } from '@omarino/contracts'
import { readForecasts } from './forecast-file.ts'
import { naive2 } from './naive2.ts'
import { countFaults, countNightPower, coverage80, coverageError } from './reliability.ts'
import { filterRows, naive, pinballOf, readPanelText, scoredOf } from './scored.ts'

const PROTOCOLS = new URL('../protocols/', import.meta.url)
const protocol = parseBacktestProtocol({ step: 'PT12H', horizon: 2, origins: ['2024-01-02T12:00Z'], stamps: 'end' })
// Half days that end at 12:00 and 24:00: values 1, 2, 3 are known at the origin, 4 and 6 are what happened.
const data = `series,time,value
a,2024-01-01T12:00Z,1
a,2024-01-02T00:00Z,2
a,2024-01-02T12:00Z,3
a,2024-01-03T00:00Z,4
a,2024-01-03T12:00Z,6
`
const forecasts = `series,origin,target_time,point,q0.1,q0.5,q0.9
a,2024-01-02T12:00:00Z,2024-01-03T00:00:00Z,5,3,5,7
a,2024-01-02T12:00:00Z,2024-01-03T12:00:00Z,5,4,5,5.5
`
const [scored] = scoredOf(readForecasts(forecasts), readPanelText(data, protocol), protocol)

test('rows of forecasts stand beside what happened in the interval that their stamp ends', () => {
  assert.deepEqual([...scored.actual], [4, 6])
  assert.deepEqual([[...scored.originSteps], [...scored.leads]], [[3, 3], [0, 1]]) // prettier-ignore
  assert.deepEqual([...filterRows(scored, (row) => row === 1).quantiles], [4, 5, 5.5])
})

test('a naive takes the last season that is known at the origin', () => {
  assert.deepEqual([...naive(scored, 2)], [2, 3])
  assert.deepEqual([...naive(scored, 1)], [3, 3]) // of the second step one season before is not known yet
})

test('pinball is the mean over levels and rows', () => {
  // 0.1: 0.1 · 1, 0.1 · 2; 0.5: 0.5, 0.5; 0.9: 0.1 · 3, 0.9 · 0.5 → (0.15 + 0.5 + 0.375) / 3
  assert.ok(Math.abs(pinballOf(scored) - 1.025 / 3) < 1e-12)
})

test('coverage counts rows inside p10 to p90, and its error is the distance from 80 %', () => {
  assert.equal(coverage80([scored]), 0.5)
  assert.ok(Math.abs(coverageError([scored]) - 30) < 1e-9) // one window, for there are fewer than 90 days
})

test('a missing, crossing or unbounded quantile is a fault, as is a point that is no median', () => {
  const faultsIn = (text: string, lowest = -Infinity): number =>
    countFaults(scoredOf(readForecasts(text), readPanelText(data, protocol), protocol)[0], { lowest, highest: 7 })
  assert.equal(faultsIn(forecasts), 0)
  assert.equal(faultsIn(forecasts, 3.5), 1)
  assert.equal(faultsIn(forecasts.replace('5,3,5,7', '5,3,5,7.5')), 1)
  assert.equal(faultsIn(forecasts.replace('5,3,5,7', '5,6,5,7')), 1)
  assert.equal(faultsIn(forecasts.replace('5,3,5,7', '4,3,5,7')), 1)
  assert.equal(faultsIn(forecasts.replace('5,3,5,7', ',,,')), 1)
})

test('power at a time of day that never had any is a fault', () => {
  const dark = data.replace('T12:00Z,1', 'T12:00Z,0').replace('02T12:00Z,3', '02T12:00Z,0')
  const [night] = scoredOf(readForecasts(forecasts), readPanelText(dark, protocol), protocol)
  assert.equal(countNightPower(night), 1)
})

test('Naive2 is the last value where nothing repeats, else the season about it', () => {
  const wave = Float64Array.from({ length: 40 }, (_, i) => [2, 4, 6, 4][i % 4])
  assert.deepEqual([...naive2(wave, 4, 5)].map((value) => +value.toFixed(9)), [2, 4, 6, 4, 2]) // prettier-ignore
  assert.deepEqual([...naive2(Float64Array.of(1, 5, 2, 9), 4, 2)], [9, 9])
})

test('every committed protocol is a protocol', () => {
  for (const name of readdirSync(PROTOCOLS)) {
    parseBacktestProtocol(JSON.parse(readFileSync(new URL(name, PROTOCOLS), 'utf8')))
  }
})
