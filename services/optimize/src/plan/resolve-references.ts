// A request may say where its numbers are stored; here they are read, so that what is planned holds numbers alone.
import { OptimizeRequest, parseOptimizeRequest } from '@omarino/contracts'
import type { PlanInput } from '@omarino/contracts'
import { Failure, kwPerUnit, parseInstant, priceUnit } from '@omarino/energy'
import { getSeries } from '@omarino/store'
import type { Queryable } from '@omarino/store'
import { z } from 'zod'
import type { StepGrid } from './onto-steps.ts'
import { onWire, readForecasts } from './read-forecasts.ts'
import { readOnGrid } from './read-points.ts'
import { storedAssets } from './stored-assets.ts'

type Input = z.infer<typeof PlanInput>
const SeriesReference = z.strictObject({ series: z.string().min(1) })
const ForecastReference = z.strictObject({ forecast: z.string().min(1), issued: z.literal('latest').optional() })
const AssetReference = z.strictObject({ ref: z.string().min(1) })
const MOST_REFERENCES = 100
const DEEPEST = 20 // a request needs seven
const MINUTE_MS = 60_000

export interface Resolved {
  readonly request: OptimizeRequest
  readonly inputs: readonly Input[]
}

/**
 * Reads what a request refers to: `{series: key}` is its points on the steps of the horizon (powers in kW, prices per kWh, other
 * units as they are), `{forecast: key}` the newest forecast known at `issueMs`, `{ref: key}` an asset of the stored site.
 * @throws Failure 'invalid' for a reference that is not there or steps of different length; all that `parseOptimizeRequest` refuses
 */
export async function resolveReferences(db: Queryable, json: unknown, issueMs: number): Promise<Resolved> {
  const found = referencesIn(json)
  if (found.series.size + found.forecasts.size + found.assets.size === 0)
    return { request: parseOptimizeRequest(json), inputs: [] }
  const draft = json as Record<string, unknown>
  const grid = gridOf(draft['horizon'])
  const assets = await storedAssets(db, siteKeyOf(draft), found.assets, grid, issueMs)
  const forecastKeys = new Set([...found.forecasts, ...assets.forecastKeys])
  const forecasts = await readForecasts(db, [...forecastKeys], issueMs)
  const series = await readSeries(db, found.series, grid)
  const named = Object.fromEntries([...forecasts].map(([key, one]) => [key, { quantiles: one.quantilesKw(grid) }]))
  const request = parseOptimizeRequest(
    replaced(
      {
        ...draft,
        prices: { ...assets.prices, ...(draft['prices'] as object | undefined) },
        forecasts: { ...named, ...(draft['forecasts'] as object | undefined) },
      },
      (reference) => {
        if ('series' in reference) return series.get(reference.series)
        return 'forecast' in reference ? reference.forecast : assets.byKey.get(reference.ref)
      },
    ),
  )
  const told = [...forecasts.values()].map((one): Input => ({
    name: one.series, series: one.series, forecastId: one.id,
    detail: `forecast by ${one.model}, issued ${new Date(one.issueMs).toISOString()}`,
  })) // prettier-ignore
  const points = [...found.series].map((key): Input => ({
    name: key,
    series: key,
    forecastId: null,
    detail: 'its points',
  }))
  return { request, inputs: [...told, ...points, ...assets.inputs] }
}

type Reference = z.infer<typeof SeriesReference> | z.infer<typeof ForecastReference> | z.infer<typeof AssetReference>

const asReference = (value: unknown): Reference | undefined =>
  [SeriesReference, ForecastReference, AssetReference]
    .map((kind) => kind.safeParse(value))
    .find(({ success }) => success)?.data

/** The same document with each reference replaced; other parts are kept as they are. */
function replaced(value: unknown, by: (reference: Reference) => unknown, depth = 0): unknown {
  if (depth > DEEPEST) throw new Failure('invalid', 'REQUEST_TOO_DEEP', `a request is nested at most ${DEEPEST} deep`)
  if (value === null || typeof value !== 'object') return value
  const reference = asReference(value)
  if (reference) return by(reference) ?? value
  if (Array.isArray(value))
    return typeof value[0] === 'number' ? value : value.map((part) => replaced(part, by, depth + 1))
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, replaced(part, by, depth + 1)]))
}

function referencesIn(json: unknown): { series: Set<string>; forecasts: Set<string>; assets: Set<string> } {
  const found = { series: new Set<string>(), forecasts: new Set<string>(), assets: new Set<string>() }
  replaced(json, (reference) => {
    if ('series' in reference) found.series.add(reference.series)
    else if ('forecast' in reference) found.forecasts.add(reference.forecast)
    else found.assets.add(reference.ref)
    return undefined
  })
  const count = found.series.size + found.forecasts.size + found.assets.size
  if (count > MOST_REFERENCES)
    throw new Failure(
      'invalid',
      'REFERENCES_TOO_MANY',
      `${count} things are referred to, at most ${MOST_REFERENCES} are read`,
    )
  return found
}

function gridOf(json: unknown): StepGrid {
  const horizon = OptimizeRequest.shape.horizon.safeParse(json)
  if (!horizon.success || 'stepEnds' in horizon.data)
    throw new Failure(
      'invalid',
      'REFERENCE_NEEDS_EQUAL_STEPS',
      'stored numbers are read onto a horizon {start, stepMinutes, steps}',
      '/horizon',
    )
  const { start, stepMinutes, steps } = horizon.data
  return { startMs: parseInstant(start) as number, stepMs: stepMinutes * MINUTE_MS, steps }
}

function siteKeyOf({ site }: Record<string, unknown>): string {
  const parsed = z.looseObject({ id: z.string() }).safeParse(site)
  if (parsed.success) return parsed.data.id
  throw new Failure('invalid', 'OPTIMIZE_REQUEST_INVALID', '/site/id: must be the key of a stored site', '/site/id')
}

/** Points on the steps: powers in kW, prices per kWh, anything else in its own unit; null where there is none. */
async function readSeries(
  db: Queryable,
  keys: ReadonlySet<string>,
  grid: StepGrid,
): Promise<Map<string, (number | null)[]>> {
  const read = new Map<string, (number | null)[]>()
  for (const key of keys) {
    const series = await getSeries(db, key)
    const perUnit = kwPerUnit(series.unit) ?? priceUnit(series.unit)?.perKwh ?? 1
    read.set(key, onWire((await readOnGrid(db, series, grid)).map((value) => value * perUnit)))
  }
  return read
}
