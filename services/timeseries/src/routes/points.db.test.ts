import type { PointsReply, SeriesPage } from '@omarino/contracts'
import { findSeries, transaction, writePoints } from '@omarino/store'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { z } from 'zod'
import { addSampleSeries, sampleService } from '../sample-service.ts'
import type { Answer, SampleService } from '../sample-service.ts'

const QUARTER_MS = 900_000
const refusal = ({ status, body }: Answer) => [status, body['code']]

async function open(...given: Parameters<typeof sampleService>) {
  const service = await sampleService(...given)
  await addSampleSeries(service)
  const read = (query: string, key = 'demo/load') =>
    service.ask('GET', `/timeseries/series/${encodeURIComponent(key)}/points?${query}`, { role: 'viewer' })
  return { ...service, read }
}

async function write(
  { db }: SampleService,
  fromMs: number,
  values: readonly number[],
  quality: readonly number[] = [],
) {
  const { id } = (await findSeries(db, 'demo/load')) ?? assert.fail('no series')
  const batch = {
    seriesIds: new Int32Array(values.length).fill(id), timesMs: Float64Array.from(values, (_, i) => fromMs + i * QUARTER_MS),
    values: Float64Array.from(values), quality: Int16Array.from(values, (_, i) => quality[i] ?? 0),
  } // prettier-ignore
  await transaction(db, (client) => writePoints(client, batch))
}

test('points are read as they are stored, with quality, over a half-open range in any zone', async (t) => {
  const service = await open(t)
  await write(service, Date.UTC(2026, 2, 1), [1, NaN, 3, 4], [0, 3, 2, 1])
  const reply = await service.read('from=2026-03-01T01:00:00%2B01:00&to=2026-03-01T00:45:00Z')
  const { seriesId, ...rest } = reply.body as PointsReply
  assert.match(seriesId, /^[0-9a-f-]{36}$/)
  assert.deepEqual(rest, {
    key: 'demo/load', unit: 'kW', zone: 'Europe/Berlin', agg: null, interval: null,
    times: ['2026-03-01T00:00:00.000Z', '2026-03-01T00:15:00.000Z', '2026-03-01T00:30:00.000Z'], values: [1, null, 3], quality: ['good', 'missing', 'suspect'],
  }) // prettier-ignore
  const byId = await service.read('from=2026-03-01T00:00:00Z&to=2026-03-01T00:45:00Z', seriesId)
  assert.deepEqual(byId.body, reply.body)
})

test('a day of 25 hours in Berlin is one bucket of 100 quarter-hours, another zone cuts it elsewhere', async (t) => {
  const service = await open(t)
  await write(service, Date.UTC(2026, 9, 24, 22), new Array<number>(100).fill(2)) // from 25 October, midnight in Berlin
  const days = async (zone: string) => {
    const query = `from=2026-10-24T22:00:00Z&to=2026-10-25T23:00:00Z&agg=sum&interval=P1D&zone=${zone}`
    const { times, values, counts } = (await service.read(query)).body as PointsReply
    return times.map((time, i) => [time.slice(0, 16), values[i], counts?.[i]])
  }
  assert.deepEqual(await days('Europe/Berlin'), [['2026-10-24T22:00', 200, 100]])
  assert.deepEqual(await days('UTC'), [['2026-10-24T00:00', 16, 8], ['2026-10-25T00:00', 184, 92]]) // prettier-ignore
})

test('suspect values count only when they are asked for, and a bucket of nothing is null', async (t) => {
  const service = await open(t)
  await write(service, Date.UTC(2026, 2, 1), [10, 20, 60, NaN], [0, 1, 2, 3])
  const mean = async (more: string) => {
    const reply = await service.read(`from=2026-03-01T00:00:00Z&to=2026-03-01T02:00:00Z&agg=mean&interval=PT1H&zone=UTC${more}`) // prettier-ignore
    const { values, counts } = reply.body as PointsReply
    return [values, counts]
  }
  assert.deepEqual(await mean(''), [[15, null], [2, 0]]) // prettier-ignore
  assert.deepEqual(await mean('&include=suspect'), [[30, null], [3, 0]]) // prettier-ignore
  const whole = (await service.read('from=2026-03-01T00:00:00Z&to=2026-03-01T02:00:00Z&agg=count')).body as PointsReply
  assert.deepEqual([whole.times, whole.values, whole.interval], [['2026-03-01T00:00:00.000Z'], [2], null])
})

test('a question without a sensible answer is refused with its own code', async (t) => {
  const { read } = await open(t)
  const range = 'from=2026-01-01T00:00:00Z&to=2026-02-01T00:00:00Z'
  const cases: [string, string][] = [
    ['from=2026-02-01T00:00:00Z&to=2026-02-01T00:00:00Z', 'RANGE_EMPTY'],
    ['from=1960-01-01T00:00:00Z&to=2026-01-01T00:00:00Z', 'RANGE_TOO_LONG'],
    ['from=2026-02-30T00:00:00Z&to=2026-03-01T00:00:00Z', 'VALIDATION'],
    ['from=2026-01-01&to=2026-03-01T00:00:00Z', 'VALIDATION'],
    [`${range}&interval=PT1H`, 'AGG_MISSING'],
    [`${range}&agg=mean&interval=PT5M`, 'INTERVAL_TOO_FINE'],
    [`${range}&agg=mean&interval=PT0M`, 'INTERVAL'],
    [`${range}&agg=mean&interval=PT48H`, 'INTERVAL'],
    [`${range}&agg=mean&interval=hour`, 'VALIDATION'],
    [`${range}&agg=median`, 'VALIDATION'],
    [`${range}&agg=mean&interval=PT1H&zone=Mars/Olympus`, 'VALIDATION'],
    ['from=2020-01-01T00:00:00Z&to=2026-01-01T00:00:00Z&agg=mean&interval=PT15M', 'TOO_MANY_BUCKETS'], // some 210,000
  ]
  for (const [query, code] of cases) assert.deepEqual(refusal(await read(query)), [422, code], query)
  assert.deepEqual(refusal(await read(range, 'nobody')), [404, 'NO_SUCH_SERIES'])
})

test('more than 200,000 points at once are refused, and as buckets they are answered', async (t) => {
  const { db, read } = await open(t)
  const { id } = (await findSeries(db, 'demo/load')) ?? assert.fail('no series')
  await db.query(`select partition.ensure_weeks('timeseries.point', '2026-01-01Z', '2026-05-21Z')`)
  await db.query(`insert into timeseries.point (time, value, series_id) select at, 1, $1 from generate_series(timestamptz '2026-01-01Z', '2026-01-01Z'::timestamptz + interval '200000 minutes', '1 minute') as at`, [id]) // prettier-ignore
  const range = 'from=2026-01-01T00:00:00Z&to=2026-06-01T00:00:00Z'
  assert.deepEqual(refusal(await read(range)), [422, 'RANGE_TOO_LARGE'])
  const months = (await read(`${range}&agg=count&interval=P1M&zone=UTC`)).body as PointsReply
  assert.deepEqual(months.values, [44_640, 40_320, 44_640, 43_200, 27_201]) // minutes of January to April, and the rest of 200,001
})

test('meters and series are made once, listed in pages, searched, and a conflict says so', async (t) => {
  const { ask } = await open(t)
  const load = { meter: 'm1', kind: 'mean', stepSeconds: 900, key: 'demo/load', name: 'Load', unit: 'kW' }
  const post = (body: object) => ask('POST', '/timeseries/series', { body, role: 'operator' })
  assert.equal((await post(load)).status, 200)
  assert.equal((await post({ ...load, key: 'demo/other', stepSeconds: null })).status, 201)
  assert.deepEqual(refusal(await post({ ...load, unit: 'MW' })), [409, 'SERIES_EXISTS'])
  assert.deepEqual(refusal(await post({ ...load, key: 'x', meter: 'm2' })), [404, 'NO_SUCH_METER'])
  for (const wrong of [{ unit: 'kw' }, { key: 'a b' }, { stepSeconds: 0.5 }, { zone: 'Mars' }, { colour: 'red' }])
    assert.deepEqual(refusal(await post({ ...load, key: 'y', ...wrong })), [422, 'VALIDATION'], JSON.stringify(wrong))
  const meter = { key: 'm1', name: 'Main', zone: 'UTC' }
  assert.deepEqual(refusal(await ask('POST', '/timeseries/meters', { body: meter })), [409, 'METER_EXISTS'])
  assert.equal((await ask('GET', '/timeseries/meters/m1')).body['seriesCount'], 3)
  assert.deepEqual(refusal(await ask('GET', '/timeseries/meters/m2')), [404, 'NO_SUCH_METER'])
  assert.deepEqual(refusal(await ask('GET', '/timeseries/meters/m%00')), [422, 'TEXT_INVALID'])
  const page = async (query: string) =>
    (await ask('GET', `/timeseries/series?${query}`)).body as z.infer<typeof SeriesPage>
  const first = await page('limit=2')
  assert.deepEqual([first.items.map(({ key }) => key), first.nextCursor], [['demo/load', 'demo/other'], 'demo/other']) // prettier-ignore
  assert.deepEqual((await page(`limit=2&cursor=${first.nextCursor}`)).items.map(({ key }) => key), ['demo/price']) // prettier-ignore
  assert.deepEqual((await page('search=PRICE&meter=m1')).items.map(({ key, stepSeconds, zone, firstTime }) => [key, stepSeconds, zone, firstTime]), [['demo/price', 900, 'Europe/Berlin', null]]) // prettier-ignore
})
