import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededNormal, seededRandom } from '@omarino/energy'
import { type Past } from '../model.ts'
import { futureAfter, sampleLoad, samplePast, sampleTask } from '../sample-series.ts'
import { laggedOf, polynomial, product, runArma, stationaryWeights } from './arma-filter.ts'
import { sarima } from './sarima.ts'
import { fitSarima, type SarimaOrder } from './sarima-fit.ts'

const task = sampleTask()
function ahead(past: Past, steps: number, state = sarima.fit(past, task)): Float64Array {
  return sarima.predict(state, past, futureAfter(past, steps)).values
}
const near = (actual: number, expected: number, within: number, name = ''): void =>
  assert.ok(Math.abs(actual - expected) <= within, `${name} ${actual}, not ${expected}`)

test('polynomials multiply', () => {
  // (1 − 0.5 B)(1 − B²) = 1 − 0.5 B − B² + 0.5 B³
  const dense = product(polynomial([-0.5]), polynomial([-1], 2))
  assert.deepEqual([...dense], [1, -0.5, -1, 0.5])
  const { lags, weights } = laggedOf(product(dense, polynomial([0.5])), -1) // … (1 + 0.5 B) = 1 − 1.25 B² + 0.25 B⁴
  assert.deepEqual([[...lags], [...weights]], [[2, 4], [1.25, -0.25]]) // prettier-ignore
})

test('errors of an ARMA(1, 1) are as by hand, and a missing value is what was forecast', () => {
  // φ 0.5, θ 0.4.  10 → forecast 5, value 7, error 2 → forecast 3.5 + 0.8 = 4.3, missing → 2.15 + 0, value 3, error 0.85
  const values = Float64Array.of(10, 7, NaN, 3)
  const errors = new Float64Array(4)
  const { squares, known } = runArma(
    laggedOf(polynomial([-0.5]), -1),
    laggedOf(polynomial([0.4]), 1),
    values,
    errors,
    1,
  )
  near(values[2], 4.3, 1e-12)
  near(errors[3], 0.85, 1e-12)
  near(squares, 4 + 0.7225, 1e-12)
  assert.equal(known, 2)
})

test('partial autocorrelations give a stationary autoregression', () => {
  // φ22 = −0.3, φ21 = 0.5 − (−0.3)·0.5 = 0.65
  assert.deepEqual([...stationaryWeights([0.5, -0.3])], [0.65, -0.3])
})

test('forecasts at given weights are those of statsmodels', () => {
  // statsmodels 0.15.0, SARIMAX.filter, at the end of 160 values, where first states weigh less than 1e-9.
  const y = Float64Array.from({ length: 160 }, (_, i) => 20 + 5 * Math.sin((Math.PI * i) / 2) + ((i * i * 7) % 11) - 3 * ((i * 5) % 3) + 0.02 * i) // prettier-ignore
  const forecast = (ar: Float64Array, ma: Float64Array): Float64Array => {
    const room = 12
    const values = new Float64Array(room + 166).fill(NaN)
    values.fill(0, 0, room)
    values.set(y, room)
    runArma(laggedOf(ar, -1), laggedOf(ma, 1), values, new Float64Array(values.length), room)
    return values.slice(room + 160)
  }
  const difference = polynomial([-1], 4)
  const first = forecast(product(polynomial([-0.6, 0.2]), difference), product(polynomial([0.3]), polynomial([-0.5], 4))) // prettier-ignore
  for (const [k, value] of FIRST.entries()) near(first[k], value, 1e-5, `first ${k}`)
  const second = forecast(
    product(polynomial([-0.5]), polynomial([-0.2], 4), polynomial([-1]), difference),
    product(polynomial([-0.4]), polynomial([-0.5], 4)),
  )
  for (const [k, value] of SECOND.entries()) near(second[k], value, 1e-5, `second ${k}`)
})
// order (2, 0, 1)(0, 1, 1)4 with φ 0.6, −0.2, θ 0.3, Θ −0.5
const FIRST = [
  33.78305947832858, 34.08001895224721, 21.926315239766943, 24.030221255641813, 30.56798964513237, 32.98093280120112,
]
// order (1, 1, 1)(1, 1, 1)4 with φ 0.5, θ −0.4, Φ 0.2, Θ −0.5
const SECOND = [
  35.92890276608808, 39.16201071857098, 30.04464676618065, 34.05297505091233, 41.67199741114362, 45.20989647458591,
]

test('weights that made a series are found again', () => {
  const normal = seededNormal(seededRandom(9))
  const values = new Float64Array(2000)
  let before = 0
  for (let t = 1; t < 2000; t += 1) {
    const error = normal()
    values[t] = 0.7 * values[t - 1] + error + 0.4 * before
    before = error
  }
  const order: SarimaOrder = { p: 1, d: 0, q: 1, seasonalP: 0, seasonalD: 0, seasonalQ: 0, season: 1 }
  const { past, moving } = fitSarima(order, values, new Uint8Array(2000).fill(1), 3)
  near(past.weights[0], 0.7, 0.06)
  near(moving.weights[0], 0.4, 0.06)
})

test('a season comes back', () => {
  const day = Array.from({ length: 24 }, (_, hour) => (hour < 8 ? 2 : 9))
  const values = Float64Array.from({ length: 240 }, (_, i) => day[i % 24])
  for (const [k, value] of ahead(samplePast(values), 48).entries()) near(value, day[k % 24], 1e-6, `${k}`)
})

test('states taken forward hour by hour are those taken forward at once', () => {
  const gaps = sampleLoad(20).values.map((value, i) => (i % 31 === 0 ? NaN : value))
  const first = sarima.fit(samplePast(gaps.slice(0, 400)), task)
  const before = JSON.stringify(first)
  let state = first
  for (let end = 401; end <= 480; end += 1) state = sarima.update(state, samplePast(gaps.slice(0, end)))
  assert.deepEqual(state, sarima.update(first, samplePast(gaps)))
  assert.equal(JSON.stringify(first), before)
})
