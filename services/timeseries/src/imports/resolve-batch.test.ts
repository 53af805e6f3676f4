import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readPointLayout } from '@omarino/energy'
import type { RowBatch } from './read-batches.ts'
import { resolveBatch } from './resolve-batch.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const nowMs = Date.UTC(2026, 2, 1)
const known = new Map([
  ['load', { id: 7, meterKey: 'm1', dataType: 'measurement' }],
  ['price', { id: 8, meterKey: 'market', dataType: 'price' }],
])
const short = ['value', 'time', 'series']
const long = ['meter_id', 'timestamp', 'series_id', 'value']

function batchOf(header: readonly string[], rows: readonly Partial<RowBatch['rows'][number]>[]): RowBatch {
  const filled = rows.map((row, i) => ({
    row: i + 2, cells: `row ${i + 2}`, seriesKey: 'load', meterKey: undefined, timeMs: nowMs, value: 1, quality: 0, ...row,
  })) // prettier-ignore
  return { layout: readPointLayout(header), rows: filled, rejects: [], lastRow: rows.length + 1, bytesDone: 0 }
}
const faults = (batch: RowBatch) =>
  resolveBatch(batch, known, nowMs).rejects.map(({ row, column, code }) => [row, column, code])

test('rows of series that exist become columns, in the order of the file', () => {
  const rows = [{ value: 2.5 }, { seriesKey: 'price', value: NaN, quality: 3, timeMs: nowMs + 5 }]
  const { points, rejects } = resolveBatch(batchOf(short, rows), known, nowMs)
  assert.deepEqual([[...points.seriesIds], [...points.timesMs]], [[7, 8], [nowMs, nowMs + 5]]) // prettier-ignore
  assert.deepEqual([[...points.values], [...points.quality], rejects], [[2.5, NaN], [0, 3], []]) // prettier-ignore
})

test('an unknown series is rejected by the column that names it, and the other rows go in', () => {
  const batch = batchOf(short, [{ seriesKey: 'nobody' }, {}])
  const { points, rejects } = resolveBatch(batch, known, nowMs)
  assert.equal(points.values.length, 1)
  assert.deepEqual(rejects, [
    { row: 2, cells: 'row 2', column: 'series', code: 'SERIES_UNKNOWN', reason: 'there is no series "nobody"; create it first' },
  ]) // prettier-ignore
  assert.deepEqual(faults(batchOf(long, [{ seriesKey: 'nobody' }])), [[2, 'series_id', 'SERIES_UNKNOWN']])
})

test('a meter that does not own the series is a mismatch, an empty one says nothing', () => {
  const rows = [{ meterKey: 'm1' }, { meterKey: '' }, { meterKey: 'm2' }, { seriesKey: 'price', meterKey: 'm1' }]
  assert.deepEqual(faults(batchOf(long, rows)), [[4, 'meter_id', 'METER_MISMATCH'], [5, 'meter_id', 'METER_MISMATCH']]) // prettier-ignore
})

test('a measurement may lie 24 hours ahead and a price 400 days, not a millisecond more', () => {
  const rows = [
    { timeMs: nowMs + DAY_MS }, { timeMs: nowMs + DAY_MS + 1 },
    { seriesKey: 'price', timeMs: nowMs + 400 * DAY_MS }, { seriesKey: 'price', timeMs: nowMs + 400 * DAY_MS + 1 },
  ] // prettier-ignore
  assert.deepEqual(faults(batchOf(short, rows)), [[3, 'time', 'TIME_AHEAD'], [5, 'time', 'TIME_AHEAD']]) // prettier-ignore
  assert.deepEqual(faults(batchOf(long, [rows[1]])), [[2, 'timestamp', 'TIME_AHEAD']])
})

test('a time of before 40 years is a mistake', () => {
  const oldest = nowMs - 40 * 366 * DAY_MS
  assert.deepEqual(faults(batchOf(short, [{ timeMs: oldest }, { timeMs: oldest - 1 }])), [[3, 'time', 'TIME_TOO_OLD']])
})

test('rows that could not be read stay rejected: accepted and rejected add up to the rows', () => {
  const reject = { row: 3, column: 'value', code: 'NOT_A_NUMBER', reason: 'x', cells: 'x' }
  const batch = { ...batchOf(short, [{}, { seriesKey: 'nobody' }]), rejects: [reject] }
  const { points, rejects } = resolveBatch(batch, known, nowMs)
  assert.deepEqual([points.values.length, rejects.length], [1, 2])
  assert.deepEqual(rejects[0], reject)
})
