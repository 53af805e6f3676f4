import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ReplayTaskInput } from '@omarino/contracts'
import { lastWeek, replayBody } from './fields.ts'

const fields = { site: 'demo', from: '2026-07-01T00:00', days: '7' }

test('local midnight of a summer in Berlin is 22:00 UTC of the day before, and the API takes the body', () => {
  const made = replayBody(fields, 'Europe/Berlin')
  assert.deepEqual(made, { body: { site: 'demo', from: '2026-06-30T22:00:00.000Z', days: 7 } })
  assert.ok('body' in made && ReplayTaskInput.safeParse(made.body).success)
})

test('a time that the clock shows twice is its first pass, one it never shows the instant after the gap', () => {
  const fromOf = (from: string) => replayBody({ ...fields, from }, 'Europe/Berlin')
  assert.deepEqual(fromOf('2026-10-25T02:30'), { body: { site: 'demo', from: '2026-10-25T00:30:00.000Z', days: 7 } })
  assert.deepEqual(fromOf('2026-03-29T02:30'), { body: { site: 'demo', from: '2026-03-29T01:00:00.000Z', days: 7 } })
})

test('the first field that is wrong is named', () => {
  const faultOf = (part: Partial<typeof fields>) => {
    const made = replayBody({ ...fields, ...part }, 'UTC')
    return 'fault' in made ? made.fault : undefined
  }
  const found = [{ site: '' }, { from: '' }, { from: '2026-13-01T00:00' }, { days: '0' }, { days: '1.5' }, { days: '32' }, { days: '31' }] // prettier-ignore
  assert.deepEqual(found.map(faultOf), ['site', 'from', 'from', 'days', 'days', 'days', undefined])
})

test('the form begins with the last seven whole days of the site', () => {
  assert.equal(lastWeek('Europe/Berlin', Date.UTC(2026, 10, 24, 23, 30)), '2026-11-18T00:00') // it is the 25th in Berlin
})
