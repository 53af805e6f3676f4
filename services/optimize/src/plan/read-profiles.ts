import type { PlanInput } from '@omarino/contracts'
import { getSeries } from '@omarino/store'
import type { Queryable } from '@omarino/store'
import type { z } from 'zod'
import { profileName, seriesOf } from '../assets/kinds.ts'
import type { PlanAsset } from '../assets/kinds.ts'
import { factorFor } from '../assets/series-needs.ts'
import type { SeriesUse } from '../assets/stored-kind.ts'
import type { StepGrid } from './onto-steps.ts'
import { newestForecast } from './read-forecasts.ts'
import { readOnGrid } from './read-points.ts'

/** Values that an asset needs for each step, beside its forecast and the tariff. */
export interface ProfileColumn {
  /** In the request: under `prices`, or under `forecasts`, where a settlement puts what was measured. */
  readonly name: string
  readonly place: 'prices' | 'forecasts'
  readonly series: string
  /** Shape [steps]; NaN where nothing is known. */
  readonly values: Float64Array
  readonly input: z.infer<typeof PlanInput>
}

/** Profiles of assets: points where there are any, else the median of the newest forecast that was known at `issueMs`. */
export async function readProfiles(
  db: Queryable,
  assets: readonly PlanAsset[],
  grid: StepGrid,
  issueMs: number,
): Promise<ProfileColumn[]> {
  const columns = new Map<string, ProfileColumn>()
  for (const { key, config } of assets)
    for (const use of seriesOf(config)) {
      if (use.use !== 'profile' && use.use !== 'price') continue
      const column = await readProfile(db, profileName(key, use), use, grid, issueMs)
      columns.set(column.name, column)
    }
  return [...columns.values()]
}

async function readProfile(
  db: Queryable,
  name: string,
  { key, need, use }: SeriesUse,
  grid: StepGrid,
  issueMs: number,
): Promise<ProfileColumn> {
  const series = await getSeries(db, key)
  const factor = factorFor(need, series.unit) ?? NaN // checked when the asset was made; a unit never changes
  const points = await readOnGrid(db, series, grid)
  const forecast = points.some(Number.isNaN) ? await newestForecast(db, key, issueMs) : undefined
  const median = forecast?.median(grid)
  const values = points.map((value, t) => (Number.isNaN(value) ? (median?.[t] ?? NaN) : value) * factor)
  const known = points.filter((value) => !Number.isNaN(value)).length
  const rest = forecast ? `, the others from the forecast by ${forecast.model}, p50, issued ${new Date(forecast.issueMs).toISOString()}` : '' // prettier-ignore
  const detail = `its points for ${known} of ${grid.steps} steps${rest}`
  const input = { name: `${name === key ? key : name.replace(':', ' ')}`, series: key, forecastId: forecast?.id ?? null, detail } // prettier-ignore
  return { name, place: use === 'price' ? 'prices' : 'forecasts', series: key, values, input }
}
