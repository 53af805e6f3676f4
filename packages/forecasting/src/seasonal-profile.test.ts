import assert from 'node:assert/strict'
import { test } from 'node:test'
import { centredMeans, seasonalProfile, seasonsShown } from './seasonal-profile.ts'

test('a centred mean of an even season weighs both ends half', () => {
  // (1/2 + 2 + 3 + 4 + 9/2) / 4 = 3.5; (2/2 + 3 + 4 + 9 + 6/2) / 4 = 5
  const means = centredMeans(Float64Array.of(1, 2, 3, 4, 9, 6), 4)
  assert.deepEqual([...means], [NaN, NaN, 3.5, 5, NaN, NaN])
  assert.deepEqual([...centredMeans(Float64Array.of(3, 6, 9), 3)], [NaN, 6, NaN])
  assert.deepEqual([...centredMeans(Float64Array.of(3, NaN, 9), 3)], [NaN, 6, NaN])
})

test('a profile on a straight line is found exactly, whatever phase the values begin at', () => {
  const season = [-3, 1, 2]
  for (const at of [0, 1, 5]) {
    const values = Float64Array.from({ length: 12 }, (_, i) => 10 + 2 * i + season[(at + i) % 3])
    const profile = seasonalProfile(values, at, 3, 'additive')
    for (const [phase, value] of season.entries()) assert.ok(Math.abs(profile[phase] - value) < 1e-12)
  }
})

test('factors are found on a level, gaps left out, and have mean 1', () => {
  const factors = [0.5, 1.5]
  const values = Float64Array.from({ length: 20 }, (_, i) => 8 * factors[i % 2])
  assert.deepEqual([...seasonalProfile(values, 0, 2, 'multiplicative')], factors)
  const never = seasonalProfile(values.map((value, i) => (i % 2 ? value : NaN)), 0, 2, 'multiplicative') // prettier-ignore
  assert.ok(never.every(Number.isFinite))
})

test('a season counts from the asked number of rounds on', () => {
  assert.deepEqual(seasonsShown(undefined, 24, 335, 2), [24])
  assert.deepEqual(seasonsShown(undefined, 24, 336, 2), [24, 168])
  assert.deepEqual(seasonsShown([12, 1], 24, 336, 2), [12])
  assert.deepEqual(seasonsShown(undefined, 1, 21, 3), [7])
})
