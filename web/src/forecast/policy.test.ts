import { NewRetrainPolicy } from '@omarino/contracts'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { en } from '../messages/en.ts'
import { isSamePolicy, NEVER, policyIntervals } from './policy.ts'

test('every interval that is offered has a word and is one that the service takes; another one stays to choose', () => {
  for (const every of policyIntervals(null)) {
    assert.ok(every in en.forecast.policyIntervals, every)
    assert.ok(NewRetrainPolicy.safeParse({ every: every === NEVER ? null : every }).success, every)
  }
  assert.deepEqual(policyIntervals('P7D'), policyIntervals(null))
  assert.equal(policyIntervals('PT36H').at(-1), 'PT36H')
})

test('a policy is changed by each of its parts', () => {
  const policy = { every: 'P7D', onDrift: true, onCorrection: true }
  assert.ok(isSamePolicy(policy, { ...policy }))
  for (const change of [{ every: null }, { onDrift: false }, { onCorrection: false }])
    assert.ok(!isSamePolicy(policy, { ...policy, ...change }))
})
