import type { PointColumns } from '@omarino/energy'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Pool } from 'pg'
import fc from 'fast-check'
import { all, transaction } from './database.ts'
import { countPoints, latestPoint, readPoints, sortPoints, writePoints } from './points.ts'
import { columnsOf, makeSeries } from './sample-series.ts'
import { storeKit } from './kit.ts'
import { testDatabase } from './test-database.ts'

const HOUR_MS = 3_600_000
const WEEK_MS = 7 * 24 * HOUR_MS
const mondayMs = Date.UTC(2026, 0, 5)
const write = (db: Pool, batch: PointColumns) => transaction(db, (client) => writePoints(client, batch))
const partitions = async (db: Pool): Promise<string[]> =>
  (await all<{ name: string }>(db, `select inhrelid::regclass::text as name from pg_inherits where inhparent = 'timeseries.point'::regclass order by 1`)).map(({ name }) => name) // prettier-ignore
const wide = { fromMs: mondayMs - WEEK_MS, toMs: mondayMs + 4 * WEEK_MS }

test('points are sorted by series and time, and of equal keys the last one stands', () => {
  const sorted = sortPoints(columnsOf([[2, 5, 1], [1, 9, 2], [1, 3, 3], [1, 9, 4, 1], [2, 5, NaN, 3], [1, 9, 5]])) // prettier-ignore
  assert.deepEqual(sorted, columnsOf([[1, 3, 3], [1, 9, 5], [2, 5, NaN, 3]])) // prettier-ignore
})

test('the same batch again changes nothing, and only what differs is written', async (t) => {
  const { db } = await testDatabase(t)
  const { id } = await makeSeries(db, 'load')
  const batch = columnsOf([[id, mondayMs, 1.5], [id, mondayMs + 1, NaN, 3], [id, mondayMs + 2, -0.1, 1]]) // prettier-ignore
  assert.deepEqual(await write(db, batch), { written: 3, unchanged: 0 })
  assert.deepEqual(await write(db, batch), { written: 0, unchanged: 3 })
  const corrected = columnsOf([[id, mondayMs, 2], [id, mondayMs + 1, NaN, 3], [id, mondayMs + 2, -0.1, 2]]) // prettier-ignore
  assert.deepEqual(await write(db, corrected), { written: 2, unchanged: 1 }) // a value, then a quality
  const { timesMs, values, quality } = await readPoints(db, id, wide)
  assert.deepEqual([[...timesMs], [...values], [...quality]], [[mondayMs, mondayMs + 1, mondayMs + 2], [2, NaN, -0.1], [0, 3, 2]]) // prettier-ignore
  assert.deepEqual(await write(db, columnsOf([])), { written: 0, unchanged: 0 })
})

test('a batch that is rolled back leaves no point and no partition', async (t) => {
  const { db } = await testDatabase(t)
  const { id } = await makeSeries(db, 'load')
  const broken = transaction(db, async (client) => {
    await writePoints(client, columnsOf([[id, mondayMs, 1]]))
    throw new Error('power cut')
  })
  await assert.rejects(broken, /power cut/)
  assert.equal(await countPoints(db, id, wide, 10), 0)
  assert.deepEqual(await partitions(db), [])
})

test('any batches leave what a map of (series, time) would hold, and count what they changed', async (t) => {
  const { db } = await testDatabase(t)
  const ids = [(await makeSeries(db, 'a')).id, (await makeSeries(db, 'b')).id]
  const value = fc.oneof(fc.constantFrom(0, 1, 2, 0.1, -1e300, 5e-324), fc.constant(NaN))
  const row = fc.tuple(fc.constantFrom(...ids), fc.integer({ min: -6, max: 6 }), value, fc.constantFrom(0, 1, 2, 3))
  const batches = fc.array(fc.array(row, { maxLength: 12 }), { minLength: 1, maxLength: 4 })
  const property = fc.asyncProperty(batches, async (given) => {
    await db.query('delete from timeseries.point')
    const model = new Map<string, readonly [number, number, number, number]>()
    for (const rows of given) {
      const points = rows.map(([id, hours, ...rest]) => [id, mondayMs + hours * HOUR_MS, ...rest] as const)
      const last = new Map(points.map((point) => [`${point[0]} ${point[1]}`, point]))
      const changed = [...last].filter(([key, point]) => !same(model.get(key), point))
      for (const [key, point] of last) model.set(key, point)
      assert.deepEqual(await write(db, columnsOf(points)), { written: changed.length, unchanged: last.size - changed.length }) // prettier-ignore
    }
    for (const id of ids) {
      const expected = [...model.values()].filter((point) => point[0] === id).sort((a, b) => a[1] - b[1])
      const { timesMs, values, quality } = await readPoints(db, id, wide)
      assert.deepEqual(expected, Array.from(timesMs, (ms, i) => [id, ms, values[i], quality[i]])) // prettier-ignore
    }
  })
  await fc.assert(property, { numRuns: 100 })
})
const same = (a: readonly number[] | undefined, b: readonly number[]): boolean =>
  a?.every((value, i) => Object.is(value, b[i])) ?? false

test('points in three separate weeks make exactly three partitions, named by their ISO week', async (t) => {
  const { db } = await testDatabase(t)
  const { timescale } = await storeKit.databaseModes(db)
  const named = timescale.startsWith('none') // a hypertable names and cuts its chunks itself
  const { id } = await makeSeries(db, 'load')
  const sunday = mondayMs - 1 // the last millisecond of week 1
  await write(db, columnsOf([[id, sunday, 1], [id, mondayMs + 2 * WEEK_MS, 1], [id, mondayMs + 5 * WEEK_MS + HOUR_MS, 1]])) // prettier-ignore
  const expected = ['2026w01', '2026w04', '2026w07'].map((week) => `timeseries.point_${week}`)
  const made = await partitions(db)
  if (named) assert.deepEqual(made, expected)
  assert.equal(made.length, 3)
  await write(db, columnsOf([[id, mondayMs - WEEK_MS, 1], [id, mondayMs + 3 * WEEK_MS - 1, 1]])) // prettier-ignore
  if (named) assert.deepEqual(await partitions(db), made) // the first ms of week 1 and the last of week 4
})

test('writers that need the same new weeks at once wait for each other and none of them fails', async (t) => {
  const { db } = await testDatabase(t)
  const { id } = await makeSeries(db, 'load')
  const writer = async (number: number): Promise<void> => {
    const weeks = Array.from({ length: 6 }, (_, i) => (number * 5 + i * 7) % 8) // overlapping, in different orders
    const batch = columnsOf(weeks.map((week) => [id, mondayMs + week * WEEK_MS + number, number]))
    const client = await db.connect()
    try {
      await client.query('begin')
      await writePoints(client, batch)
      await client.query('commit')
    } finally {
      client.release(true)
    }
  }
  await Promise.all([0, 1, 2, 3, 4, 5].map(writer)) // no retry here: a deadlock would reject
  assert.equal((await partitions(db)).length, 8)
  assert.equal(await countPoints(db, id, { fromMs: mondayMs, toMs: mondayMs + 9 * WEEK_MS }, 100), 36)
})

test('the newest usable point at an instant is good or estimated and has a value', async (t) => {
  const { db } = await testDatabase(t)
  const { id } = await makeSeries(db, 'load')
  await write(db, columnsOf([[id, mondayMs, 1], [id, mondayMs + 1, 2, 1], [id, mondayMs + 2, 3, 2], [id, mondayMs + 3, NaN, 3]])) // prettier-ignore
  assert.deepEqual(await latestPoint(db, id, mondayMs + 9), { timeMs: mondayMs + 1, value: 2 })
  assert.deepEqual(await latestPoint(db, id, mondayMs), { timeMs: mondayMs, value: 1 })
  assert.equal(await latestPoint(db, id, mondayMs - 1), undefined)
})

test('a range is half-open, and reading and counting stop at their limit', async (t) => {
  const { db } = await testDatabase(t)
  const { id } = await makeSeries(db, 'load')
  await write(db, columnsOf([0, 1, 2, 3].map((i) => [id, mondayMs + i, i]))) // prettier-ignore
  const range = { fromMs: mondayMs + 1, toMs: mondayMs + 3 }
  assert.deepEqual([...(await readPoints(db, id, range)).values], [1, 2])
  assert.deepEqual([...(await readPoints(db, id, range, 1)).values], [1])
  assert.deepEqual([await countPoints(db, id, range, 9), await countPoints(db, id, range, 1)], [2, 1])
})
