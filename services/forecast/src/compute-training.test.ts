import { fitSeries } from '@omarino/forecasting'
import type { SeriesForecastRequest } from '@omarino/forecasting'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { computeTraining } from './compute-training.ts'
import { packFitted } from './fitted-bytes.ts'
import { DAY_MS, FIRST_MS, HOUR_MS, sampleLoad } from './sample-site.ts'

const covariates = { known: {}, observed: {} }
const request = (day: number): SeriesForecastRequest => ({
  issueMs: FIRST_MS + day * DAY_MS, horizonSteps: 36, zone: 'UTC', country: null, levels: [0.1, 0.5, 0.9], nonNegative: true, capacity: null, model: 'auto', seed: 1,
}) // prettier-ignore

/** From day 30 on the load follows another course of the day. */
const changed = {
  startMs: FIRST_MS, stepMs: HOUR_MS,
  values: sampleLoad(120, 1).map((value, hour) => (hour < 30 * 24 ? value : 60 + 25 * Math.sin((2 * Math.PI * hour) / 12) + (value - 50) / 20)),
} // prettier-ignore

test('a training after the load changed its ways beats the version from before, and says by how much', () => {
  const active = packFitted(fitSeries(changed, request(29), covariates))
  const { fitted, comparison, reason } = computeTraining({
    history: changed,
    covariates,
    request: request(120),
    active,
  })
  assert.equal(fitted.trainedToMs, request(120).issueMs)
  assert.deepEqual([comparison?.days, comparison?.better], [14, true])
  assert.ok((comparison?.mae ?? 1) < (comparison?.activeMae ?? 0))
  assert.equal(reason.code, 'compared')
  assert.match(
    reason.sentence,
    /^over 14 days trained anew: MAE [\d.]+ against [\d.]+ \(p 0\.0\d\d\), coverage \d+ % against \d+ %$/,
  )
})

test('the same training twice is no better than itself', () => {
  const active = packFitted(fitSeries(changed, request(106), covariates))
  const { comparison } = computeTraining({ history: changed, covariates, request: request(120), active })
  assert.deepEqual([comparison?.days, comparison?.better, comparison?.mae], [14, false, comparison?.activeMae])
})

test('without a version that serves, or too few days after its training, nothing is compared', () => {
  const item = { history: changed, covariates, request: request(120) }
  assert.deepEqual(
    [
      computeTraining({ ...item, active: null }).comparison,
      computeTraining({ ...item, active: new Uint8Array(3) }).comparison,
    ],
    [null, null],
  )
  const active = packFitted(fitSeries(changed, request(116), covariates))
  assert.equal(
    computeTraining({ ...item, active }).reason.sentence,
    'not compared: 4 days after the training of the serving version; 5 are needed',
  )
})
