import { calendarEdges, parseCalendarStep, seededRandom } from '@omarino/energy'
import type { TimeRange } from '@omarino/energy'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Pool } from 'pg'
import { transaction } from './database.ts'
import { aggregatePoints, writePoints } from './points.ts'
import type { AggregateName } from './points.ts'
import { columnsOf, makeSeries } from './sample-series.ts'
import { testDatabase } from './test-database.ts'

const QUARTER_MS = 900_000
const NAMES: readonly AggregateName[] = ['mean', 'sum', 'min', 'max', 'first', 'last', 'count']
const utc = (time: string): number => new Date(`${time}Z`).getTime()

interface Point {
  readonly ms: number
  readonly value: number
  readonly quality: number
}

/** Quarter-hours over a range, with values that are exact in binary, gaps, and every quality. */
function samplePoints({ fromMs, toMs }: TimeRange): Point[] {
  const random = seededRandom(3)
  const points: Point[] = []
  for (let ms = fromMs; ms < toMs; ms += QUARTER_MS) {
    const quality = random() < 0.7 ? 0 : Math.floor(random() * 4)
    const value = quality === 3 ? NaN : Math.floor(random() * 4096) / 16 - 100
    if (random() < 0.95) points.push({ ms, value, quality })
  }
  return points
}

/** What each aggregate means, over the usable points of one bucket in the order of time. */
function summarise(name: AggregateName, values: readonly number[]): number {
  if (name === 'count') return values.length
  if (values.length === 0) return NaN
  const sum = values.reduce((total, value) => total + value, 0)
  return {
    mean: sum / values.length, sum, min: Math.min(...values), max: Math.max(...values), first: values[0], last: values[values.length - 1],
  }[name] // prettier-ignore
}

async function assertAggregates(db: Pool, seriesId: number, points: readonly Point[], edges: Float64Array) {
  for (const name of NAMES)
    for (const worst of [1, 2] as const) {
      const { values, counts } = await aggregatePoints(db, seriesId, edges, name, worst)
      assert.equal(values.length, edges.length - 1)
      for (let i = 0; i + 1 < edges.length; i++) {
        const usable = points
          .filter(({ ms, quality }) => ms >= edges[i] && ms < edges[i + 1] && quality <= worst)
          .map(({ value }) => value)
        const expected = summarise(name, usable)
        assert.equal(counts[i], usable.length)
        if (Number.isNaN(expected)) assert.ok(Number.isNaN(values[i]))
        else
          assert.ok(
            Math.abs(values[i] - expected) <= 1e-9 * Math.abs(expected),
            `${name} ${i}: ${values[i]} ${expected}`,
          )
      }
    }
}

const ranges = [
  { zone: 'Europe/Berlin', fromMs: utc('2026-03-20T00:00'), toMs: utc('2026-04-08T00:00') },
  { zone: 'Europe/Berlin', fromMs: utc('2026-10-20T00:00'), toMs: utc('2026-11-05T00:00') },
  { zone: 'America/Santiago', fromMs: utc('2026-09-03T00:00'), toMs: utc('2026-09-10T00:00') },
]

test('every aggregate is what counting by hand gives, over days of 23 to 25 hours, weeks, months and skipped midnights', async (t) => {
  const { db } = await testDatabase(t)
  for (const { zone, ...range } of ranges) {
    const series = await makeSeries(db, `load/${zone}/${range.fromMs}`, { zone })
    const points = samplePoints(range)
    const batch = columnsOf(points.map(({ ms, value, quality }) => [series.id, ms, value, quality]))
    await transaction(db, (client) => writePoints(client, batch))
    for (const text of ['PT1H', 'P1D', 'P1W', 'P1M']) {
      const step = parseCalendarStep(text)
      assert.ok(step)
      await assertAggregates(db, series.id, points, calendarEdges(range, step, zone))
    }
  }
})

test('a day in Berlin sums 92 quarter-hours in March, 100 in October, and a Sunday in Santiago 92', async (t) => {
  const { db } = await testDatabase(t)
  const days = [
    ['Europe/Berlin', '2026-03-29T12:00', 92], ['Europe/Berlin', '2026-10-25T12:00', 100], ['America/Santiago', '2026-09-06T12:00', 92],
  ] as const // prettier-ignore
  for (const [zone, noon, quarters] of days) {
    const { id } = await makeSeries(db, `load/${noon.slice(0, 10)}`)
    const times = Array.from({ length: 400 }, (_, i) => utc(noon) + (i - 200) * QUARTER_MS)
    await transaction(db, (client) => writePoints(client, columnsOf(times.map((ms) => [id, ms, 1]))))
    const edges = calendarEdges({ fromMs: utc(noon), toMs: utc(noon) + 1 }, { count: 1, unit: 'day' }, zone)
    const { values, counts } = await aggregatePoints(db, id, edges, 'sum', 1)
    assert.deepEqual([[...values], [...counts]], [[quarters], [quarters]]) // prettier-ignore
  }
})

test('a bucket without usable points has no value, but a count of nothing is zero', async (t) => {
  const { db } = await testDatabase(t)
  const { id } = await makeSeries(db, 'load')
  await transaction(db, (client) => writePoints(client, columnsOf([[id, 100, 5, 2], [id, 200, NaN, 3], [id, 300, 7]]))) // prettier-ignore
  const edges = Float64Array.of(0, 100, 200, 300, 400)
  const valuesOf = async (name: AggregateName, worst: 1 | 2) => [...(await aggregatePoints(db, id, edges, name, worst)).values] // prettier-ignore
  assert.deepEqual(await valuesOf('mean', 1), [NaN, NaN, NaN, 7])
  assert.deepEqual(await valuesOf('mean', 2), [NaN, 5, NaN, 7])
  assert.deepEqual(await valuesOf('count', 1), [0, 0, 0, 1])
  assert.deepEqual((await aggregatePoints(db, id, Float64Array.of(0), 'sum', 1)).values.length, 0)
})
