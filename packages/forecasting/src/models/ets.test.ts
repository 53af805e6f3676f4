import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededNormal, seededRandom } from '@omarino/energy'
import { type Past } from '../model.ts'
import { futureAfter, sampleLoad, samplePast, sampleTask } from '../sample-series.ts'
import { type EtsForm, extendEts, runEts } from './ets-filter.ts'
import { fitEts } from './ets-fit.ts'
import { ets, etsForms } from './ets.ts'

const task = sampleTask()
function ahead(past: Past, steps: number, state = ets.fit(past, task)): Float64Array {
  return ets.predict(state, past, futureAfter(past, steps)).values
}

test('level, slope and season move as by hand', () => {
  // Holt-Winters, additive, season of 2: l 10, b 1, s −1, 1; α 0.5, β 0.2, γ 0.4.
  // y 12: forecast 10 + 1 − 1 = 10, error 2: l 12, b 1.4, s0 −0.2.  y 14: forecast 13.4 + 1 = 14.4, error −0.4:
  // l 13.2, b 1.32, s1 0.84.  Ahead: 13.2 + 1.32 − 0.2 = 14.32, then 13.2 + 2.64 + 0.84 = 16.68.
  const form: EtsForm = { error: 'additive', trend: 'additive', season: 'additive', length: 2 }
  const start = { level: 10, slope: 1, season: Float64Array.of(-1, 1) }
  const weights = { alpha: 0.5, beta: 0.2, gamma: 0.4, phi: 1 }
  const { end, squares } = runEts(form, weights, start, Float64Array.of(12, 14), 0)
  assert.ok(Math.abs(squares - 4.16) < 1e-12)
  const [first, second] = extendEts(form, 1, end, 2, 2)
  assert.ok(Math.abs(first - 14.32) < 1e-12 && Math.abs(second - 16.68) < 1e-12)
})

test('factors move by the relative error, as by hand', () => {
  // l 14, s 0.9, 1.1; α 0.4, γ 0.2; y 12: forecast 12.6, relative error −0.6 / 12.6 = −1/21.
  // l 14·(1 − 0.4/21) = 13.7333…, s0 0.9·(1 − 0.2/21) = 0.8914…; ahead 1.1 · 13.7333… = 15.1066…
  const form: EtsForm = { error: 'multiplicative', trend: 'none', season: 'multiplicative', length: 2 }
  const start = { level: 14, slope: 0, season: Float64Array.of(0.9, 1.1) }
  const { end, squares, logScale } = runEts(form, { alpha: 0.4, beta: 0, gamma: 0.2, phi: 0 }, start, Float64Array.of(12), 0) // prettier-ignore
  assert.ok(Math.abs(squares - 1 / 441) < 1e-15 && Math.abs(logScale - Math.log(12.6)) < 1e-15)
  assert.ok(Math.abs(end.level - (14 * 20.6) / 21) < 1e-12 && Math.abs(end.season[0] - (0.9 * 20.8) / 21) < 1e-12)
  assert.ok(Math.abs(extendEts(form, 0, end, 1, 1)[0] - (1.1 * 14 * 20.6) / 21) < 1e-12)
})

// statsmodels 0.15.0, ETSModel.smooth with known first states: log likelihood and the forecasts 1 and 5 steps ahead. Its
// factors follow Holt and Winters, who divide by the new level, not table 2.2.
const Y = Float64Array.of(12, 20, 15, 9, 14, 23, 18, 10, 15, 26, 19, 12, 18, 27, 22)
const PRINTED: readonly [EtsForm['error'], EtsForm['trend'], EtsForm['season'], number, number, number][] = [
  ['additive', 'none', 'none', -48.001666099390285, 21.38879663, 21.38879663],
  ['additive', 'none', 'additive', -27.626906728377335, 14.29640368, 14.29640368],
  ['additive', 'additive', 'none', -48.529076648615785, 23.16153602, 27.00987927],
  ['additive', 'additive', 'additive', -24.690621250121744, 15.47799341, 17.89680091],
  ['additive', 'damped', 'none', -48.52307795538987, 22.76163226, 25.10656715],
  ['additive', 'damped', 'additive', -25.339528405527474, 15.11996667, 16.45760007],
  ['multiplicative', 'none', 'none', -48.66168148395779, 21.38879663, 21.38879663],
  ['multiplicative', 'none', 'additive', -25.970649855623535, 14.29640368, 14.29640368],
  ['multiplicative', 'additive', 'none', -49.08842429408999, 23.16153602, 27.00987927],
  ['multiplicative', 'additive', 'additive', -25.609176977342052, 15.47799341, 17.89680091],
  ['multiplicative', 'damped', 'none', -49.18402148637908, 22.76163226, 25.10656715],
  ['multiplicative', 'damped', 'additive', -25.364858184880717, 15.11996667, 16.45760007],
]

test('forms without factors have the likelihood and the forecasts that statsmodels prints', () => {
  for (const [error, trend, season, likelihood, first, fifth] of PRINTED) {
    const form: EtsForm = { error, trend, season, length: season === 'none' ? 1 : 4 }
    const profile = season === 'none' ? [0] : [-2, 6, 1, -5]
    const start = { level: 14, slope: trend === 'none' ? 0 : 0.5, season: Float64Array.from(profile) }
    const phi = trend === 'damped' ? 0.9 : 1
    const { squares, logScale, end } = runEts(
      form,
      { alpha: 0.4, beta: trend === 'none' ? 0 : 0.1, gamma: 0.2, phi },
      start,
      Y,
      0,
    )
    const n = Y.length
    const ours = -(n / 2) * (Math.log((2 * Math.PI * squares) / n) + 1) - logScale
    const forecast = extendEts(form, phi, end, n, 5)
    const name = `${error} ${trend} ${season}`
    assert.ok(Math.abs(ours - likelihood) < 1e-9, `${name}: likelihood ${ours}`)
    assert.ok(
      Math.abs(forecast[0] - first) < 1e-8 && Math.abs(forecast[4] - fifth) < 1e-8,
      `${name}: ${forecast.join()}`,
    )
  }
})

test('a missing value moves nothing but the slope', () => {
  const form: EtsForm = { error: 'additive', trend: 'additive', season: 'none', length: 1 }
  const start = { level: 5, slope: 2, season: Float64Array.of(0) }
  const { end, known } = runEts(form, { alpha: 0.5, beta: 0.1, gamma: 0, phi: 1 }, start, Float64Array.of(NaN, NaN), 0)
  assert.deepEqual([end.level, end.slope, known], [9, 2, 0])
})

test('a walk is followed closely, white noise is averaged', () => {
  const normal = seededNormal(seededRandom(3))
  const form: EtsForm = { error: 'additive', trend: 'none', season: 'none', length: 1 }
  const noise = Float64Array.from({ length: 400 }, () => normal())
  let sum = 0
  const walk = noise.map((step) => (sum += step))
  assert.ok(fitEts(form, walk, 0).weights.alpha > 0.8)
  assert.ok(fitEts(form, noise, 0).weights.alpha < 0.1)
})

test('forms with factors need values above 0, a season needs two rounds', () => {
  const forms = (values: Float64Array): string[] => etsForms(values, task).map(({ error, trend, season, length }) => `${error[0]}${trend[0]}${season[0]}${length}`) // prettier-ignore
  assert.equal(forms(new Float64Array(336).fill(1)).length, 24) // 6 without season, 9 for each of two
  assert.equal(forms(new Float64Array(335).fill(1)).length, 15)
  assert.deepEqual(forms(new Float64Array(47)), ['ann1', 'aan1', 'adn1'])
  assert.deepEqual(forms(new Float64Array(48)), ['ann1', 'aan1', 'adn1', 'ana24', 'aaa24', 'ada24'])
})

test('a daily wave that grows with its level is forecast within its noise', () => {
  const normal = seededNormal(seededRandom(4))
  const at = (i: number): number => (100 + i / 10) * (1 + 0.5 * Math.sin((2 * Math.PI * i) / 24))
  const past = samplePast(Float64Array.from({ length: 480 }, (_, i) => at(i) * (1 + 0.01 * normal())))
  const state = ets.fit(past, task)
  assert.equal(state.inner.form.season, 'multiplicative')
  const forecast = ahead(past, 24, state)
  assert.ok(forecast.every((value, k) => Math.abs(value / at(480 + k) - 1) < 0.03))
})

test('states taken forward hour by hour are those taken forward at once', () => {
  const { values } = sampleLoad(20)
  const gaps = values.map((value, i) => (i % 31 === 0 ? NaN : value))
  const first = ets.fit(samplePast(gaps.slice(0, 400)), task)
  const before = JSON.stringify(first)
  let state = first
  for (let end = 401; end <= 480; end += 1) state = ets.update(state, samplePast(gaps.slice(0, end)))
  assert.deepEqual(state, ets.update(first, samplePast(gaps)))
  assert.equal(JSON.stringify(first), before)
})
