import type { Covariates, Forecast } from '@omarino/contracts'
import type { SeriesCovariates } from '@omarino/forecasting'
import { bestForecast, readForecastPoints, readPoints } from '@omarino/store'
import type { SeriesRow } from '@omarino/store'
import type { Pool } from 'pg'
import { trustedValues } from './known-history.ts'
import { resample } from './resample.ts'
import type { Grid } from './resample.ts'

type Source = Forecast['covariates'][number]

/** Past and horizon of one target: the grid covers both, `pastSteps` of it lie before the first forecast step. */
export interface CovariateGrid extends Grid {
  readonly pastSteps: number
}

/** Covariates as they were known at the issue time, with where they came from and what a reader should know. */
export interface KnownCovariates {
  readonly columns: SeriesCovariates
  readonly used: Covariates
  readonly sources: readonly Source[]
  readonly flags: readonly string[]
}

export interface CovariateReader {
  read(asked: Covariates, grid: CovariateGrid): Promise<KnownCovariates>
}

interface Column {
  readonly column: Float64Array
  readonly ahead: Source['ahead']
  readonly forecastId: string | null
  readonly asNow: boolean
}

// What these series say of the future was published; a measurement beyond the issue time could only be a leak.
const PUBLISHED = ['weather', 'price', 'forecast', 'schedule']

/**
 * Reads covariates for many targets; those on the same grid share their columns, also between threads.
 * @param late the issue lies in the past: points ahead cannot be told from later corrections, so forecasts go before them
 */
export function covariateReader(
  db: Pool,
  series: ReadonlyMap<string, SeriesRow>,
  issueMs: number,
  late: boolean,
): CovariateReader {
  const read = new Map<string, Promise<Column>>()
  const columnOf = (key: string, role: Source['role'], grid: CovariateGrid): Promise<Column> => {
    const place = [key, role, grid.startMs, grid.stepMs, grid.steps, grid.pastSteps].join(' ')
    let column = read.get(place)
    if (!column) read.set(place, (column = readColumn(db, series.get(key) as SeriesRow, role, grid, issueMs, late)))
    return column
  }
  return {
    async read(asked, grid) {
      const roles = [...asked.known.map((key) => [key, 'known'] as const), ...asked.observed.map((key) => [key, 'observed'] as const)] // prettier-ignore
      const columns = await Promise.all(
        roles.map(async ([key, role]) => ({ key, role, ...(await columnOf(key, role, grid)) })),
      )
      // A model that was promised a value may not do without: the others take over.
      const used = columns.filter(({ role, ahead }) => role === 'observed' || ahead !== 'none')
      const named = (role: Source['role']) => used.filter((one) => one.role === role)
      return {
        columns: {
          known: Object.fromEntries(named('known').map(({ key, column }) => [key, column])),
          observed: Object.fromEntries(
            named('observed').map(({ key, column }) => [key, column.subarray(0, grid.pastSteps)]),
          ),
        },
        used: { known: named('known').map(({ key }) => key), observed: named('observed').map(({ key }) => key) },
        sources: columns.map(({ key, role, ahead, forecastId }) => ({ series: key, role, ahead, forecastId })),
        flags: [
          ...(used.length < columns.length ? ['covariate-missing'] : []),
          ...(used.some(({ asNow }) => asNow) ? ['covariates-as-now'] : []),
        ],
      }
    },
  }
}

async function readColumn(
  db: Pool, series: SeriesRow, role: Source['role'], grid: CovariateGrid, issueMs: number, late: boolean,
): Promise<Column> {
  const stepMs = series.step_ms ?? 0
  const { startMs, pastSteps, steps } = grid
  const endMs = startMs + steps * grid.stepMs
  const published = role === 'known' && PUBLISHED.includes(series.data_type)
  const toMs = published ? endMs : issueMs - stepMs + 1
  const points = await readPoints(db, series.id, { fromMs: startMs - stepMs, toMs })
  const measured = shared(resample({ ...points, values: trustedValues(points), stepMs: series.step_ms, kind: series.kind }, grid))
  if (role === 'observed') return { column: measured, ahead: 'none', forecastId: null, asNow: false }
  const predicted = await readPredicted(db, series, grid, issueMs)
  const usesPoints = fillAhead(measured, predicted?.column, pastSteps, late)
  closeGaps(measured, pastSteps, Math.floor(LONGEST_GAP_MS / grid.stepMs))
  const known = measured.subarray(pastSteps).every((value) => !Number.isNaN(value))
  const ahead = !known ? 'none' : predicted && (late || !usesPoints) ? 'forecast' : 'points'
  return { column: measured, ahead, forecastId: ahead === 'forecast' ? (predicted?.id ?? null) : null, asNow: late && usesPoints }
} // prettier-ignore

function shared(column: Float64Array): Float64Array {
  const memory = new Float64Array(new SharedArrayBuffer(column.byteLength))
  memory.set(column)
  return memory
}

/** The forecast of a covariate that was the best at the issue time, on the grid of the target. */
async function readPredicted(db: Pool, series: SeriesRow, grid: CovariateGrid, issueMs: number) {
  const row = await bestForecast(db, series.id, issueMs)
  if (!row) return undefined
  const { timesMs, pointValue } = await readForecastPoints(db, row.id)
  const points = { timesMs, values: pointValue, stepMs: row.step_ms, kind: series.kind }
  return { id: row.id, column: resample(points, grid) }
}

/** Joins points and forecast in the horizon; returns whether a point was needed that the forecast could not give, or went first. */
function fillAhead(
  column: Float64Array,
  predicted: Float64Array | undefined,
  pastSteps: number,
  late: boolean,
): boolean {
  let usesPoints = false
  for (let step = pastSteps; step < column.length; step += 1) {
    const [point, other] = [column[step], predicted?.[step] ?? NaN]
    const [first, second] = late ? [other, point] : [point, other]
    column[step] = Number.isNaN(first) ? second : first
    usesPoints ||= !Number.isNaN(point) && (!late || Number.isNaN(other))
  }
  return usesPoints
}

const LONGEST_GAP_MS = 3 * 3_600_000

/** Closes short gaps of the horizon by a line, and holds the last value as long at its end. */
function closeGaps(column: Float64Array, pastSteps: number, most: number): void {
  let before = pastSteps - 1
  for (let step = pastSteps; step <= column.length; step += 1) {
    if (step < column.length && Number.isNaN(column[step])) continue
    const gap = step - before - 1
    if (gap > 0 && gap <= most && before >= 0) bridge(column, before, step)
    before = step
  }
}

function bridge(column: Float64Array, before: number, after: number): void {
  const from = column[before]
  const to = after < column.length ? column[after] : from
  for (let step = before + 1; step < after; step += 1) {
    column[step] = from + ((to - from) * (step - before)) / (after - before)
  }
}
