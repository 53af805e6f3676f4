import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dataVersion, readPointColumns, readPoints, testDatabase, transaction, writePoints } from './index.ts'
import { columnsOf, makeSeries } from './sample-series.ts'

const WEEK_MS = 7 * 86_400_000
const startMs = Date.UTC(2026, 0, 1)

test('columns of many series are what reading them one by one gives, each over its own range', async (t) => {
  const { db } = await testDatabase(t)
  const [first, second, empty] = [await makeSeries(db, 'a'), await makeSeries(db, 'b'), await makeSeries(db, 'c')]
  const rows = [
    [first.id, startMs, 0.1 + 0.2], [first.id, startMs + WEEK_MS, NaN, 3], [first.id, startMs + 2 * WEEK_MS + 1, -1e-300, 2],
    [second.id, startMs, 5], [second.id, startMs + 900_000, Math.PI, 1],
  ] as const // prettier-ignore
  await transaction(db, (client) => writePoints(client, columnsOf(rows)))
  const range = (seriesId: number, fromMs: number, toMs: number) => ({ seriesId, fromMs, toMs })
  const ranges = [
    range(second.id, startMs, startMs + 900_000),
    range(empty.id, startMs, startMs + WEEK_MS),
    range(first.id, startMs, startMs + 3 * WEEK_MS),
    range(second.id, startMs + 1, startMs + WEEK_MS),
  ]
  const columns = await readPointColumns(db, ranges)
  for (const [i, one] of ranges.entries()) assert.deepEqual(columns[i], await readPoints(db, one.seriesId, one))
  assert.deepEqual([...columns[0].values], [5])
  assert.equal(columns[1].values.length, 0)
})

test('the version of a range changes with a value, a quality and a point, and only inside of it', async (t) => {
  const { db } = await testDatabase(t)
  const { id } = await makeSeries(db, 'a')
  const range = { seriesId: id, fromMs: startMs, toMs: startMs + WEEK_MS }
  const after = async (...rows: readonly (readonly [number, number, number, number?])[]) => {
    await transaction(db, (client) => writePoints(client, columnsOf(rows)))
    return dataVersion(db, range)
  }
  const versions = [
    await dataVersion(db, range),
    await after([id, startMs, 1], [id, startMs + 1000, 2]),
    await after([id, startMs, 2], [id, startMs + 1000, 1]), // swapped
    await after([id, startMs, 2, 2]),
    await after([id, startMs + 2000, NaN]),
  ]
  assert.equal(new Set(versions).size, versions.length)
  assert.equal(await after([id, startMs + WEEK_MS, 9], [id, startMs - 1, 9]), versions.at(-1))
})
