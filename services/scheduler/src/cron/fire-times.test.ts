import { Failure } from '@omarino/energy'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nextFireTimes, parseCron } from './fire-times.ts'

const firesOn = (cron: string, zone: string, from: string, to: string): string[] => {
  const start = new Date(from).getTime()
  const end = new Date(to).getTime()
  return nextFireTimes(parseCron(cron), zone, start - 1, 200)
    .filter((ms) => ms < end)
    .map((ms) => new Date(ms).toISOString().slice(0, 16))
}

/** zone, cron, range that holds the local day, fires in UTC: worked out from the zones' rules of 2026. */
const VECTORS: [zone: string, cron: string, from: string, to: string, fires: string[]][] = [
  ['Europe/Berlin', '30 2 * * *', '2026-03-28T23:00Z', '2026-03-29T22:00Z', ['2026-03-29T01:30']],
  ['Europe/Berlin', '30 2 * * *', '2026-10-24T22:00Z', '2026-10-25T23:00Z', ['2026-10-25T00:30']],
  ['America/New_York', '30 2 * * *', '2026-03-08T05:00Z', '2026-03-09T04:00Z', ['2026-03-08T07:30']],
  ['America/New_York', '30 1 * * *', '2026-11-01T04:00Z', '2026-11-02T05:00Z', ['2026-11-01T05:30']],
  ['Australia/Sydney', '30 2 * * *', '2026-10-03T14:00Z', '2026-10-04T13:00Z', ['2026-10-03T16:30']],
  [
    'Europe/Berlin',
    '*/15 2 * * *',
    '2026-10-24T22:00Z',
    '2026-10-25T23:00Z',
    ['2026-10-25T00:00', '2026-10-25T00:15', '2026-10-25T00:30', '2026-10-25T00:45'],
  ],
  ['Australia/Lord_Howe', '15 2 * * *', '2026-10-03T13:30Z', '2026-10-04T13:00Z', ['2026-10-03T15:45']],
  ['Australia/Lord_Howe', '45 1 * * *', '2026-04-04T13:00Z', '2026-04-05T13:30Z', ['2026-04-04T14:45']],
  ['America/Santiago', '30 0 * * *', '2026-09-06T04:00Z', '2026-09-07T03:00Z', ['2026-09-06T04:30']],
  ['America/Santiago', '30 23 * * *', '2026-04-04T03:00Z', '2026-04-05T04:00Z', ['2026-04-05T02:30']],
  ['Pacific/Chatham', '45 2 * * *', '2026-09-26T11:15Z', '2026-09-27T10:15Z', ['2026-09-26T14:00']],
  ['America/Havana', '30 0 * * *', '2026-11-01T04:00Z', '2026-11-02T05:00Z', ['2026-11-01T04:30']],
  ['America/Nuuk', '30 23 * * *', '2026-03-28T02:00Z', '2026-03-29T02:00Z', ['2026-03-29T01:30']],
  ['Asia/Kathmandu', '0 6 * * *', '2026-05-01T18:15Z', '2026-05-02T18:15Z', ['2026-05-02T00:15']],
]

for (const [zone, cron, from, to, fires] of VECTORS) {
  test(`${cron} in ${zone} on the local day that begins ${from} fires at ${fires.join(', ')}`, () => {
    assert.deepEqual(firesOn(cron, zone, from, to), fires)
  })
}

test('a quarter-hourly expression fires 94 times on the day that loses half an hour and 98 times on the one that gains it', () => {
  assert.equal(firesOn('*/15 * * * *', 'Australia/Lord_Howe', '2026-10-03T13:30Z', '2026-10-04T13:00Z').length, 94)
  assert.equal(firesOn('*/15 * * * *', 'Australia/Lord_Howe', '2026-04-04T13:00Z', '2026-04-05T13:30Z').length, 98)
})

test('a year of quarter hours in Berlin has 35,040 fires, each 15 minutes after the one before', () => {
  const fires = nextFireTimes(
    parseCron('*/15 * * * *'),
    'Europe/Berlin',
    new Date('2025-12-31T22:59:59Z').getTime(),
    35_040,
  )
  assert.equal(fires.at(-1), new Date('2026-12-31T22:45:00Z').getTime())
  assert.ok(fires.every((ms, i) => i === 0 || ms - fires[i - 1] === 900_000))
})

test('29 February is found however far away it lies', () => {
  assert.equal(
    nextFireTimes(parseCron('0 0 29 2 *'), 'UTC', new Date('2026-01-01T00:00:00Z').getTime(), 1)[0],
    new Date('2028-02-29T00:00:00Z').getTime(),
  )
})

for (const text of [
  '',
  '* * * *',
  '61 * * * *',
  '0 0 15W * *',
  'H 2 * * *',
  'H(0-9) * * * *',
  '0 0 1 1 * 2027 1',
  'daily',
  '* * * * * * *',
]) {
  test(`the cron text ${JSON.stringify(text)} is refused with the code CRON`, () => {
    assert.throws(
      () => parseCron(text),
      (error) => error instanceof Failure && error.code === 'CRON',
    )
  })
}
