import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Failure } from '@omarino/energy'
import { fitSeries, forecastFitted, forecastSeries } from './forecast-series.ts'
import { NO_COVARIATES } from './series-timeline.ts'
import { DAY_MS, type Forecast } from './model.ts'
import { dayAhead, sampleLoad } from './sample-series.ts'

const load = sampleLoad(60)
const numbers = ({ point, quantiles }: Forecast): number[] => [...point, ...quantiles]
const trainedAt = dayAhead(load, { issueMs: load.startMs + 50 * DAY_MS })

test('a fitted model that was stored and read again gives the bytes of fitting and forecasting in one', () => {
  const fitted = structuredClone(fitSeries(load, trainedAt))
  assert.deepEqual(forecastFitted(fitted, load, trainedAt), forecastSeries(load, trainedAt))
})

test('days later a fitted model takes in what became known, and does not look further', () => {
  const fitted = fitSeries(load, trainedAt)
  const later = dayAhead(load, { issueMs: load.startMs + 53 * DAY_MS })
  const forecast = forecastFitted(fitted, load, later)
  const atTraining = forecastFitted(fitted, load, trainedAt)
  assert.notDeepEqual(numbers(forecast), numbers(atTraining))
  const cut = { ...load, values: load.values.slice(0, 53 * 24) }
  assert.deepEqual(numbers(forecastFitted(fitted, cut, later)), numbers(forecast))
  const error = (at: Forecast): number => at.point.reduce((sum, value, i) => sum + Math.abs(load.values[53 * 24 + i] - value), 0) // prettier-ignore
  assert.ok(error(forecast) < 24 * 4, `${error(forecast)}`) // the sample's noise has a deviation of 1.7
})

test('a longer history in front changes nothing: a fitted model reads from where it was fitted', () => {
  const late = { ...load, startMs: load.startMs + 5 * DAY_MS, values: load.values.slice(5 * 24) }
  const fitted = fitSeries(late, trainedAt)
  assert.deepEqual(forecastFitted(fitted, load, trainedAt), forecastFitted(fitted, late, trainedAt))
})

test('a fitted model refuses another grid, an earlier issue time, and levels that it was not judged on', () => {
  const fitted = fitSeries(load, trainedAt)
  const refused = (change: object): void =>
    assert.throws(
      () => forecastFitted(fitted, load, { ...trainedAt, ...change }, NO_COVARIATES),
      (error) => error instanceof Failure && error.code === 'FITTED_MISMATCH',
    )
  refused({ issueMs: trainedAt.issueMs - DAY_MS })
  refused({ levels: [0.2] })
  refused({ model: 'gbdt' })
  refused({ horizonSteps: 100 })
})
