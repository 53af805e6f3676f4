import { priceUnit } from '@omarino/energy'
import { getSeries, readPoints } from '@omarino/store'
import type { Queryable, SeriesRow } from '@omarino/store'
import { ontoSteps } from './onto-steps.ts'
import type { StepGrid } from './onto-steps.ts'

const USABLE = 1 // good and estimated points count, suspect and missing ones do not

/** Points of a series on the steps of a plan, in the unit of the series; NaN where none is usable. */
export async function readOnGrid(db: Queryable, series: SeriesRow, grid: StepGrid): Promise<Float64Array> {
  const holdMs = series.step_ms ?? grid.stepMs
  const range = { fromMs: grid.startMs - holdMs + 1, toMs: grid.startMs + grid.steps * grid.stepMs }
  const { timesMs, values, quality } = await readPoints(db, series.id, range)
  const usable = values.map((value, i) => ((quality[i] & 7) <= USABLE ? value : NaN))
  return ontoSteps(timesMs, usable, holdMs, grid)
}

/** All-in prices per kWh of one direction: the series plus what is added. */
export async function readPrices(db: Queryable, key: string, addPerKwh: number, grid: StepGrid): Promise<Float64Array> {
  const series = await getSeries(db, key)
  const perKwh = priceUnit(series.unit)?.perKwh ?? NaN // checked when the tariff was made; a unit never changes
  return (await readOnGrid(db, series, grid)).map((price) => price * perKwh + addPerKwh)
}
