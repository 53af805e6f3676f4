import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allows, ROLES } from '@omarino/contracts'
import { hasRole } from './access.ts'

test('the screen and the gateway agree on who may do what', () => {
  for (const held of [...ROLES, 'stranger']) {
    for (const needed of ROLES) assert.equal(hasRole([held], needed), allows(needed, [held]), `${held} → ${needed}`)
  }
  assert.equal(hasRole([], 'viewer'), false)
})
