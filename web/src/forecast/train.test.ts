import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TrainTaskInput } from '@omarino/contracts'
import { askedText, trainBody } from './train.ts'

test('a training asks what the forecast was asked, in the words of its own body', () => {
  const request = {
    horizon: 'PT48H', levels: [0.975], seed: 7, model: 'auto', capacity: null, nonNegative: null, location: null,
    covariates: { known: ['a/t'], observed: [] }, stepSeconds: 900, zone: 'Europe/Berlin',
  } // prettier-ignore
  const body = trainBody({ series: 'a/b', request })
  assert.deepEqual(body, { series: ['a/b'], horizon: 'PT48H', levels: [0.975], seed: 7, model: 'auto', covariates: { known: ['a/t'], observed: [] } }) // prettier-ignore
  assert.ok(TrainTaskInput.safeParse(body).success)
  assert.deepEqual(trainBody({ series: 'a/b', request: null }), { series: ['a/b'] })
})

test('a way of asking reads as its parts; what goes without saying is left out', () => {
  const request = { horizon: 'PT36H', country: 'DE', model: 'auto', covariates: { known: ['a/t'], observed: [] } }
  assert.equal(askedText(request), 'PT36H · DE · a/t')
  assert.equal(askedText({ horizon: 'PT48H', model: 'lear' }), 'PT48H · lear')
  assert.equal(askedText(null), '')
})
