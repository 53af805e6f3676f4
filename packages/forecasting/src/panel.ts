import type { RegularSeries } from '@omarino/energy'
import type { CalendarColumns, Columns } from './model.ts'

/** Series on one grid; NaN is missing. */
export interface Panel {
  readonly stepMs: number
  readonly startMs: number
  readonly series: readonly PanelSeries[]
}

/** One series with its covariates, which may reach beyond its values. */
export interface PanelSeries {
  readonly id: string
  readonly values: Float64Array // shape [T]
  readonly observed: Columns // covariates known up to the origin only, shape [T] each
  readonly known: Columns // covariates known through the horizon, shape [T] each
}

/** A panel's grid with its calendar, which reaches to the end of the last horizon. */
export interface PanelFrame {
  readonly stepMs: number
  readonly startMs: number
  readonly calendar: CalendarColumns
}

/** One series of a panel on its own. */
export const regularOf = ({ startMs, stepMs }: Panel, { values }: PanelSeries): RegularSeries => ({
  startMs,
  stepMs,
  values,
})
