import assert from 'node:assert/strict'
import { test } from 'node:test'
import { calendarColumns } from '../calendar-columns.ts'
import { HOUR_MS, type Past } from '../model.ts'
import { sampleTask } from '../sample-series.ts'
import { onLocalTime, toLocalSeries } from './local-time.ts'

const task = sampleTask()
const pastFrom = (startMs: number, values: number[]): Past => ({
  values: Float64Array.from(values),
  observed: {},
  known: {},
  calendar: calendarColumns(startMs, HOUR_MS, values.length, 'Europe/Amsterdam', null),
})
const SPRING_MS = Date.UTC(2024, 2, 30, 23) // local midnight of a day of 23 hours
const AUTUMN_MS = Date.UTC(2024, 9, 26, 22) // of a day of 25

/** Repeats the last day and keeps what it was given. */
const repeat = onLocalTime<readonly number[]>({
  name: 'repeat',
  windowDays: 2,
  mostSteps: 1000,
  minimumSteps: () => 1,
  fit: (values) => [...values],
  update: (state, values) => [...state, ...values],
  predict: (state, _, steps) => Float64Array.from({ length: steps }, (_, k) => state.slice(-24)[k % 24]),
})

test('the hour that spring lacks is a gap, the one that autumn doubles is the mean of both', () => {
  const hours = Array.from({ length: 25 }, (_, i) => i)
  const spring = toLocalSeries(pastFrom(SPRING_MS, hours.slice(0, 23)), 24)
  assert.deepEqual([...spring.values.slice(0, 5)], [0, 1, NaN, 2, 3])
  assert.equal(spring.values.length, 24)
  const autumn = toLocalSeries(pastFrom(AUTUMN_MS, hours), 24)
  assert.deepEqual([...autumn.values.slice(0, 5)], [0, 1, 2.5, 4, 5])
  assert.equal(autumn.values.length, 24)
})

test('a horizon over the doubled hour shows the same local hour twice', () => {
  const past = pastFrom(AUTUMN_MS - 24 * HOUR_MS, Array.from({ length: 24 }, (_, i) => i)) // prettier-ignore
  const calendar = calendarColumns(AUTUMN_MS, HOUR_MS, 25, 'Europe/Amsterdam', null)
  const { values } = repeat.predict(repeat.fit(past, task), past, { known: {}, calendar, steps: 25 })
  assert.deepEqual([...values.slice(0, 5)], [0, 1, 2, 2, 3])
  assert.equal(values[24], 23)
})

test('only what is new is taken in, also after the past has lost its first days', () => {
  const hours = Array.from({ length: 60 }, (_, i) => i)
  const state = repeat.fit(pastFrom(SPRING_MS, hours.slice(0, 30)), task)
  const whole = repeat.update(state, pastFrom(SPRING_MS, hours))
  const cut = repeat.update(state, pastFrom(SPRING_MS + 20 * HOUR_MS, hours.slice(20)))
  assert.deepEqual(whole.inner, [0, 1, NaN, ...hours.slice(2)])
  assert.deepEqual(cut, whole)
  assert.equal(repeat.update(whole, pastFrom(SPRING_MS, hours)), whole)
})

test('only the window is fitted on, fewer days where steps are fine, but never less than is needed', () => {
  const past = pastFrom(
    SPRING_MS + 24 * HOUR_MS,
    Array.from({ length: 100 }, (_, i) => i),
  )
  const seen = (windowDays: number, mostSteps: number, needed: number): number =>
    onLocalTime<number>({
      name: 'counts',
      windowDays,
      mostSteps,
      minimumSteps: () => needed,
      fit: (values) => values.length,
      update: (state) => state,
      predict: (_, __, steps) => new Float64Array(steps),
    }).fit(past, task).inner
  assert.deepEqual([seen(2, 1000, 1), seen(2, 30, 1), seen(2, 30, 40), seen(9, 1000, 1)], [48, 30, 40, 100])
})

test('an outlier keeps its sign and loses its size; a prediction that is not finite becomes the median', () => {
  const wild = onLocalTime<readonly number[]>({
    name: 'wild',
    windowDays: 9,
    mostSteps: 1000,
    minimumSteps: () => 1,
    fit: (values) => [...values],
    update: (state) => state,
    predict: () => Float64Array.of(NaN, Infinity, 1e6, -1e6),
  })
  const past = pastFrom(SPRING_MS + 24 * HOUR_MS, [1, 2, 3, 4, 5, 1e9])
  const state = wild.fit(past, task)
  assert.ok(state.inner[5] > 5 && state.inner[5] < 1e9)
  const calendar = calendarColumns(SPRING_MS + 30 * HOUR_MS, HOUR_MS, 4, 'Europe/Amsterdam', null)
  const { values } = wild.predict(state, past, { known: {}, calendar, steps: 4 })
  const margin = (state.inner[5] - 1) / 2
  assert.deepEqual([...values], [3.5, 3.5, state.inner[5] + margin, 1 - margin])
})
