import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HOUR_MS, type Past } from '../model.ts'
import { futureAfter, sampleLoad, samplePast, sampleTask } from '../sample-series.ts'
import { mstl, type MstlState } from './mstl.ts'
import type { LocalState } from './local-time.ts'

const task = sampleTask()
function ahead(state: LocalState<MstlState>, past: Past, steps: number, stepMs = HOUR_MS): Float64Array {
  return mstl.predict(state, past, futureAfter(past, steps, stepMs)).values
}

test('a day and a week that repeat are forecast, gaps and negative values or not', () => {
  const at = (i: number): number => 10 * Math.sin((2 * Math.PI * i) / 24) + (Math.floor(i / 24) % 7 >= 5 ? -5 : 5)
  const values = Float64Array.from({ length: 42 * 24 }, (_, i) => (i % 50 === 3 ? NaN : at(i)))
  const past = samplePast(values)
  const state = mstl.fit(past, task)
  assert.deepEqual(state.inner.profiles.map(({ length }) => length), [24, 168]) // prettier-ignore
  assert.equal(state.inner.logarithmic, false)
  // A step from 5 to −5 is no daily wave: what STL leaves of it on the days beside is within a tenth of the step.
  for (const [k, value] of ahead(state, past, 168).entries()) assert.ok(Math.abs(value - at(42 * 24 + k)) < 1, `${k}: ${value}`) // prettier-ignore
})

test('factors are sums of logarithms', () => {
  const at = (i: number): number => 100 * Math.exp(0.5 * Math.sin((2 * Math.PI * i) / 24))
  const past = samplePast(Float64Array.from({ length: 240 }, (_, i) => at(i)))
  const state = mstl.fit(past, task)
  assert.equal(state.inner.logarithmic, true)
  for (const [k, value] of ahead(state, past, 24).entries()) assert.ok(Math.abs(value - at(240 + k)) < 0.5)
})

test('two years of days show the year', () => {
  const day = 24 * HOUR_MS
  const at = (i: number): number => 10 * Math.cos((2 * Math.PI * i) / 365)
  const past = samplePast(Float64Array.from({ length: 800 }, (_, i) => at(i)), day) // prettier-ignore
  const state = mstl.fit(past, { ...task, stepMs: day })
  assert.deepEqual(state.inner.profiles.map(({ length }) => length), [7, 365]) // prettier-ignore
  for (const [k, value] of ahead(state, past, 60, day).entries()) assert.ok(Math.abs(value - at(800 + k)) < 1, `${k}`)
})

test('states taken forward hour by hour are those taken forward at once', () => {
  const gaps = sampleLoad(20).values.map((value, i) => (i % 31 === 0 ? NaN : value))
  const first = mstl.fit(samplePast(gaps.slice(0, 400)), task)
  const before = JSON.stringify(first)
  let state = first
  for (let end = 401; end <= 480; end += 1) state = mstl.update(state, samplePast(gaps.slice(0, end)))
  assert.deepEqual(state, mstl.update(first, samplePast(gaps)))
  assert.equal(JSON.stringify(first), before)
})
