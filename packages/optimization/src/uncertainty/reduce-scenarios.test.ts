import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Failure, seededRandom } from '@omarino/energy'
import fc from 'fast-check'
import { reduceScenarios } from './reduce-scenarios.ts'

const paths = (...rows: number[][]): Float64Array[] => rows.map((row) => Float64Array.from(row))
const equal = (count: number): number[] => Array.from({ length: count }, () => 1 / count)

interface Case {
  readonly rows: Float64Array[]
  readonly probabilities: number[]
}
/** Scenarios of one series over three hours, with uneven probabilities. */
function randomCase(seed: number, count: number): Case {
  const uniform = seededRandom(seed)
  const weights = Array.from({ length: count }, () => 0.1 + uniform())
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const rows = weights.map(() => Float64Array.from({ length: 3 }, () => Math.round(100 * uniform())))
  return { rows, probabilities: weights.map((weight) => weight / total) }
}
/** Expected distance from a scenario to the nearest kept one, hours alike: the Kantorovich distance of the reduced set. */
const expectedDistance = ({ rows, probabilities }: Case, kept: readonly number[]): number =>
  rows.reduce((sum, row, s) => {
    const to = kept.map((k) => Math.hypot(...row.map((value, step) => value - rows[k][step])))
    return sum + probabilities[s] * Math.min(...to)
  }, 0)
/** All subsets of 0..count−1 with `size` members. */
function subsets(count: number, size: number): number[][] {
  if (size === 0) return [[]]
  return Array.from({ length: count }, (_, last) => subsets(last, size - 1).map((rest) => [...rest, last])).flat()
}
const least = (all: Case, choices: readonly number[][]): number =>
  Math.min(...choices.map((kept) => expectedDistance(all, kept)))

test('the first scenario kept is the best of all, and each further one the best beside those kept', () => {
  fc.assert(
    fc.property(fc.nat(1e6), fc.integer({ min: 1, max: 7 }), (seed, count) => {
      const all = randomCase(seed, count)
      let before: number[] = []
      for (let keep = 1; keep <= count; keep++) {
        const { kept } = reduceScenarios([all.rows], all.probabilities, [1, 1, 1], keep)
        const choices = subsets(count, keep).filter((choice) => before.every((k) => choice.includes(k)))
        assert.ok(expectedDistance(all, kept) < least(all, choices) + 1e-9, `${keep} of ${count}: ${kept.join()}`)
        before = kept
      }
    }),
  )
})

test('probabilities sum to 1 and no kept scenario loses its own', () => {
  fc.assert(
    fc.property(fc.nat(1e6), fc.integer({ min: 1, max: 30 }), (seed, count) => {
      const all = randomCase(seed, count)
      const { kept, probabilities } = reduceScenarios([all.rows], all.probabilities, [1, 1, 1], Math.ceil(count / 3))
      assert.ok(Math.abs(probabilities.reduce((sum, share) => sum + share, 0) - 1) < 1e-12)
      for (const [k, scenario] of kept.entries()) assert.ok(probabilities[k] >= all.probabilities[scenario] - 1e-12)
    }),
  )
})

test('two clusters keep one scenario each, with the weights of the clusters', () => {
  const rows = paths([0, 1], [100, 100], [0, 0], [101, 100], [1, 0])
  const { kept, probabilities } = reduceScenarios([rows], [0.1, 0.3, 0.2, 0.3, 0.1], [1, 1], 2)
  assert.deepEqual(kept.map((scenario) => rows[scenario][0] > 50).sort(), [false, true])
  for (const [k, scenario] of kept.entries())
    assert.ok(Math.abs(probabilities[k] - (rows[scenario][0] > 50 ? 0.6 : 0.4)) < 1e-12)
})

test('the unit of a series does not decide what is kept', () => {
  const uniform = seededRandom(4)
  const draw = (): Float64Array[] => Array.from({ length: 20 }, () => Float64Array.from({ length: 5 }, uniform))
  const [load, price] = [draw(), draw()]
  const inWatts = load.map((path) => path.map((kw) => 1024 * kw)) // a power of two scales without rounding
  const reduce = (...series: Float64Array[][]): unknown => reduceScenarios(series, equal(20), [1, 1, 1, 1, 1], 4)
  assert.deepEqual(reduce(inWatts, price), reduce(load, price))
  assert.notDeepEqual(reduce(load), reduce(price))
})

test('a series that is sure changes nothing', () => {
  const rows = paths([0], [1], [5])
  const sure = paths([7], [7], [7])
  assert.deepEqual(reduceScenarios([rows, sure], equal(3), [1], 2), reduceScenarios([rows], equal(3), [1], 2))
})

test('cutting a step in two changes nothing', () => {
  const whole = randomCase(3, 12)
  const cut = whole.rows.map((row) => Float64Array.of(row[0], row[0], row[1], row[2]))
  const reduced = reduceScenarios([cut], whole.probabilities, [0.5, 0.5, 1, 1], 4)
  assert.deepEqual(reduced, reduceScenarios([whole.rows], whole.probabilities, [1, 1, 1], 4))
})

test('keeping all changes nothing, and more than all or none is refused', () => {
  const all = randomCase(1, 5)
  const { kept, probabilities } = reduceScenarios([all.rows], all.probabilities, [1, 1, 1], 5)
  assert.deepEqual(kept, [0, 1, 2, 3, 4])
  for (const [s, share] of probabilities.entries()) assert.ok(Math.abs(share - all.probabilities[s]) < 1e-15)
  for (const keep of [0, 6, 1.5])
    assert.throws(
      () => reduceScenarios([all.rows], all.probabilities, [1, 1, 1], keep),
      (error) => error instanceof Failure && error.code === 'SCENARIO_COUNT' && error.message.includes(`${keep} of 5`),
    )
})
