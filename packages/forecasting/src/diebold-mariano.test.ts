import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dieboldMariano } from './diebold-mariano.ts'

const near = (value: number, expected: number, tolerance = 1e-6): void =>
  assert.ok(Math.abs(value - expected) < tolerance, `${value} is not ${expected}`)

test('without lags it is the mean difference over its standard error', () => {
  // differences 1, 3, 2, 2: mean 2, variance (1 + 1) / 4, over 4 → standard error √0.125; 2 / √0.125 = 5.656854
  const { meanDifference, statistic, pValue } = dieboldMariano(Float64Array.of(2, 4, 3, NaN, 3), Float64Array.of(1, 1, 1, 1, 1), 0) // prettier-ignore
  assert.equal(meanDifference, 2)
  near(statistic, Math.sqrt(32))
  near(pValue, 0, 1e-7)
})

test('lags add autocovariances by the window of Bartlett', () => {
  // differences 1, 1, −1, −1: mean 0 → shifted by 0.5: statistic 0.5 / √(γ / 4), γ0 = 1, γ1 = (1 − 1 + 1)/4 = 0.25,
  // γ = 1 + 2 · ½ · 0.25 = 1.25
  const { statistic, pValue } = dieboldMariano(Float64Array.of(1.5, 1.5, -0.5, -0.5), new Float64Array(4), 1)
  near(statistic, 0.5 / Math.sqrt(1.25 / 4))
  near(pValue, 0.371093) // 2 · (1 − Φ(0.894427))
})

test('equal forecasts do not differ, and a constant gain is certain', () => {
  const losses = Float64Array.of(1, 2, 3)
  const equal = dieboldMariano(losses, losses, 2)
  assert.equal(equal.statistic, 0)
  near(equal.pValue, 1)
  assert.equal(dieboldMariano(losses, losses.map((loss) => loss + 1), 0).statistic, -Infinity) // prettier-ignore
  assert.ok(Number.isNaN(dieboldMariano(losses.slice(0, 1), losses.slice(0, 1), 0).statistic))
  assert.throws(() => dieboldMariano(losses, losses.slice(1), 0), RangeError)
})
