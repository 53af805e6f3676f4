import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NewBacktest } from '@omarino/contracts'
import { backtestBody, stepText } from './protocol.ts'
import type { BacktestFields } from './protocol.ts'

const fields: BacktestFields = {
  series: 'a/b', first: '2026-03-01T00:00', every: 'P1D', count: '14', horizonHours: '24', model: 'auto', refit: 'P7D', nonNegative: true,
} // prettier-ignore
const measured = { key: 'a/b', stepSeconds: 900, zone: 'Europe/Berlin' }

test('a step is told in its largest whole unit; seconds have no duration of one unit', () => {
  assert.deepEqual([900, 3600, 7200, 86_400, 90, 10].map(stepText), ['PT15M', 'PT1H', 'PT2H', 'P1D', undefined, undefined]) // prettier-ignore
})

test('the form becomes a body that the contract takes: 24 h of quarter-hours are 96 steps', () => {
  const made = backtestBody(fields, measured, 'DE')
  assert.ok('body' in made)
  assert.deepEqual(NewBacktest.safeParse(made.body).error, undefined)
  const { protocol } = made.body
  assert.deepEqual(
    [protocol.horizon, protocol.step, protocol.zone, protocol.country],
    [96, 'PT15M', 'Europe/Berlin', 'DE'],
  )
  assert.deepEqual(protocol.origins, { first: '2026-03-01T00:00', every: 'P1D', count: 14 })
})

test('the first field that is wrong is named', () => {
  const faultOf = (part: Partial<BacktestFields>, series: typeof measured | undefined = measured) => {
    const made = backtestBody({ ...fields, ...part }, series, null)
    return 'fault' in made ? made.fault : undefined
  }
  const found = [faultOf({ first: '' }), faultOf({ count: '0' }), faultOf({ count: '1.5' }), faultOf({ model: ' ' })]
  assert.deepEqual(found, ['first', 'count', 'count', 'model'])
  assert.equal('fault' in backtestBody(fields, undefined, null), true)
  assert.equal(faultOf({}, { ...measured, stepSeconds: 10 }), 'step')
  assert.equal(faultOf({ horizonHours: '6' }, { ...measured, stepSeconds: 86_400 }), 'horizon')
})
