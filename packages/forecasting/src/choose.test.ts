import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pickModel } from './choose.ts'

const scores = (losses: Record<string, number | null>) =>
  Object.entries(losses).map(([model, pinball]) => ({ model, pinball, mae: pinball, reason: null }))
const pick = (losses: Record<string, number | null>): string => pickModel(scores(losses))

test('the ensemble is the safe choice, also where one model was somewhat luckier', () => {
  assert.equal(pick({ 'seasonal-naive': 10, 'ridge-ar': 6, ensemble: 8 }), 'ensemble')
  assert.equal(pick({ 'seasonal-naive': 10, 'ridge-ar': 5, ensemble: 8 }), 'ridge-ar') // 37 % better
})

test('a distribution that did best stands: a mean of medians cannot stand for it', () => {
  const all = scores({ 'seasonal-naive': 10, empirical: 7, ensemble: 8 })
  assert.equal(pickModel(all, ['empirical']), 'empirical')
  assert.equal(pickModel(all), 'ensemble')
  assert.equal(pickModel(scores({ 'seasonal-naive': 10, empirical: 9, ensemble: 8 }), ['empirical']), 'ensemble')
})

test('a model of the thing itself stands unless the ensemble did more than 2 % better', () => {
  assert.equal(pick({ 'seasonal-naive': 20, pv: 8.1, gbdt: 8, ensemble: 8 }), 'pv')
  assert.equal(pick({ 'seasonal-naive': 20, pv: 8.2, gbdt: 8, ensemble: 8 }), 'ensemble')
  assert.equal(pick({ 'seasonal-naive': 20, pv: 8.1, gbdt: 5, ensemble: 8 }), 'gbdt') // 40 % better than pv
  assert.equal(pick({ 'seasonal-naive': 8.2, pv: 8.1, ensemble: 8 }), 'ensemble') // pv gains 1 % on the naive
})

test('an ensemble that did more than 15 % worse than the seasonal naive is not trusted', () => {
  assert.equal(pick({ 'seasonal-naive': 10, 'ridge-ar': 12, ensemble: 11 }), 'ensemble')
  assert.equal(pick({ 'seasonal-naive': 10, 'ridge-ar': 12, ensemble: 11.6 }), 'seasonal-naive')
})

test('without an ensemble a model must gain 2 % on the seasonal naive, and on perfection nothing gains', () => {
  assert.equal(pick({ 'seasonal-naive': 10, 'ridge-ar': 9.9 }), 'seasonal-naive')
  assert.equal(pick({ 'seasonal-naive': 10, 'ridge-ar': 9.7 }), 'ridge-ar')
  assert.equal(pick({ 'seasonal-naive': 0, 'ridge-ar': 0, ensemble: 0.1 }), 'seasonal-naive')
  assert.equal(pick({ 'seasonal-naive': null, 'ridge-ar': null }), 'seasonal-naive')
})
