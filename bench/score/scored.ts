import type { BacktestProtocol } from '@omarino/contracts'
import { createPanelReader, DAY_MS, mae, type Panel, panelClock, pinball } from '@omarino/forecasting'
import type { ForecastFile, SeriesForecasts } from './forecast-file.ts'

/** Forecasts of one series beside what happened; shape [N] each, quantiles [levels × N]. */
export interface Scored {
  readonly id: string
  readonly levels: readonly number[]
  readonly targetsMs: Float64Array
  readonly originSteps: Int32Array // steps of `values`
  readonly leads: Int32Array // steps from the origin, 0 the first
  readonly actual: Float64Array
  readonly point: Float64Array
  readonly quantiles: Float64Array
  readonly values: Float64Array // the whole series
  readonly perDay: number
}

export function readPanelText(csv: string, protocol: BacktestProtocol): Panel {
  const { step, zone, stamps, covariates } = protocol
  const reader = createPanelReader({ clock: panelClock(step, zone), zone, stamps, ...covariates })
  reader.push(csv)
  return reader.end().panel
}

/** Lays forecasts beside their actual values. @throws RangeError for a series that the panel lacks */
export function scoredOf(file: ForecastFile, panel: Panel, { stamps }: BacktestProtocol): Scored[] {
  const byId = new Map(panel.series.map(({ id, values }) => [id, values]))
  return file.series.map((forecasts) => {
    const values = byId.get(forecasts.id)
    if (!values) throw new RangeError(`the data have no series ${forecasts.id}`)
    return lay(forecasts, file.levels, values, panel, stamps)
  })
}

function lay(
  { id, originsMs, targetsMs, point, quantiles }: SeriesForecasts,
  levels: readonly number[],
  values: Float64Array,
  { startMs, stepMs }: Panel,
  stamps: BacktestProtocol['stamps'],
): Scored {
  const originSteps = Int32Array.from(originsMs, (ms) => (ms - startMs) / stepMs)
  const shiftMs = stamps === 'end' ? stepMs : 0
  const leads = Int32Array.from(targetsMs, (ms, i) => (ms - shiftMs - startMs) / stepMs - originSteps[i])
  const actual = point.map((_, i) => values[originSteps[i] + leads[i]] ?? NaN)
  return { id, levels, targetsMs, originSteps, leads, actual, point, quantiles, values, perDay: DAY_MS / stepMs }
}

/** The rows that `keep` names. */
export function filterRows(scored: Scored, keep: (row: number) => boolean): Scored {
  const rows = Array.from(scored.point.keys()).filter(keep)
  const pick = (column: Float64Array, from = 0): Float64Array => Float64Array.from(rows, (row) => column[from + row])
  const quantiles = new Float64Array(scored.levels.length * rows.length)
  for (let level = 0; level < scored.levels.length; level += 1) {
    quantiles.set(pick(scored.quantiles, level * scored.point.length), level * rows.length)
  }
  return {
    ...scored,
    targetsMs: pick(scored.targetsMs),
    originSteps: Int32Array.from(rows, (row) => scored.originSteps[row]),
    leads: Int32Array.from(rows, (row) => scored.leads[row]),
    actual: pick(scored.actual),
    point: pick(scored.point),
    quantiles,
  }
}

/** Value at the same time whole seasons before, the last that is known at the origin. */
export function naive({ values, originSteps, leads }: Scored, season: number): Float64Array {
  return Float64Array.from(originSteps, (origin, i) => {
    const seasons = Math.floor(leads[i] / season) + 1
    return values[origin + leads[i] - seasons * season] ?? NaN
  })
}

export const quantileRow = ({ quantiles, levels, point }: Scored, level: number): Float64Array =>
  quantiles.subarray(levels.indexOf(level) * point.length, (levels.indexOf(level) + 1) * point.length)

/** MAE of the point. */
export const maeOf = (scored: Scored): number => mae(scored.actual, scored.point)

/** Mean pinball loss over levels, by default all. */
export function pinballOf(scored: Scored, levels: readonly number[] = scored.levels): number {
  const losses = levels.map((level) => pinball(scored.actual, quantileRow(scored, level), level))
  return mean(losses)
}

export const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
