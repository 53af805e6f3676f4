import type { Forecast } from '@omarino/forecasting'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { columnsOf, scoresOf } from './forecast-columns.ts'

const forecast = {
  point: Float64Array.of(5, 6), levels: [0.05, 0.1, 0.5, 0.9], quantiles: Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8), model: 'ridge-ar',
  choice: {
    model: 'ridge-ar', members: [], origins: 2,
    scores: [{ model: 'seasonal-naive', pinball: 2, mae: 3, reason: null }, { model: 'ridge-ar', pinball: 1, mae: 2, reason: null }],
  },
  metrics: { origins: 2, points: 4, mae: 2, rmse: 2, mase: 1, skill: 0.3, pinball: 1, crps: 2, coverage80: 0.8 }, flags: [], explanation: null,
} as Forecast // prettier-ignore

test('each level becomes the column that is named after it', () => {
  const { pointValue, p10, p50, p90, quantiles } = columnsOf(forecast)
  assert.deepEqual([...pointValue, ...p10, ...p50, ...p90], [5, 6, 3, 4, 5, 6, 7, 8])
  assert.deepEqual(quantiles, [Float64Array.of(1, 2)]) // level 0.05
})

test('of the candidates exactly the chosen one is marked', () => {
  assert.deepEqual(
    scoresOf(forecast).map(({ chosen }) => chosen),
    [false, true],
  )
})
