import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bucketMs, chooseBucket } from './bucket.ts'

const DAY_MS = 86_400_000
const quarterHourly = { kind: 'mean', stepSeconds: 900 } as const

test('a week of quarter-hours is shown as stored', () => {
  assert.equal(chooseBucket(quarterHourly, [0, 7 * DAY_MS], {}), undefined) // 672 points
})

test('a year of quarter-hours comes in daily means: 8760 hours would be too many, 365 days are not', () => {
  assert.deepEqual(chooseBucket(quarterHourly, [0, 365 * DAY_MS], {}), { agg: 'mean', interval: 'P1D' })
})

test('energies are summed, counters show their last reading', () => {
  assert.equal(chooseBucket({ kind: 'sum', stepSeconds: 900 }, [0, 60 * DAY_MS], {})?.agg, 'sum')
  assert.equal(chooseBucket({ kind: 'cumulative', stepSeconds: null }, [0, 60 * DAY_MS], {})?.agg, 'last')
})

test('what the reader chose counts first', () => {
  assert.deepEqual(chooseBucket(quarterHourly, [0, DAY_MS], { agg: 'max', interval: 'PT1H' }), {
    agg: 'max',
    interval: 'PT1H',
  })
})

test('no bucket is finer than the series', () => {
  const daily = { kind: 'mean', stepSeconds: 86_400 } as const
  assert.equal(chooseBucket(daily, [0, 2 * DAY_MS], { agg: 'max' })?.interval, 'P1D')
})

test('hours have a length, days do not', () => {
  assert.equal(bucketMs('PT15M'), 900_000)
  assert.equal(bucketMs('P1D'), null)
})
