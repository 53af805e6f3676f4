import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ForecastScore } from '@omarino/contracts'
import { formatsOf } from '../formats.ts'
import { countOf, coverageState, measureHead, measureText } from './measures.ts'

test('a coverage is calibrated from 70 to 90 percent, and unknown is neither good nor bad', () => {
  assert.deepEqual([0.69, 0.7, 0.9, 0.91, null, undefined].map(coverageState), ['narrow', 'calibrated', 'calibrated', 'wide', 'unscored', 'unscored']) // prettier-ignore
})

test('shares read as percent, errors in the unit that stands in the heading', () => {
  const names = { mae: 'MAE', nmae: 'nMAE', rmse: '', pinball: '', coverage80: '', bias: '', skill: 'Skill' }
  const f = formatsOf('en')
  assert.deepEqual([measureText(f, 'skill', -0.051), measureText(f, 'bias', -2), measureText(f, 'mae', null)], ['−5.1 %', '−2', '–']) // prettier-ignore
  assert.deepEqual([measureHead(names, 'mae', 'kW'), measureHead(names, 'nmae', 'kW'), measureHead(names, 'mae', '')], ['MAE, kW', 'nMAE', 'MAE']) // prettier-ignore
})

test('skill is counted over the values that have a naive one too', () => {
  const score = { count: 10, skillCount: 7 } as ForecastScore
  assert.deepEqual([countOf(score, 'mae'), countOf(score, 'skill')], [10, 7])
})
