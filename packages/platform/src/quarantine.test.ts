import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createQuarantine } from './quarantine.ts'

test('work is refused after it ended three processes, other work is not', () => {
  const quarantine = createQuarantine()
  for (let i = 0; i < 3; i++) {
    quarantine.admit('bad')
    quarantine.strike('bad')
  }
  assert.throws(() => quarantine.admit('bad'), {
    kind: 'conflict',
    code: 'COMPUTE_QUARANTINED',
    message: /ended 3 proc/,
  })
  quarantine.admit('good')
})

test('work that was done at last starts anew', () => {
  const quarantine = createQuarantine()
  for (const act of [quarantine.strike, quarantine.strike, quarantine.forgive, quarantine.strike]) act('shaky')
  quarantine.admit('shaky')
})

test('a thousand keys are remembered, the one struck longest ago goes first', () => {
  const quarantine = createQuarantine()
  for (let i = 0; i < 3; i++) quarantine.strike('old')
  for (let i = 0; i < 999; i++) quarantine.strike(`other ${i}`)
  assert.throws(() => quarantine.admit('old'))
  quarantine.strike('one too many')
  quarantine.admit('old')
})
