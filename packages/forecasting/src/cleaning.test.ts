import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cleanSeries } from './cleaning.ts'
import { sampleLoad, samplePv } from './sample-series.ts'

const load = sampleLoad(42).values
const clean = (values: Float64Array) => cleanSeries(values, 24, 1)

test('a load as it should be is left as it is', () => {
  const { values, spikes, stuck, levelShift } = clean(load)
  assert.deepEqual([values, spikes.length, stuck, levelShift], [load, 0, [], null])
})

test('a value twenty times as high, or lost, is a spike and becomes a gap', () => {
  const broken = load.map((value, i) => (i === 300 ? 20 * value : i === 777 ? -50 : value))
  const { values, spikes } = clean(broken)
  assert.deepEqual([...spikes], [300, 777])
  assert.ok(Number.isNaN(values[300]) && values[301] === load[301])
})

test('what is found does not hang on the unit', () => {
  const broken = load.map((value, i) => (i === 300 ? 20 * value : i >= 700 ? value + 30 : value))
  const tiny = clean(broken.map((value) => 1e-6 * value))
  assert.deepEqual([[...tiny.spikes], tiny.levelShift], [[300], clean(broken).levelShift])
})

test('nights of PV are neither stuck nor do they make its days spikes', () => {
  const { spikes, stuck } = clean(samplePv(42).values)
  assert.deepEqual([spikes.length, stuck], [0, []])
})

test('a meter that repeats itself for six hours is stuck, for five it is not', () => {
  const stuckFor = (hours: number) => clean(load.map((value, i) => (i > 500 && i < 500 + hours ? load[500] : value)))
  const { stuck, values } = stuckFor(6)
  assert.deepEqual(stuck, [{ from: 500, to: 506 }])
  assert.ok(values.slice(500, 506).every(Number.isNaN) && values[506] === load[506])
  assert.deepEqual(stuckFor(5).stuck, [])
})

test('a series that often rests is not stuck', () => {
  const charger = Float64Array.from({ length: 42 * 24 }, (_, i) => (i % 24 < 4 ? 11 : 0.2))
  assert.deepEqual(clean(charger).stuck, [])
})

test('a new level is found at its first step, a few hours of one are not', () => {
  const shifted = load.map((value, i) => (i >= 700 ? value + 30 : value))
  const { levelShift, spikes } = clean(shifted)
  assert.ok(levelShift !== null && Math.abs(levelShift - 700) <= 2, `${levelShift}`)
  assert.equal(spikes.length, 0)
  assert.equal(clean(load.map((value, i) => (i >= 700 && i < 705 ? value + 12 : value))).levelShift, null)
  const twice = load.map((value, i) => value + (i >= 300 ? 30 : 0) - (i >= 800 ? 30 : 0))
  const last = clean(twice).levelShift
  assert.ok(last !== null && Math.abs(last - 800) <= 2, `${last}`)
})

test('short, empty and constant series are no problem', () => {
  assert.equal(clean(new Float64Array(0)).values.length, 0)
  assert.ok(Number.isNaN(clean(Float64Array.of(NaN)).values[0]))
  const constant = new Float64Array(240).fill(5)
  assert.deepEqual(clean(constant).values, constant)
})
