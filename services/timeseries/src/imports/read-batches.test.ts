import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { decodeUtf8 } from './decode.ts'
import { cellsText, readBatches } from './read-batches.ts'
import type { RowBatch } from './read-batches.ts'

async function* pieces(bytes: Buffer, cuts: readonly number[]): AsyncGenerator<Buffer> {
  const places = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b), bytes.length]
  for (let i = 1; i < places.length; i++) yield bytes.subarray(places[i - 1], places[i])
}
async function read(text: string, cuts: readonly number[] = [], afterRow = 1): Promise<RowBatch[]> {
  const batches: RowBatch[] = []
  for await (const batch of readBatches(decodeUtf8(pieces(Buffer.from(text), cuts)), afterRow)) batches.push(batch)
  return batches
}
const rowsOf = (batches: readonly RowBatch[]) => batches.flatMap(({ rows }) => rows)
const rejectsOf = (batches: readonly RowBatch[]) => batches.flatMap(({ rejects }) => rejects)

const mixed = [
  '\uFEFFseries,time,value',
  'demo/load,2026-03-01T00:00:00Z,1.5',
  'demo/load,2026-03-01T00:15:00,2',
  '',
  '"demo/löad, ""east""",2026-03-01T01:15:00+01:00,-3',
  'demo/load,2026-03-01T00:30:00Z,"1,5"',
  '"two\nlines",2026-03-01T00:45:00Z,4',
  'demo/load,2026-03-01T01:00:00Z,9007199254740993',
  'demo/load,2026-03-01T01:00:00Z',
].join('\r\n')

test('rows and rejects carry the line of the file on which they begin, and the cells as given', async () => {
  const batches = await read(mixed)
  assert.deepEqual(rowsOf(batches).map(({ row, seriesKey, value }) => [row, seriesKey, value]), [
    [2, 'demo/load', 1.5], [5, 'demo/löad, "east"', -3], [7, 'two\nlines', 4],
  ]) // prettier-ignore
  assert.deepEqual(rejectsOf(batches).map(({ row, column, code, cells }) => [row, column, code, cells]), [
    [3, 'time', 'TIME_ZONE_MISSING', 'demo/load,2026-03-01T00:15:00,2'],
    [6, 'value', 'NOT_A_NUMBER', 'demo/load,2026-03-01T00:30:00Z,"1,5"'],
    [9, 'value', 'INTEGER_TOO_LARGE', 'demo/load,2026-03-01T01:00:00Z,9007199254740993'],
    [10, '', 'COLUMN_COUNT', 'demo/load,2026-03-01T01:00:00Z'],
  ]) // prettier-ignore
  assert.deepEqual([batches[0].lastRow, batches[0].bytesDone], [10, Buffer.byteLength(mixed)])
})

test('any cut of the bytes gives the same rows and rejects', async () => {
  const whole = await read(mixed)
  const property = fc.asyncProperty(fc.array(fc.nat(Buffer.byteLength(mixed)), { maxLength: 30 }), async (cuts) => {
    assert.deepEqual(await read(mixed, cuts), whole)
  })
  await fc.assert(property, { numRuns: 300 })
})

test('a later attempt goes on after the row that was dealt with', async () => {
  const rest = await read(mixed, [], 5)
  assert.deepEqual([...rowsOf(rest), ...rejectsOf(rest)].map(({ row }) => row), [7, 6, 9, 10]) // prettier-ignore
  assert.deepEqual(await read(mixed, [], 10), [])
})

test('a file longer than 50,000 rows comes in batches of that size, and no row is lost between them', async () => {
  const count = 100_001
  const lines = Array.from({ length: count }, (_, i) => `s,2026-03-01T00:00:00Z,${i}`)
  const batches = await read(`series,time,value\n${lines.join('\n')}\n`)
  assert.deepEqual(batches.map(({ rows }) => rows.length), [50_000, 50_000, 1]) // prettier-ignore
  assert.deepEqual(batches.map(({ lastRow }) => lastRow), [50_001, 100_001, 100_002]) // prettier-ignore
  assert.ok(rowsOf(batches).every(({ value }, i) => value === i))
})

test('a file without header, without rows or with other columns is refused', async () => {
  await assert.rejects(read(''), { code: 'CSV_EMPTY' })
  await assert.rejects(read('\n\n'), { code: 'CSV_EMPTY' })
  await assert.rejects(read('series,time,value\n'), { code: 'CSV_NO_ROWS' })
  await assert.rejects(read('\nseries,time,value\n\n'), { code: 'CSV_NO_ROWS' })
  await assert.rejects(read('time,value\n2026-03-01T00:00:00Z,1\n'), { code: 'CSV_COLUMNS' })
  await assert.rejects(read('series,time,value\ns,"2026\n'), { code: 'CSV_QUOTE', message: /^row 2 / })
})

test('cells are written so that they are read back', () => {
  assert.equal(cellsText(['a', 'b,c', 'say "no"', 'two\nlines']), 'a,"b,c","say ""no""","two\nlines"')
})
