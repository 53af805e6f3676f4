import assert from 'node:assert/strict'
import { test } from 'node:test'
import { calendarColumns } from '../calendar-columns.ts'
import { DAY_MS } from '../model.ts'
import { MONDAY_MS } from '../sample-series.ts'
import { feedBack } from './fed-back.ts'
import { featureSource } from './ridge-features.ts'

const NO_CORRECTION = { knots: [0], lastHour: Float64Array.of(0), lastDay: Float64Array.of(0) }
const lagsOf = (known: Float64Array, steps: number) =>
  featureSource(known, calendarColumns(MONDAY_MS, DAY_MS, known.length + steps, 'UTC', null), 1, 1)

test('a prediction is what the next one looks back on, and none leaves the range', () => {
  const known = Float64Array.of(1, 2)
  const lags = lagsOf(known, 4)
  const told: number[] = []
  const model = { lags, predict: (i: number) => 2 * lags.scaled[i - 1], correction: NO_CORRECTION, range: [0, 10] as const } // prettier-ignore
  const path = feedBack(model, known, 4, (_, correction, held) => told.push(correction + held))
  assert.deepEqual([...path], [4, 8, 10, 10]) // 16 and then 20 are held at 10
  assert.deepEqual(told, [0, 0, -6, -10])
})

test("the last day's error is added as far as the correction says", () => {
  const known = Float64Array.of(1, 5)
  const correction = { knots: [0, 1], lastHour: Float64Array.of(0.5, 0), lastDay: Float64Array.of(0, 0) }
  const model = { lags: lagsOf(known, 2), predict: () => 3, correction, range: [0, 10] as const }
  // The last step was 5 instead of 3: half of the 2 stays in the next one, nothing in the one after it.
  assert.deepEqual([...feedBack(model, known, 2, () => undefined)], [4, 3])
})
