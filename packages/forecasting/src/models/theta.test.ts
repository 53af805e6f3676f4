import assert from 'node:assert/strict'
import { test } from 'node:test'
import { calendarColumns } from '../calendar-columns.ts'
import { DAY_MS, HOUR_MS, type Model, type Past } from '../model.ts'
import { futureAfter, MONDAY_MS, sampleLoad, samplePast, sampleTask } from '../sample-series.ts'
import { putBack, seasonOf, takeOut } from './deseasoned.ts'
import { dynamicTheta, fitDynamicTheta, theta } from './theta.ts'
import { extendTheta, runTheta, thetaStart } from './theta-filter.ts'

const task = sampleTask()
function ahead<S>(model: Model<S>, past: Past, steps: number, stepMs = HOUR_MS): Float64Array {
  return model.predict(model.fit(past, { ...task, stepMs }), past, futureAfter(past, steps, stepMs)).values
}
const assertNear = (actual: ArrayLike<number>, expected: readonly number[], within: number): void => {
  for (const [i, value] of expected.entries()) assert.ok(Math.abs(actual[i] - value) <= within, `${i}: ${actual[i]}`)
}
const Y = Float64Array.of(12, 14, 13, 16, 15, 18, 17, 19, 22, 20, 23, 24, 23, 26, 27, 25)

test('the dynamic theta model walks through a series as statsforecast does', () => {
  // statsforecast 2.1.1, DynamicTheta on Y: its parameters, its first residuals and its forecasts.
  const weights = { alpha: 0.5171112060546783, drift: 0.5 }
  const start = thetaStart(25.880163574218905)
  const errors = [-7.59990821, -6.1527993, 0.28778476, -1.64875858, 1.93235121]
  for (const [i, error] of errors.entries()) {
    const { end } = runTheta(weights, start, Y.slice(0, i + 1))
    assertNear([Y[i + 1] - extendTheta(weights, end, 1)[0]], [error], 1e-8)
  }
  const { end } = runTheta(weights, start, Y)
  assertNear(extendTheta(weights, end, 4), [26.337871388035392, 26.79900659458928, 27.24490595838335, 27.67645623484268], 1e-9) // prettier-ignore
})

test('another θ, as statsforecast fitted it', () => {
  // DynamicOptimizedTheta: θ 8.063949768891561, so that 1 − 1/θ of the local line counts.
  const weights = { alpha: 0.1, drift: 1 - 1 / 8.063949768891561 }
  const { end } = runTheta(weights, thetaStart(3.21982386550844), Y)
  assertNear(extendTheta(weights, end, 2), [27.299557158630872, 28.072452578879414], 1e-6)
})

test('the fit errs no more than statsforecast at its own parameters', () => {
  const theirs = runTheta({ alpha: 0.1, drift: 1 - 1 / 8.063949768891561 }, thetaStart(3.21982386550844), Y)
  const { weights } = fitDynamicTheta(Y, 1, 1)
  let least = Infinity
  for (let level = -10; level < 30; level += 0.1) least = Math.min(least, runTheta(weights, thetaStart(level), Y).squares) // prettier-ignore
  assert.ok(least <= 1.02 * theirs.squares, `${least} ${theirs.squares}`)
})

test('the theta method adds half the slope of the line, and the lag of the level behind it', () => {
  // A straight line without season, slope 2: the level lags 2·(1 − (1 − α)^n)/α behind at the latest, half of it is
  // put back, and each step ahead adds 1.
  const line = Float64Array.from({ length: 12 }, (_, i) => 100 + 2 * i)
  const past = samplePast(line, DAY_MS)
  const state = theta.fit(past, { ...task, stepMs: DAY_MS, seasonality: [] }).inner
  assert.ok(Math.abs(state.slope - 2) < 1e-12)
  const horizon = theta.predict({ ...theta.fit(past, { ...task, stepMs: DAY_MS, seasonality: [] }) }, past, {
    known: {},
    calendar: calendarColumns(MONDAY_MS + 12 * DAY_MS, DAY_MS, 3, 'UTC', null),
    steps: 3,
  }).values
  const lag = (1 - (1 - state.alpha) ** 12) / state.alpha
  assertNear(horizon, [state.level + lag, state.level + lag + 1, state.level + lag + 2], 1e-9)
})

test('a season taken out and put back changes nothing, and an exact one leaves a level', () => {
  const values = Float64Array.from({ length: 96 }, (_, i) => 10 * [1, 2, 3][Math.floor((i % 24) / 8)])
  const season = seasonOf(values, 0, task)
  assert.deepEqual([season.kind, season.profile.length], ['multiplicative', 24])
  assertNear(takeOut(season, values, 0), Array<number>(96).fill(20), 1e-9)
  assertNear(putBack(season, takeOut(season, values, 7), 7), [...values], 1e-12)
  assert.equal(seasonOf(values.map((value) => value - 15), 0, task).kind, 'additive') // prettier-ignore
  assert.deepEqual([...seasonOf(values.slice(0, 71), 0, task).profile], [1]) // under three days
})

test('weekends are forecast from three weeks on, where they differ', () => {
  const { values } = sampleLoad(28, 1, 0.1)
  assert.equal(seasonOf(values, 0, task).profile.length, 168)
  for (const model of [theta, dynamicTheta] as readonly Model<object>[]) {
    const forecast = ahead(model, samplePast(values.slice(0, 25 * 24)), 72) // ends on a Thursday
    for (let k = 0; k < 72; k += 1) assert.ok(Math.abs(forecast[k] - values[25 * 24 + k]) < 2, `${model.name} ${k}`)
  }
})

test('states taken forward hour by hour are those taken forward at once', () => {
  const gaps = sampleLoad(20).values.map((value, i) => (i % 31 === 0 ? NaN : value))
  for (const model of [theta, dynamicTheta] as readonly Model<object>[]) {
    const first = model.fit(samplePast(gaps.slice(0, 400)), task)
    const before = JSON.stringify(first)
    let state = first
    for (let end = 401; end <= 480; end += 1) state = model.update(state, samplePast(gaps.slice(0, end)))
    const calendar = calendarColumns(MONDAY_MS + 480 * HOUR_MS, HOUR_MS, 24, 'UTC', null)
    const future = { known: {}, calendar, steps: 24 }
    const once = model.update(first, samplePast(gaps))
    assertNear(model.predict(state, samplePast(gaps), future).values, [...model.predict(once, samplePast(gaps), future).values], 1e-9) // prettier-ignore
    assert.equal(JSON.stringify(first), before)
  }
})
