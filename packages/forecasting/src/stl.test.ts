import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loess, loessAt } from './loess.ts'
import { mstlParts, stl, stlWindows } from './stl.ts'

// A made-up series with a season of 7, a trend and a spike, to six decimals.
const Y = Float64Array.from(
  { length: 60 },
  (_, i) =>
  i === 23 ? 80 : Math.round(1e6 * (20 + 0.3 * i + 5 * Math.sin((2 * Math.PI * i) / 7) + ((i * i * 7) % 11) - 3 * ((i * 5) % 3))) / 1e6, // prettier-ignore
)
const near = (actual: number, expected: number, name: string): void =>
  assert.ok(Math.abs(actual - expected) < 1e-9, `${name}: ${actual}, not ${expected}`)

test('a weighted line is what the weights say, by hand', () => {
  // At x = 1 of three steps the reach is 1, so that both neighbours, one reach away, weigh nothing.
  const scratch = new Float64Array(4)
  assert.equal(loessAt(Float64Array.of(5, 7, 30), 3, 1, 0, 2, 3, null, scratch), 7)
  // A window of 5 over 3 steps widens the reach at 1 to 2: neighbours weigh (1 − 1/8)³ = 0.669921875 beside 1; the slope
  // does not matter in the middle: (0.669921875 · 35 + 7) / 2.33984375 = 13.0125…
  near(loessAt(Float64Array.of(5, 7, 30), 3, 1, 0, 2, 5, null, scratch), (0.669921875 * 35 + 7) / 2.33984375, 'middle')
  assert.ok(Number.isNaN(loessAt(Float64Array.of(5, 7, 30), 3, 1, 0, 2, 5, new Float64Array(3), scratch)))
})

test('a straight line is left as it is, beyond its ends and with jumps too', () => {
  const line = Float64Array.from({ length: 20 }, (_, i) => 3 - 2 * i)
  const scratch = new Float64Array(20)
  near(loessAt(line, 20, -1, 0, 6, 7, null, scratch), 5, 'before')
  for (const jump of [1, 4, 50]) {
    const out = new Float64Array(20)
    loess(line, 20, 7, jump, null, out, scratch)
    for (const [i, value] of line.entries()) near(out[i], value, `jump ${jump} step ${i}`)
  }
})

// statsmodels 0.15.0, STL(y, period=7, seasonal=11), two inner iterations: step, seasonal, trend, weight.
test('STL has the parts that statsmodels prints', () => {
  const { seasonal, trend } = stl(Y, 7, stlWindows(7, 11), { inner: 2, outer: 0 })
  for (const [step, season, level] of [
    [0, -3.9999260966821524, 22.67941013467893],
    [1, 1.1985968166969374, 23.172387075715257],
    [23, 10.918314832651621, 35.84736859092222],
    [24, 2.972629002730348, 36.31697234361815],
    [59, 1.6571742600211812, 39.853740236337494],
  ]) {
    near(seasonal[step], season, `seasonal ${step}`)
    near(trend[step], level, `trend ${step}`)
  }
})

test('with robust weights the spike counts for nothing, as in statsmodels', () => {
  const { seasonal, trend, weights } = stl(Y, 7, stlWindows(7, 11), { inner: 2, outer: 3 })
  for (const [step, season, level, weight] of [
    [0, -2.8307856591792127, 22.636844246467053, 0.9987127402831371],
    [23, 4.7639068065494, 30.002095343126708, 0],
    [24, 3.883931828309866, 30.404794708707065, 0.9822795260430369],
    [59, 1.155515028301603, 39.34679892666409, 0.9589790785721154],
  ]) {
    near(seasonal[step], season, `seasonal ${step}`)
    near(trend[step], level, `trend ${step}`)
    near(weights[step], weight, `weight ${step}`)
  }
})

test('several seasons are those of MSTL in statsmodels', () => {
  // MSTL(y, periods=(3, 7), windows=(11, 15), iterate=2), two inner iterations.
  const { seasonal, trend } = mstlParts(Y, [3, 7], [11, 15], { inner: 2, outer: 0 })
  for (const [step, short, long, level] of [
    [0, 3.867993576618584, -5.025066219561832, 21.47219920522112],
    [23, 4.465389879946467, 10.626123325107395, 35.819851936840685],
    [59, -2.6358604157945718, 2.74962723930758, 40.23044799018123],
  ]) {
    near(seasonal[0][step], short, `short ${step}`)
    near(seasonal[1][step], long, `long ${step}`)
    near(trend[step], level, `trend ${step}`)
  }
})

test('remainders of rounding alone tell of no outlier, a spike among them is one', () => {
  // A line goes through the two rounds of each phase: nothing is left but rounding.
  const two = Y.slice(30, 44)
  const rounds = { inner: 2, outer: 1 }
  assert.deepEqual(new Set(stl(two, 7, stlWindows(7, 11), rounds).weights), new Set([1]))
  const flat = new Float64Array(42).fill(7)
  flat[20] = 8
  assert.equal(stl(flat, 7, stlWindows(7, 11), rounds).weights[20], 0)
})
