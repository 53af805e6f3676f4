import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededNormal, seededRandom } from './random.ts'

const take = (count: number, next: () => number): number[] => Array.from({ length: count }, next)
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

test('a seed gives the same numbers always, another seed others', () => {
  assert.deepEqual(take(5, seededRandom(7)), take(5, seededRandom(7)))
  assert.notDeepEqual(take(5, seededRandom(7)), take(5, seededRandom(8)))
  // mulberry32 with seed 0, as published: its first output is 1144304738.
  assert.equal(seededRandom(0)(), 1_144_304_738 / 2 ** 32)
})

test('uniform numbers fill [0, 1) evenly', () => {
  const values = take(100_000, seededRandom(1))
  assert.ok(values.every((value) => value >= 0 && value < 1))
  assert.ok(Math.abs(mean(values) - 0.5) < 0.005) // 5 standard errors of 0.289 / √100,000
  assert.ok(Math.abs(values.filter((value) => value < 0.1).length - 10_000) < 500) // 5 standard errors of √(n p q) = 95
})

test('normal numbers have mean 0 and variance 1, and are finite', () => {
  const values = take(100_000, seededNormal(seededRandom(1)))
  assert.ok(values.every(Number.isFinite))
  assert.ok(Math.abs(mean(values)) < 0.016) // 5 standard errors of 1 / √100,000
  assert.ok(Math.abs(mean(values.map((value) => value ** 2)) - 1) < 0.023) // 5 of √(2 / 100,000)
  assert.ok(seededNormal(() => 0)() === 0) // log(1 - 0): the edge of the uniform numbers stays finite
})
