import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ENSEMBLE, ENSEMBLE_MEDIAN, ensembleModel, ensembleTrial } from './ensemble.ts'
import { modelNamed } from './models/registry.ts'
import { futureAfter, sampleLoad, samplePast, sampleTask } from './sample-series.ts'

const NAMES = ['seasonal-naive', 'last-value', 'same-day-type', 'ridge-ar']
const members = NAMES.map((model) => ({ model, weight: 0.25 }))
const past = samplePast(sampleLoad(40).values)
const future = futureAfter(past, 24)
const alone = NAMES.map((name) => {
  const model = modelNamed(name)
  return model.predict(model.fit(past, sampleTask()), past, future).values
})

function together(name: string): { values: Float64Array; explained: Float64Array } {
  const model = ensembleModel(name, members)
  const state = structuredClone(model.fit(past, sampleTask()))
  const explanation = model.explain?.(state, past, future)
  const explained = new Float64Array(24)
  explanation?.contributions.forEach((part, at) => (explained[at % 24] += part))
  return { values: model.predict(state, past, future).values, explained }
}

test('the mean weighs its members, the median takes the middle one or the mean of two, step by step', () => {
  const [mean, middle] = [together(ENSEMBLE).values, together(ENSEMBLE_MEDIAN).values]
  for (let step = 0; step < 24; step += 1) {
    const sorted = alone.map((values) => values[step]).sort((a, b) => a - b)
    assert.ok(Math.abs(mean[step] - sorted.reduce((sum, value) => sum + value / 4, 0)) < 1e-9)
    assert.ok(Math.abs(middle[step] - (sorted[1] + sorted[2]) / 2) < 1e-9)
  }
})

test('what adds up to either is what adds up to those that count at the step', () => {
  for (const name of [ENSEMBLE, ENSEMBLE_MEDIAN]) {
    const { values, explained } = together(name)
    values.forEach((value, step) => assert.ok(Math.abs(value - explained[step]) < 1e-9, `${name} ${step}`))
  }
})

test('the trial of an ensemble combines those of its members at the same origins', () => {
  const forecast = (value: number) => ({ levels: [0.5], values: Float64Array.of(value) })
  const trial = (model: string, values: number[]) => ({ model, origins: [1, 2, 3].slice(-values.length), forecasts: values.map(forecast) }) // prettier-ignore
  const trials = [trial('a', [0, 1, 2]), trial('b', [5, 6]), trial('c', [9, 30])]
  const three = ['a', 'b', 'c'].map((model) => ({ model, weight: 1 / 3 }))
  const values = (name: string) => ensembleTrial(name, trials, three, [2, 3]).forecasts.map((each) => each.values[0])
  assert.deepEqual(values(ENSEMBLE_MEDIAN), [5, 6])
  assert.deepEqual(values(ENSEMBLE).map((value) => Number(value.toFixed(9))), [5, 12.666666667]) // prettier-ignore
})
