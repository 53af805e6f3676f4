// A site for tests whose plan can be worked out by hand: two hours to midnight, cheap then dear, nothing paid for export.
import { QUALITY } from '@omarino/energy'
import type { AssetConfig } from '@omarino/contracts'
import {
  createAsset,
  createMeter,
  createSeries,
  createSite,
  getSeries,
  saveForecast,
  transaction,
  writePoints,
} from '@omarino/store'
import { randomUUID } from 'node:crypto'
import type { Pool } from 'pg'

const HOUR_MS = 3_600_000
export const QUARTER_MS = HOUR_MS / 4
/** Two hours before midnight UTC. */
export const ISSUE_MS = Date.UTC(2026, 0, 1, 22)
export const ISSUE = new Date(ISSUE_MS).toISOString()

export const LOAD = 'demo/load/active_power'
export const BUY = 'demo/price/day_ahead'
export const SELL = 'demo/price/export'
export const SOC = 'demo/battery/soc'

/** 10 kWh, 5 kW, 0.9 both ways; what is left at the end is worth nothing. */
export const BATTERY: AssetConfig = {
  type: 'battery', capacityKwh: 10, maxChargeKw: 5, maxDischargeKw: 5, chargeEfficiency: 0.9, dischargeEfficiency: 0.9, socMin: 0, socMax: 1,
  socSeries: SOC, endValuePerKwh: 0,
} // prettier-ignore
export const LOAD_ASSET: AssetConfig = { type: 'load', series: LOAD }
export const GRID: AssetConfig = { type: 'grid', importLimitKw: 100, exportLimitKw: 100 }

const SERIES: readonly (readonly [key: string, unit: string, dataType: string, stepMs: number])[] = [
  [LOAD, 'kW', 'measurement', QUARTER_MS],
  [BUY, 'EUR/MWh', 'price', HOUR_MS],
  [SELL, 'EUR/MWh', 'price', HOUR_MS],
  [SOC, '%', 'measurement', QUARTER_MS],
]

/** Meter and series alone. */
export async function makeSeries(db: Pool): Promise<void> {
  await createMeter(db, { id: randomUUID(), key: 'demo', name: 'Demo', type: 'electricity', zone: 'UTC', source: null })
  for (const [key, unit, dataType, stepMs] of SERIES)
    await createSeries(db, {
      uuid: randomUUID(), key, meterKey: 'demo', name: key, unit, kind: 'mean', dataType, stepMs, zone: null, source: null,
    }) // prettier-ignore
}

/** The registered site, without any point or forecast. */
export async function makeSite(db: Pool, battery: AssetConfig = BATTERY): Promise<void> {
  await makeSeries(db)
  const tariff = { importSeries: BUY, exportSeries: SELL, importAddPerKwh: 0, exportAddPerKwh: 0 }
  const place = { country: null, latitude: null, longitude: null, source: 'demo' }
  const { site } = await createSite(db, { id: randomUUID(), key: 'demo', name: 'Demo', zone: 'UTC', currency: 'EUR', tariff, ...place }) // prettier-ignore
  await transaction(db, async (client) => {
    for (const [key, config] of Object.entries({ battery, load: LOAD_ASSET, grid: GRID }))
      await createAsset(client, site.id, { id: randomUUID(), key, name: key, type: config.type, config, source: null })
  })
}

/** Writes good points from `fromMs` on, one per step. */
export async function addPoints(db: Pool, key: string, fromMs: number, stepMs: number, values: readonly number[]) {
  const { id } = await getSeries(db, key)
  await transaction(db, (client) =>
    writePoints(client, {
      seriesIds: new Int32Array(values.length).fill(id),
      timesMs: Float64Array.from(values, (_, i) => fromMs + i * stepMs),
      values: Float64Array.from(values),
      quality: new Int16Array(values.length).fill(QUALITY.good),
    }),
  )
}

/** A series of powers in kW with quarter-hours from the issue on. */
export async function addPowerSeries(db: Pool, key: string, values: readonly number[]): Promise<void> {
  const row = { uuid: randomUUID(), key, meterKey: 'demo', name: key, unit: 'kW', kind: 'mean', dataType: 'schedule' }
  await createSeries(db, { ...row, stepMs: QUARTER_MS, zone: null, source: null })
  await addPoints(db, key, ISSUE_MS, QUARTER_MS, values)
}

/** Stores a forecast in quarter-hours from its issue on; p10 and p90 lie 1 kW beside p50. */
export async function addForecast(db: Pool, key: string, issueMs: number, p50: readonly number[]): Promise<string> {
  const [id, series, kw] = [randomUUID(), await getSeries(db, key), Float64Array.from(p50)]
  await transaction(db, (client) =>
    saveForecast(client, {
      id, seriesId: series.id, model: 'seasonal-naive', issueMs, startMs: issueMs, stepMs: QUARTER_MS, levels: [], flags: [], choice: [], metrics: {},
      history: {}, seed: 1, codeVersion: 'test', inputsSha256: '', runKey: id, taskRunId: null, source: null,
      pointValue: kw, p10: kw.map((value) => value - 1), p50: kw, p90: kw.map((value) => value + 1), quantiles: [],
    }),
  ) // prettier-ignore
  return id
}

/** 100 EUR/MWh from 22:00, 300 from 23:00, nothing for export; a load of 2 kW is forecast, the battery is empty. */
export async function makeDay(db: Pool): Promise<string> {
  await addPoints(db, BUY, ISSUE_MS, HOUR_MS, [100, 300])
  await addPoints(db, SELL, ISSUE_MS, HOUR_MS, [0, 0])
  await addPoints(db, SOC, ISSUE_MS - QUARTER_MS, QUARTER_MS, [0])
  return addForecast(db, LOAD, ISSUE_MS, new Array<number>(8).fill(2))
}

// Worked out by hand, EUR. Idle: 2 kWh · 0.10 + 2 kWh · 0.30.
export const COST_IDLE = 0.8
// The second hour comes from the battery: 2 kWh / (0.9 · 0.9) more are bought in the first.
export const COST_PLAN = 0.2 + (2 / 0.81) * 0.1
// In truth the load is 3 kW: the plan covers 2 of 3 kWh of the second hour, foresight all of them.
export const COST_IDLE_REALISED = 1.2
export const COST_REALISED = 0.3 + (2 / 0.81) * 0.1 + 0.3
export const COST_FORESIGHT = 0.3 + (3 / 0.81) * 0.1
