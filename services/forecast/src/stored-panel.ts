import type { BacktestProtocol } from '@omarino/contracts'
import { Failure } from '@omarino/energy'
import { panelClock } from '@omarino/forecasting'
import type { Columns, Panel, PanelClock, PanelSeries } from '@omarino/forecasting'
import { getSeriesOf, readPointColumns } from '@omarino/store'
import type { SeriesPoints, SeriesRow } from '@omarino/store'
import type { Pool } from 'pg'
import { trustedValues } from './known-history.ts'
import { resample } from './resample.ts'
import type { Grid } from './resample.ts'

const MOST_CELLS = 30_000_000 // 240 MB
const EVER = { fromMs: Date.UTC(1970, 0), toMs: Date.UTC(2200, 0) }

/** The series of a covariate's column. */
export const columnSeries = (name: string, columns: Readonly<Record<string, string>>): string => columns[name] ?? name

/** Names of a protocol's covariates, known ones first. */
export const covariateNames = ({ covariates }: BacktestProtocol): string[] => [
  ...covariates.known,
  ...covariates.observed,
]

/**
 * Stored series as the panel that a file of the same values would be. Covariates are laid onto the grid of the protocol, as
 * they are stored now.
 * @throws Failure `STEP_DIFFERS`, `OFF_GRID`, `NO_ROWS`, `BACKTEST_TOO_LARGE`
 */
export async function readStoredPanel(
  db: Pool,
  keys: readonly string[],
  protocol: BacktestProtocol,
  columns: Readonly<Record<string, string>>,
): Promise<Panel> {
  const clock = panelClock(protocol.step, protocol.zone)
  const targets = await readAll(db, keys)
  for (const { series } of targets) demandStep(series, protocol, clock)
  const names = covariateNames(protocol)
  const covariates = await readAll(db, names.map((name) => columnSeries(name, columns))) // prettier-ignore
  const grid = gridOf([...targets, ...covariates], targets, clock)
  demandRoom(grid, targets.length + names.length)
  const laid = new Map(names.map((name, i) => [name, shared(layCovariate(covariates[i], grid, clock))]))
  const named = (some: readonly string[]): Columns =>
    Object.fromEntries(some.map((name) => [name, laid.get(name) as Float64Array]))
  const { known, observed } = protocol.covariates
  return {
    stepMs: clock.stepMs,
    startMs: grid.startMs,
    series: targets.map((target): PanelSeries => ({
      id: target.series.key, values: layTarget(target, grid, clock), known: named(known), observed: named(observed),
    })),
  } // prettier-ignore
}

interface Stored {
  readonly series: SeriesRow
  readonly points: SeriesPoints
}

async function readAll(db: Pool, keys: readonly string[]): Promise<Stored[]> {
  const rows = await getSeriesOf(db, keys)
  const points = await readPointColumns(db, rows.map(({ id }) => ({ seriesId: id, ...EVER }))) // prettier-ignore
  return rows.map((series, i) => ({ series, points: points[i] }))
}

function demandStep({ key, step_ms: stepMs, kind }: SeriesRow, { step }: BacktestProtocol, clock: PanelClock): void {
  if (stepMs === clock.stepMs && kind !== 'cumulative') return
  const has =
    kind === 'cumulative' ? 'is a counter' : stepMs === null ? 'has no step' : `has a step of ${stepMs / 1000} s`
  throw new Failure('invalid', 'STEP_DIFFERS', `${key} ${has}; the protocol asks for ${step}`, '/protocol/step')
}

/** From the first target value to the last value of all: covariates may reach beyond. */
function gridOf(all: readonly Stored[], targets: readonly Stored[], clock: PanelClock): Grid {
  const first = Math.min(...targets.map(({ points }) => points.timesMs[0] ?? Infinity))
  const last = Math.max(...all.map(({ points }) => points.timesMs[points.timesMs.length - 1] ?? -Infinity))
  if (!Number.isFinite(first)) throw new Failure('invalid', 'NO_ROWS', `the ${targets.length} series have no points`)
  const startMs = clock.toGrid(first)
  return { startMs, stepMs: clock.stepMs, steps: Math.floor((clock.toGrid(last) - startMs) / clock.stepMs) + 1 }
}

function demandRoom({ steps }: Grid, columns: number): void {
  if (steps * columns <= MOST_CELLS) return
  const sentence = `${columns} columns of ${steps} steps are more than ${MOST_CELLS} values; ask for fewer series at once`
  throw new Failure('invalid', 'BACKTEST_TOO_LARGE', sentence, '/series')
}

function layTarget({ series, points }: Stored, { startMs, stepMs, steps }: Grid, clock: PanelClock): Float64Array {
  const column = new Float64Array(new SharedArrayBuffer(8 * steps)).fill(NaN)
  const trusted = trustedValues(points)
  for (const [i, timeMs] of points.timesMs.entries()) {
    const step = (clock.toGrid(timeMs) - startMs) / stepMs
    if (!Number.isInteger(step)) throw offGrid(series.key, timeMs, stepMs)
    column[step] = trusted[i]
  }
  return column
}

function offGrid(key: string, timeMs: number, stepMs: number): Failure {
  const sentence = `${key} has a point at ${new Date(timeMs).toISOString()}, off the grid of ${stepMs / 60_000} min that the first point begins`
  return new Failure('invalid', 'OFF_GRID', sentence)
}

function layCovariate({ series, points }: Stored, grid: Grid, clock: PanelClock): Float64Array {
  const timesMs = points.timesMs.map((timeMs) => clock.toGrid(timeMs))
  return resample({ timesMs, values: trustedValues(points), stepMs: series.step_ms, kind: series.kind }, grid)
}

function shared(column: Float64Array): Float64Array {
  const memory = new Float64Array(new SharedArrayBuffer(column.byteLength))
  memory.set(column)
  return memory
}
