// A request may say where its numbers are stored; here they are read, so that what is planned holds numbers alone.
import { OptimizeRequest, parseOptimizeRequest } from '@omarino/contracts'
import type { PlanInput } from '@omarino/contracts'
import { Failure, parseInstant } from '@omarino/energy'
import { getSeries } from '@omarino/store'
import type { Queryable } from '@omarino/store'
import { z } from 'zod'
import { factorFor } from './field-units.ts'
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
 * Reads what a request refers to: `{series: key}` is its points on the steps of the horizon in the unit of the
 * field (a unit of another dimension is refused), `{forecast: key}` the newest forecast known at `issueMs`, `{ref: key}` an asset of the stored site.
 * @throws Failure 'invalid' for a reference that is not there or steps of different length; all that `parseOptimizeRequest` refuses
 */
export async function resolveReferences(db: Queryable, json: unknown, issueMs: number): Promise<Resolved> {
  const found = referencesIn(json)
  if (found.series.length + found.forecasts.size + found.assets.size === 0)
    return { request: parseOptimizeRequest(json), inputs: [] }
  const draft = json as Record<string, unknown>
  const grid = gridOf(draft['horizon'])
  const assets = await storedAssets(db, siteKeyOf(draft), found.assets, grid, issueMs)
  const forecastKeys = new Set([...found.forecasts, ...assets.forecastKeys])
  const forecasts = await readForecasts(db, [...forecastKeys], issueMs)
  const series = await readSeries(db, found.series, grid, currencyOf(draft))
  const named = Object.fromEntries([...forecasts].map(([key, one]) => [key, { quantiles: one.quantilesKw(grid) }]))
  const request = parseOptimizeRequest(
    replaced(
      {
        ...draft,
        prices: { ...assets.prices, ...(draft['prices'] as object | undefined) },
        forecasts: { ...assets.profiles, ...named, ...(draft['forecasts'] as object | undefined) },
      },
      (reference, path) => {
        if ('series' in reference) return series.get(path.join('/'))
        return 'forecast' in reference ? reference.forecast : assets.byKey.get(reference.ref)
      },
    ),
  )
  const told = [...forecasts.values()].map((one): Input => ({
    name: one.series, series: one.series, forecastId: one.id,
    detail: `forecast by ${one.model}, issued ${new Date(one.issueMs).toISOString()}`,
  })) // prettier-ignore
  const points = [...new Set(found.series.map(({ key }) => key))].map((key): Input => ({
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

type Replace = (reference: Reference, path: readonly string[]) => unknown

/** The same document with each reference replaced; other parts are kept as they are. */
function replaced(value: unknown, by: Replace, path: readonly string[] = []): unknown {
  if (path.length > DEEPEST)
    throw new Failure('invalid', 'REQUEST_TOO_DEEP', `a request is nested at most ${DEEPEST} deep`)
  if (value === null || typeof value !== 'object') return value
  const reference = asReference(value)
  if (reference) return by(reference, path) ?? value
  if (Array.isArray(value)) {
    if (typeof value[0] === 'number') return value
    return value.flatMap((part, k) => {
      const whole = replaced(part, by, [...path, String(k)])
      return AssetReference.safeParse(part).success ? whole : [whole] // a stored asset may be none or several of a request
    })
  }
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, replaced(part, by, [...path, key])]))
}

interface Found {
  /** Key and path of each place that names a series. */
  readonly series: { readonly key: string; readonly path: readonly string[] }[]
  readonly forecasts: Set<string>
  readonly assets: Set<string>
}

function referencesIn(json: unknown): Found {
  const found: Found = { series: [], forecasts: new Set<string>(), assets: new Set<string>() }
  replaced(json, (reference, path) => {
    if ('series' in reference) found.series.push({ key: reference.series, path })
    else if ('forecast' in reference) found.forecasts.add(reference.forecast)
    else found.assets.add(reference.ref)
    return undefined
  })
  const count = found.series.length + found.forecasts.size + found.assets.size
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

/** What the request counts in; a missing one is refused with the rest of the request. */
const currencyOf = ({ site }: Record<string, unknown>): string =>
  z.looseObject({ currency: z.string() }).safeParse(site).data?.currency ?? ''

function siteKeyOf({ site }: Record<string, unknown>): string {
  const parsed = z.looseObject({ id: z.string() }).safeParse(site)
  if (parsed.success) return parsed.data.id
  throw new Failure('invalid', 'OPTIMIZE_REQUEST_INVALID', '/site/id: must be the key of a stored site', '/site/id')
}

/** By path: points on the steps in the unit of the field; null where there is none. */
async function readSeries(
  db: Queryable,
  places: Found['series'],
  grid: StepGrid,
  currency: string,
): Promise<Map<string, (number | null)[]>> {
  const read = new Map<string, (number | null)[]>()
  for (const { key, path } of places) {
    const series = await getSeries(db, key)
    const factor = factorFor(series, path, currency)
    read.set(path.join('/'), onWire((await readOnGrid(db, series, grid)).map((value) => value * factor)))
  }
  return read
}
