import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Failure } from '@omarino/energy'
import fc from 'fast-check'
import { normalShareBelow } from './normal-distribution.ts'
import type { QuantileSeries } from './quantile-series.ts'
import { keptShares, scenarioPaths, type PathOptions } from './scenario-paths.ts'

const flat = (levels: readonly number[], values: readonly number[], steps: number): QuantileSeries => ({
  levels,
  values: values.map((value) => new Float64Array(steps).fill(value)),
})
const UNEVEN = [1 / 12, 1 / 12, 1 / 12, 0.25, 0.25, 0.25, 1, 1, 3, 3] // hours: 5 min now, 3 h later
const options = (more: Partial<PathOptions> = {}): PathOptions => ({
  name: 'load', stepHours: UNEVEN, count: 4000, seed: 1, correlationHours: 6, ...more,
}) // prettier-ignore
/** Ranks themselves: the quantile function of the uniform distribution. */
const UNIFORM = flat([0, 1], [0, 1], UNEVEN.length)

test('the normal distribution is that of the tables', () => {
  // Abramowitz and Stegun (1964), table 26.1
  const table = new Map([[0, 0.5], [1, 0.841344746068543], [2, 0.977249868051821], [-3, 0.00134989803163]]) // prettier-ignore
  for (const [x, share] of table) assert.ok(Math.abs(normalShareBelow(x) - share) < 1e-14, `${x}`)
  assert.deepEqual([-40, 40].map(normalShareBelow), [0, 1])
})

test('a share p of the paths lies below the quantile of level p at every step', () => {
  const levels = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95]
  const values = levels.map((_, k) => Float64Array.from(UNEVEN, (_, step) => step + k * k))
  const paths = scenarioPaths({ levels, values }, options())
  for (const [k, level] of levels.entries()) {
    // A pair lies below twice, once or never: of 2000 independent pairs, a count of variance 2·min(p, 1 − p)(1 − 2·min(p, 1 − p))
    // per pair, over 4000 paths. Five standard deviations; at the median none is left.
    const both = 2 * Math.min(level, 1 - level)
    const bound = (5 * Math.sqrt(2000 * both * (1 - both))) / 4000
    for (let step = 0; step < UNEVEN.length; step++) {
      // At the highest level the values are held, so that only the paths strictly below can be counted.
      const below = paths.filter((path) => path[step] < values[k][step]).length / 4000
      const upTo = paths.filter((path) => path[step] <= values[k][step]).length / 4000
      const share = level < 0.5 ? upTo : below
      assert.ok(Math.abs(share - level) <= bound + 1e-12, `level ${level}, step ${step}: ${share} ± ${bound}`)
    }
  }
})

test('ranks of neighbouring steps correlate by exp(−hours between their middles / correlationHours)', () => {
  for (const correlationHours of [0.5, 6, 48]) {
    const ranks = scenarioPaths(UNIFORM, options({ correlationHours }))
    const keeps = keptShares(UNEVEN, correlationHours)
    for (let step = 1; step < UNEVEN.length; step++) {
      const spearman = correlation(ranks, step - 1, step)
      const gaussian = 2 * Math.sin((Math.PI * spearman) / 6) // Pearson (1907): what the Gaussians below the ranks correlate by
      const hours = (UNEVEN[step - 1] + UNEVEN[step]) / 2
      // Pairs repeat each other's products: 2000 samples. Five standard errors (1 − r²)/√n, times the slope π/3 at most.
      const bound = (5 * (1 - spearman ** 2) * (Math.PI / 3)) / Math.sqrt(2000)
      const expected = Math.exp(-hours / correlationHours)
      assert.ok(Math.abs(gaussian - expected) < bound, `${correlationHours} h, step ${step}: ${gaussian}, ${expected}`)
      assert.equal(keeps[step], expected)
    }
  }
})

test('splitting steps does not change how ranks of the same instants correlate', () => {
  const product = (shares: Float64Array): number => shares.slice(1).reduce((all, share) => all * share, 1)
  // Middles of the first and last quarter hour lie 1.75 h apart, however the time between is cut.
  const fine = product(keptShares([0.25, 0.25, 0.25, 0.25, 0.25, 0.25, 0.25, 0.25], 6))
  assert.ok(Math.abs(fine - Math.exp(-1.75 / 6)) < 1e-15)
  assert.ok(Math.abs(fine - product(keptShares([0.25, 1.5, 0.25], 6))) < 1e-15)
})

test('paths stay between the outer quantiles and their ranks average to the median', () => {
  const series = flat([0.1, 0.5, 0.9], [0.1, 0.5, 0.9], UNEVEN.length)
  const draw = fc.record({
    seed: fc.integer(),
    count: fc.integer({ min: 1, max: 9 }),
    correlationHours: fc.double({ min: 0, max: 100, noNaN: true }),
  })
  fc.assert(
    fc.property(draw, (drawn) => {
      const ranks = scenarioPaths(series, options(drawn))
      for (let step = 0; step < UNEVEN.length; step++) {
        const sum = ranks.reduce((all, path) => all + path[step], 0)
        assert.ok(Math.abs(sum / drawn.count - 0.5) < 1e-12)
        assert.ok(ranks.every((path) => path[step] >= 0.1 && path[step] <= 0.9))
      }
    }),
  )
})

test('an odd count ends with the median path, and one path is the median', () => {
  const series = flat([0.2, 0.5, 0.8], [-3, 1, 2], UNEVEN.length)
  const median = new Float64Array(UNEVEN.length).fill(1)
  assert.deepEqual(scenarioPaths(series, options({ count: 5 }))[4], median)
  assert.deepEqual(scenarioPaths(series, options({ count: 1 })), [median])
})

test('a median alone is every path', () => {
  const values = [Float64Array.from(UNEVEN, (_, step) => step * step)]
  for (const path of scenarioPaths({ levels: [0.5], values }, options({ count: 7 }))) assert.deepEqual(path, values[0])
})

test('the same seed and name give the same bytes, another seed or name gives other paths', () => {
  const draw = (more: Partial<PathOptions>): Float64Array[] => scenarioPaths(UNIFORM, options({ count: 6, ...more }))
  assert.deepEqual(draw({}), draw({}))
  assert.notDeepEqual(draw({}), draw({ seed: 2 }))
  assert.notDeepEqual(draw({}), draw({ name: 'pv' }))
})

test('series of different names are independent', () => {
  const [load, pv] = ['load', 'pv'].map((name) => scenarioPaths(UNIFORM, options({ name })))
  for (let step = 0; step < UNEVEN.length; step++) {
    const joint = load.map((path, s) => Float64Array.of(path[step], pv[s][step]))
    assert.ok(Math.abs(correlation(joint, 0, 1)) < 5 / Math.sqrt(2000), `step ${step}`)
  }
})

test('quantiles that cross are refused with the step and the numbers', () => {
  const values = [Float64Array.of(1, 2), Float64Array.of(1, 1.5)]
  refused(
    { levels: [0.1, 0.5], values },
    'QUANTILES_CROSS',
    /load cross at step 1: 1.5 at level 0.5 is below 2 at level 0.1/,
  )
})

test('levels out of order, missing values and lengths that differ are refused', () => {
  const two = [Float64Array.of(1, 2), Float64Array.of(3, 4)]
  refused({ levels: [0.5, 0.5], values: two }, 'QUANTILE_LEVELS', /0.5, 0.5/)
  refused({ levels: [0.5, 1.5], values: two }, 'QUANTILE_LEVELS', /0.5, 1.5/)
  refused({ levels: [], values: [] }, 'QUANTILE_LEVELS', /rise/)
  refused({ levels: [0.5], values: two }, 'QUANTILE_LENGTH', /1 levels, but 2 profiles/)
  refused({ levels: [0.5], values: [Float64Array.of(1)] }, 'QUANTILE_LENGTH', /1 values for 2 steps/)
  refused(
    { levels: [0.5], values: [Float64Array.of(1, NaN)] },
    'QUANTILE_MISSING',
    /0.5 of load has no value at step 1/,
  )
  const good = flat([0.5], [1], 2)
  refused(good, 'SCENARIO_COUNT', /0 paths/, { count: 0 })
  refused(good, 'STEP_HOURS', /Step 1 lasts 0 h/, { stepHours: [1, 0] })
  refused(good, 'CORRELATION_HOURS', /-1 h/, { correlationHours: -1 })
})

function refused(series: QuantileSeries, code: string, sentence: RegExp, more: Partial<PathOptions> = {}): void {
  assert.throws(
    () => scenarioPaths(series, options({ stepHours: [1, 1], count: 2, ...more })),
    (error) =>
      error instanceof Failure && error.kind === 'invalid' && error.code === code && sentence.test(error.message),
  )
}

/** Pearson's correlation of two columns. */
function correlation(rows: readonly Float64Array[], a: number, b: number): number {
  const mean = (of: (row: Float64Array) => number): number => rows.reduce((sum, row) => sum + of(row), 0) / rows.length
  const [meanA, meanB] = [mean((row) => row[a]), mean((row) => row[b])]
  const covariance = mean((row) => (row[a] - meanA) * (row[b] - meanB))
  return covariance / Math.sqrt(mean((row) => (row[a] - meanA) ** 2) * mean((row) => (row[b] - meanB) ** 2))
}
