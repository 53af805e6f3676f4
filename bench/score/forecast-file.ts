import { parseDecimal, parseInstant } from '@omarino/energy'
import { csvRecords } from '../data/wide-csv.ts'

/** Forecasts of one series as columns, by origin, then time. */
export interface SeriesForecasts {
  readonly id: string
  readonly originsMs: Float64Array // shape [N], one per row
  readonly targetsMs: Float64Array // stamps as written; shape [N]
  readonly point: Float64Array // NaN where the field is empty; shape [N]
  readonly quantiles: Float64Array // row-major, shape [levels × N]
}
export interface ForecastFile {
  readonly levels: readonly number[]
  readonly series: readonly SeriesForecasts[]
}

const FIXED = 4 // series, origin, target_time, point

/** Reads what `./ems forecast backtest` wrote. @throws RangeError with the row that is not as promised */
export function readForecasts(text: string): ForecastFile {
  let header: readonly string[] | undefined
  const series: SeriesForecasts[] = []
  let id: string | undefined
  let columns: number[][] = []
  const close = (): void => {
    if (id !== undefined) series.push(finish(id, columns))
  }
  for (const { row, cells } of csvRecords(text)) {
    if (!header) {
      header = cells
      continue
    }
    if (cells[0] !== id) {
      close()
      id = cells[0]
      columns = header.slice(1).map(() => [])
    }
    columns[0].push(instantIn(cells[1], row))
    columns[1].push(instantIn(cells[2], row))
    for (let i = 2; i < columns.length; i += 1) columns[i].push(numberOr(cells[i + 1], row))
  }
  close()
  return { levels: (header ?? []).slice(FIXED).map((name) => numberOr(name.slice(1), 1)), series }
}

function finish(id: string, [origins, targets, point, ...levels]: number[][]): SeriesForecasts {
  const quantiles = new Float64Array(levels.length * point.length)
  for (const [row, values] of levels.entries()) quantiles.set(values, row * point.length)
  return {
    id,
    originsMs: Float64Array.from(origins),
    targetsMs: Float64Array.from(targets),
    point: Float64Array.from(point),
    quantiles,
  }
}

function instantIn(cell: string, row: number): number {
  const instant = parseInstant(cell)
  if (typeof instant !== 'number') throw new RangeError(`row ${row}: ${cell} is no instant`)
  return instant
}

function numberOr(cell: string, row: number): number {
  if (cell === '') return NaN
  const value = parseDecimal(cell)
  if (typeof value !== 'number') throw new RangeError(`row ${row}: ${cell} is no number`)
  return value
}
