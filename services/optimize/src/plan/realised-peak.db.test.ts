import { testDatabase } from '@omarino/store'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as sample from '../sample-site.ts'
import { readRealisedPeak } from './realised-peak.ts'

const charge = { id: 'peak', pricePerKw: 10, intervalMinutes: 60, powerSeries: sample.LOAD } as const
const at = (text: string): number => new Date(text).getTime()
const clockAt = (start: string, zone = 'UTC') => ({ grid: { startMs: at(start), stepMs: sample.QUARTER_MS, steps: 8 }, zone }) // prettier-ignore

test('the peak is the highest mean of whole intervals of the local month, the running one has drawn its energy', async (t) => {
  const { db } = await testDatabase(t)
  await sample.makeSeries(db)
  const add = (start: string, values: readonly number[]) => sample.addPoints(db, sample.LOAD, at(start), sample.QUARTER_MS, values) // prettier-ignore
  await add('2026-01-31T22:00Z', [80, 80, 80, 80]) // January in Berlin, too
  await add('2026-01-31T23:00Z', [50, 50, 50, 50]) // February in Berlin, January in UTC
  await add('2026-02-01T10:00Z', [40, 40, 40, 40, 90, -60, 20, 10, 30, 10]) // the second hour: (90 + 0 + 20 + 10) / 4 = 30
  const { peak } = await readRealisedPeak(db, 'grid', charge, clockAt('2026-02-01T12:30Z'))
  assert.deepEqual(peak, { realisedKw: 40, intervalEnergyKwh: 10 }) // 30 kW and 10 kW for a quarter of an hour each
  const berlin = await readRealisedPeak(db, 'grid', charge, clockAt('2026-02-01T12:00Z', 'Europe/Berlin'))
  assert.deepEqual(berlin.peak, { realisedKw: 50, intervalEnergyKwh: 0 })
  assert.equal(berlin.input.detail, '50 kW, the highest of 3 of 13 intervals since 2026-01-31T23:00:00.000Z')
})

test('without a point of the month the configured peak counts, which is told; a month that begins has none', async (t) => {
  const { db } = await testDatabase(t)
  await sample.makeSeries(db)
  await assert.rejects(readRealisedPeak(db, 'grid', charge, clockAt('2026-02-01T12:00Z')), { code: 'PEAK_UNKNOWN', message: /has no whole interval of this month/ }) // prettier-ignore
  const told = await readRealisedPeak(db, 'grid', { ...charge, realisedKw: 7 }, clockAt('2026-02-01T12:00Z'))
  assert.deepEqual([told.peak.realisedKw, told.input.series], [7, null])
  const first = await readRealisedPeak(db, 'grid', charge, clockAt('2026-02-01T00:00Z'))
  assert.deepEqual(first.peak, { realisedKw: 0, intervalEnergyKwh: 0 })
})
