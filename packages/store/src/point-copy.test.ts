import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encodedBytes, encodeRows } from './point-copy.ts'
import { columnsOf } from './sample-series.ts'

test('a row is four fields, big-endian, with time in microseconds since 2000', () => {
  const batch = columnsOf([[7, Date.UTC(2000, 0, 1) + 1, 1.5, 2]])
  // 4 fields; 8 bytes: 1 ms = 1000 µs = 0x3e8; 8 bytes: 1.5 = 0x3ff8…; 4 bytes: 7; 2 bytes: 2
  const expected = '0004' + '00000008' + '00000000000003e8' + '00000008' + '3ff8000000000000' + '00000004' + '00000007' + '00000002' + '0002' // prettier-ignore
  assert.equal(encodeRows(batch, 0, 1).toString('hex'), expected)
})

test('a time before 2000 is negative, and a missing value has length -1 and no bytes', () => {
  const batch = columnsOf([[1, Date.UTC(1999, 11, 31, 23, 59, 59, 999), NaN, 3]])
  const expected = '0004' + '00000008' + 'fffffffffffffc18' + 'ffffffff' + '00000004' + '00000001' + '00000002' + '0003' // -1000 µs
  assert.equal(encodeRows(batch, 0, 1).toString('hex'), expected)
})

test('the size is known before the rows are encoded', () => {
  const batch = columnsOf([[1, 0, 1], [1, 1, NaN], [2, 0, 3]]) // prettier-ignore
  assert.equal(encodeRows(batch, 0, 3).length, 40 + 32 + 40)
  assert.equal(encodedBytes(batch), 19 + 40 + 32 + 40 + 2) // signature, flags and extension length before, end mark after
})
