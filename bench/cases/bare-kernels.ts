import type { OptimizeRequest } from '@omarino/contracts'
import { CsvReader, isFault, readPointLayout, readPointRow, toRegular } from '@omarino/energy'
import type { PointColumns, PointRow } from '@omarino/energy'
import { forecastSeries } from '@omarino/forecasting'
import { createHighsSolver, optimize } from '@omarino/optimization'
import { openPool, transaction, writePoints } from '@omarino/store'
import { DEMO } from '../../examples/demo-site/generate.ts'

const HORIZON = 96
const SERIES_BASE = 900_000_000 // ids that no series of the system has

interface Parsed {
  readonly keys: string[]
  readonly points: PointColumns
}

function parse(csv: string): Parsed {
  const reader = new CsvReader()
  const [header, ...records] = [...reader.push(csv), ...reader.end()]
  const layout = readPointLayout(header.cells)
  const rows = records
    .map((record) => readPointRow(record.cells, layout))
    .filter((row): row is PointRow => !isFault(row))
  const keys = [...new Set(rows.map((row) => row.seriesKey))]
  return {
    keys,
    points: {
      seriesIds: Int32Array.from(rows, (row) => SERIES_BASE + keys.indexOf(row.seriesKey)), timesMs: Float64Array.from(rows, (row) => row.timeMs),
      values: Float64Array.from(rows, (row) => row.value), quality: Int16Array.from(rows, (row) => row.quality),
    },
  } // prettier-ignore
}

function valuesOf({ keys, points }: Parsed, key: string, fromMs: number, toMs: number): Float64Array {
  const id = SERIES_BASE + keys.indexOf(key)
  const mine = [...points.seriesIds.keys()].filter((i) => points.seriesIds[i] === id)
  return toRegular(
    Float64Array.from(mine, (i) => points.timesMs[i]),
    Float64Array.from(mine, (i) => points.values[i]),
    { fromMs, toMs },
    DEMO.stepMs,
  ).values
}

/** The computing of the main job without processes, queue, report or HTTP: what no system can be faster than. Seconds. */
export async function bareKernels(databaseUrl: string, csv: string, issueMs: number): Promise<number> {
  const solver = await createHighsSolver()
  const db = openPool({ url: databaseUrl, name: 'bench', max: 1 })
  const started = performance.now()
  const parsed = parse(csv)
  await transaction(db, (client) => writePoints(client, parsed.points))
  const startMs = parsed.points.timesMs[0]
  const forecasts = parsed.keys.filter((key) => !key.includes('price')).map((key) => {
    const values = valuesOf(parsed, key, startMs, issueMs)
    return [key.includes('pv') ? 'pv' : key.includes('annex') ? 'annex' : 'load', forecastSeries({ startMs, stepMs: DEMO.stepMs, values }, {
      issueMs, horizonSteps: HORIZON, zone: DEMO.zone, country: DEMO.country, levels: [0.1, 0.5, 0.9], nonNegative: true, capacity: null, model: 'auto', seed: 1,
    })] as const
  }) // prettier-ignore
  const price = parsed.keys.find((key) => key.includes('price')) ?? ''
  const prices = [...valuesOf(parsed, price, issueMs, issueMs + HORIZON * DEMO.stepMs)].map((perMwh) => perMwh / 1000)
  optimize(makeRequest(issueMs, new Map(forecasts.map(([name, forecast]) => [name, [...forecast.point]])), prices), {
    solve: solver.solve,
    codeVersion: 'bench',
  })
  const seconds = (performance.now() - started) / 1000
  await db.query('delete from timeseries.point where series_id >= $1', [SERIES_BASE])
  await db.end()
  return seconds
}

function makeRequest(issueMs: number, forecasts: ReadonlyMap<string, number[]>, prices: number[]): OptimizeRequest {
  return {
    schema: 'ems.optimize/1', site: { id: 'bench', currency: 'EUR', timeZone: DEMO.zone }, horizon: { start: new Date(issueMs).toISOString(), stepMinutes: 15, steps: HORIZON },
    prices: { import: prices.map((price) => price + 0.09), export: prices.map((price) => price - 0.005) }, forecasts: Object.fromEntries(forecasts),
    assets: [
      { id: 'grid', type: 'grid', importLimitKw: 420, exportLimitKw: 250, importPricePerKwh: 'import', exportPricePerKwh: 'export' },
      { id: 'load', type: 'load', powerKw: 'load' }, { id: 'annex', type: 'load', powerKw: 'annex' }, { id: 'pv', type: 'pv', availableKw: 'pv', curtailable: true },
      { id: 'battery', type: 'battery', capacityKwh: 500, maxChargeKw: 200, maxDischargeKw: 200, chargeEfficiency: 0.95, dischargeEfficiency: 0.95, socMin: 0.1, socMax: 0.95, startSoc: 0.5, wearCostPerKwh: 0.01 },
    ],
  } // prettier-ignore
}
