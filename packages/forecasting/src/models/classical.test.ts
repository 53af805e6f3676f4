// What holds for each of the classical models.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededRandom } from '@omarino/energy'
import { calendarColumns } from '../calendar-columns.ts'
import { DAY_MS, type ForecastTask, HOUR_MS, type Model } from '../model.ts'
import { sampleLoad } from '../sample-series.ts'
import { ets } from './ets.ts'
import { lastValue } from './last-value.ts'
import { mstl } from './mstl.ts'
import { sameDayType } from './same-day-type.ts'
import { sarima } from './sarima.ts'
import { dynamicTheta, theta } from './theta.ts'

const MODELS = [lastValue, sameDayType, ets, theta, dynamicTheta, mstl, sarima] as readonly Model<unknown>[]
const SPRING_MS = Date.UTC(2024, 2, 3, 23) // the 28th day after lacks an hour

function forecast(model: Model<unknown>, values: Float64Array, steps: number, stepMs = HOUR_MS): Float64Array {
  const task: ForecastTask = { stepMs, levels: [0.5], nonNegative: false, capacity: null, model: 'x', seed: 1 }
  const zone = 'Europe/Amsterdam'
  const calendar = calendarColumns(SPRING_MS, stepMs, values.length, zone, 'NL')
  const past = { values, observed: {}, known: {}, calendar }
  const ahead = calendarColumns(SPRING_MS + values.length * stepMs, stepMs, steps, zone, 'NL')
  return model.predict(model.fit(past, task), past, { known: {}, calendar: ahead, steps }).values
}

test('hard inputs give finite forecasts, near what was seen', () => {
  const load = sampleLoad(30).values
  const uniform = seededRandom(7)
  const cases: Record<string, Float64Array> = {
    constant: load.map(() => 5),
    zero: load.map(() => 0),
    tiny: load.map((value) => value * 1e-12),
    negative: load.map((value) => -value),
    'mostly zero': load.map((value, i) => (i % 24 === 12 ? value : 0)),
    outlier: load.map((value, i) => (i === 500 ? 1e9 : value)),
    'outlier at the origin': load.map((value, i) => (i === load.length - 1 ? 1e9 : value)),
    spikes: load.map((value, i) => (i % 97 === 0 ? 20 * value : value)),
    'gaps 50 %': load.map((value) => (uniform() < 0.5 ? NaN : value)),
    'ends early': load.map((value, i) => (i > 600 ? NaN : value)),
    'begins late': load.map((value, i) => (i < 600 ? NaN : value)),
    'a missing hour': load.map((value, i) => (i % 24 === 5 ? NaN : value)),
    'one value': load.map((value, i) => (i === 0 ? value : NaN)),
    'four days': load.slice(0, 96),
    'seven days': load.slice(0, 168),
    'fourteen days': load.slice(0, 336),
    'over the lost hour': load.slice(0, 27 * 24 + 5),
  }
  for (const model of MODELS) {
    for (const [name, values] of Object.entries(cases)) {
      const known = values.filter((value) => Math.abs(value) < 1e8)
      const most = 30 * known.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0)
      const steps = forecast(model, values, 50)
      const far = steps.findIndex((value) => !(Math.abs(value) <= most))
      const held = model.name === 'last-value' && name === 'outlier at the origin'
      assert.ok(steps.length === 50 && (far < 0 || held), `${model.name}, ${name}: ${steps[far]} at ${far}`)
    }
  }
})

test('other steps are forecast too', () => {
  for (const [stepMs, days] of [
    [DAY_MS, 60],
    [HOUR_MS / 4, 15],
  ] as const) {
    const values = Float64Array.from({ length: (days * DAY_MS) / stepMs }, (_, i) => 50 + 9 * Math.sin((2 * Math.PI * i * stepMs) / DAY_MS) + (i % 3)) // prettier-ignore
    for (const model of MODELS) {
      const steps = forecast(model, values, 30, stepMs)
      assert.ok(steps.every((value) => value > 35 && value < 65), model.name) // prettier-ignore
    }
  }
})

test('a times the series gives a times the forecast', () => {
  const { values } = sampleLoad(25)
  for (const model of MODELS) {
    const plain = forecast(model, values, 48)
    for (const factor of [1e-3, 0.37, 12345.6]) {
      const scaled = forecast(model, values.map((value) => factor * value), 48) // prettier-ignore
      for (const [k, value] of scaled.entries()) {
        assert.ok(Math.abs(value / factor - plain[k]) < 1e-4, `${model.name} × ${factor} at ${k}: ${value / factor} ${plain[k]}`) // prettier-ignore
      }
    }
  }
})

test('every model but the last value beats the last value on a load', () => {
  const { values } = sampleLoad(37, 3)
  const past = values.slice(0, 35 * 24)
  const errorOf = (model: Model<unknown>): number =>
    forecast(model, past, 48).reduce((sum, value, k) => sum + Math.abs(value - values[35 * 24 + k]), 0) / 48
  const held = errorOf(lastValue)
  for (const model of MODELS.slice(1))
    assert.ok(errorOf(model) < 0.5 * held, `${model.name}: ${errorOf(model)} ${held}`)
})
