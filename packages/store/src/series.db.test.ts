import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { transaction } from './database.ts'
import { writePoints } from './points.ts'
import { columnsOf, makeSeries } from './sample-series.ts'
import { createMeter, createSeries, findMeter, findSeriesByKeys, getSeries, listMeters, listSeries, seriesSpan } from './series.ts' // prettier-ignore
import { testDatabase } from './test-database.ts'

const row = { uuid: randomUUID(), key: 'demo/load', meterKey: 'm1', name: 'Load', unit: 'kW', kind: 'mean', dataType: 'measurement', stepMs: 900_000, zone: null, source: 'demo' } // prettier-ignore
const meter = { id: randomUUID(), key: 'm1', name: 'Main', type: 'electricity', zone: 'Europe/Berlin', source: null }

test('a meter and a series made twice are there once; the series takes the zone of its meter', async (t) => {
  const { db } = await testDatabase(t)
  assert.equal((await createMeter(db, meter)).created, true)
  assert.equal((await createMeter(db, { ...meter, id: randomUUID(), name: 'Other name' })).created, false)
  const first = await createSeries(db, row)
  assert.deepEqual([first.created, first.series.zone, first.series.meter_key], [true, 'Europe/Berlin', 'm1'])
  const again = await createSeries(db, { ...row, uuid: randomUUID() })
  assert.deepEqual([again.created, again.series], [false, first.series])
  assert.deepEqual([(await findMeter(db, 'm1'))?.series_count, (await findMeter(db, 'm1'))?.name], [1, 'Main'])
})

test('a key that belongs to something else is a conflict, a series without its meter is refused', async (t) => {
  const { db } = await testDatabase(t)
  await createMeter(db, meter)
  await createSeries(db, row)
  await assert.rejects(createMeter(db, { ...meter, zone: 'UTC' }), { code: 'METER_EXISTS', kind: 'conflict' })
  for (const change of [{ unit: 'MW' }, { kind: 'instant' }, { dataType: 'forecast' }, { stepMs: null }, { meterKey: 'm2' }])
    await assert.rejects(createSeries(db, { ...row, ...change }), { code: 'SERIES_EXISTS', pointer: '/key' }) // prettier-ignore
  await assert.rejects(createSeries(db, { ...row, key: 'x', meterKey: 'm2' }), { code: 'NO_SUCH_METER' })
  await assert.rejects(getSeries(db, 'x'), { code: 'NO_SUCH_SERIES', kind: 'not-found' })
})

test('a series is found by uuid and by key, and many by their keys; absent ones are absent', async (t) => {
  const { db } = await testDatabase(t)
  await createMeter(db, meter)
  const { series } = await createSeries(db, row)
  assert.deepEqual(await getSeries(db, series.uuid), series)
  assert.deepEqual(await getSeries(db, 'demo/load'), series)
  await assert.rejects(getSeries(db, randomUUID()), { code: 'NO_SUCH_SERIES' })
  const found = await findSeriesByKeys(db, ['demo/load', 'nobody'])
  assert.deepEqual([...found], [['demo/load', { id: series.id, meterKey: 'm1', dataType: 'measurement' }]]) // prettier-ignore
})

test('the span is the first and last time of the points, null without any', async (t) => {
  const { db } = await testDatabase(t)
  const [one, two] = [await makeSeries(db, 'one'), await makeSeries(db, 'two')]
  const times = [Date.UTC(2026, 0, 1), Date.UTC(2026, 5, 1), Date.UTC(2025, 0, 1)]
  await transaction(db, (client) => writePoints(client, columnsOf(times.map((ms) => [one.id, ms, 1]))))
  assert.deepEqual(await seriesSpan(db, one.id), { first_time: new Date(times[2]), last_time: new Date(times[1]) })
  assert.deepEqual(await seriesSpan(db, two.id), { first_time: null, last_time: null })
  const listed = await listSeries(db, { limit: 9 })
  assert.deepEqual(listed.map(({ key, last_time }) => [key, last_time]), [['one', new Date(times[1])], ['two', null]]) // prettier-ignore
})

test('lists go by key, in pages, and find words in key or name as they are typed', async (t) => {
  const { db } = await testDatabase(t)
  for (const [key, name] of [['b/pv', 'Roof'], ['a/load', '100% load'], ['c', 'Roof two']]) await makeSeries(db, key, { name }) // prettier-ignore
  await createMeter(db, { ...meter, key: 'zz' })
  const keys = async (filter: object) => (await listSeries(db, { limit: 9, ...filter })).map(({ key }) => key)
  assert.deepEqual(await keys({}), ['a/load', 'b/pv', 'c'])
  assert.deepEqual(await keys({ limit: 2 }), ['a/load', 'b/pv'])
  assert.deepEqual(await keys({ after: 'b/pv' }), ['c'])
  assert.deepEqual(await keys({ search: 'ROOF' }), ['b/pv', 'c'])
  assert.deepEqual(await keys({ search: '%' }), ['a/load'])
  assert.deepEqual(await keys({ meter: 'zz' }), [])
  assert.deepEqual((await listMeters(db, 'sample', 9)).map(({ key }) => key), ['zz']) // prettier-ignore
})
