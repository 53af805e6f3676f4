import type { OptimizeAsset, OptimizeRequest, OptimizeResult, PlanInput, Settlement } from '@omarino/contracts'
import { addDays, Failure, localDate, parseInstant, startOfDate, toRegular } from '@omarino/energy'
import { bestForecast, findSeries, getPlan, readForecastPoints, readPoints } from '@omarino/store'
import type { PlanRow } from '@omarino/store'
import type { Pool } from 'pg'
import type { z } from 'zod'
import type { DayAccuracy, PowerLane, ReportData, SocLane } from './report-data.ts'

const WEEK_MS = 7 * 86_400_000
const MOST_SENTENCES = 8

const instantMs = (text: string): number => {
  const ms = parseInstant(text)
  if (typeof ms !== 'number') throw new Error(`a stored plan holds the time ${text}`)
  return ms
}

/** Gathers what a report shows from what is stored: the plan, its inputs, and how the forecasts held the day before. */
export async function collectReport(db: Pool, planId: string): Promise<{ data: ReportData; plan: PlanRow }> {
  const plan = await getPlan(db, planId)
  const [request, result] = [plan.request as OptimizeRequest, plan.result as OptimizeResult | null]
  if (!result || result.objective === null)
    throw new Failure('invalid', 'PLAN_WITHOUT_SCHEDULE', `the plan ${planId} holds no schedule to report`)
  const inputs = plan.inputs as z.infer<typeof PlanInput>[]
  const keys = inputs.flatMap((input) => (input.forecastId !== null && input.series !== null ? [input.series] : []))
  const accuracy: DayAccuracy[] = []
  for (const key of new Set(keys)) accuracy.push(await accuracyOfDayBefore(db, key, plan))
  const grid = request.assets.find((asset) => asset.type === 'grid')
  const stepEndsMs = result.horizon.stepEnds.map(instantMs)
  const data: ReportData = {
    title: `Day-ahead plan of ${plan.site_name}, ${localDate(plan.zone, plan.start_time.getTime())}`,
    siteName: plan.site_name, zone: plan.zone, currency: plan.currency, source: plan.source, planId, issueMs: plan.issue_time.getTime(),
    startMs: instantMs(result.horizon.start), stepEndsMs, status: result.status, objective: result.objective, bound: result.bound,
    relativeGap: result.gap.relative, costDoingNothing: plan.cost_doing_nothing, settlement: plan.settlement as Settlement | null, costs: result.costs,
    power: powerLanes(request, result), soc: socLanes(request, result),
    importPricePerKwh: profile(request, grid?.importPricePerKwh, stepEndsMs.length), exportPricePerKwh: profile(request, grid?.exportPricePerKwh, stepEndsMs.length),
    explanations: result.explanations.slice(0, MOST_SENTENCES).map(({ text }) => text), relaxations: result.relaxations.map(({ text }) => text),
    inputs: inputs.map(({ name, detail }) => ({ name, detail })), accuracy,
  } // prettier-ignore
  return { data, plan }
}

/** The lane in which an asset's electricity is stacked; null where its power is heat. */
const LANE_OF: Readonly<Record<OptimizeAsset['type'], PowerLane['type'] | null>> = {
  battery: 'battery',
  pv: 'pv',
  wind: 'wind',
  load: 'load',
  heatLoad: null,
  heatPump: 'load',
  boiler: 'load',
  thermalStore: null,
  building: null,
  deferrable: 'load',
  ev: 'battery',
  generator: 'generator',
  electrolyzer: 'load',
  grid: 'grid',
}

function powerLanes(request: OptimizeRequest, result: OptimizeResult): PowerLane[] {
  return request.assets.flatMap(({ id, type }) => {
    const lane = LANE_OF[type]
    if (lane === null) return []
    return [{ assetId: id, type: lane, powerKw: (result.schedules[id]?.['powerKw'] ?? []).map((value) => value ?? 0) }]
  })
}

function socLanes(request: OptimizeRequest, result: OptimizeResult): SocLane[] {
  return request.assets.flatMap((asset) => {
    const soc = result.schedules[asset.id]?.['soc']
    if (asset.type !== 'battery' || !soc) return []
    const limit = (value: unknown, fallback: number): number => (typeof value === 'number' ? value : fallback)
    return [
      {
        assetId: asset.id,
        soc: soc.map((value) => value ?? 0),
        socMin: limit(asset.socMin, 0),
        socMax: limit(asset.socMax, 1),
      },
    ]
  })
}

/** A profile of the request as one number per step. */
function profile(request: OptimizeRequest, value: unknown, steps: number): number[] {
  if (typeof value === 'number') return Array<number>(steps).fill(value)
  if (Array.isArray(value)) return value.map((entry) => (typeof entry === 'number' ? entry : NaN))
  if (typeof value === 'string') return profile(request, request.prices?.[value] ?? request.forecasts?.[value], steps)
  if (typeof value === 'object' && value !== null && 'quantiles' in value)
    return profile(request, (value.quantiles as Record<string, unknown>)['p50'], steps)
  return Array<number>(steps).fill(NaN)
}

/** Compares the newest forecast known when the day before the plan began with what that day then brought. */
async function accuracyOfDayBefore(db: Pool, key: string, plan: PlanRow): Promise<DayAccuracy> {
  const series = await findSeries(db, key)
  const date = addDays(localDate(plan.zone, plan.issue_time.getTime()), -1)
  const range = { fromMs: startOfDate(plan.zone, date), toMs: startOfDate(plan.zone, addDays(date, 1)) }
  const empty = { series: key, unit: series?.unit ?? '', date, model: null, mae: null, skill: null, coverage80: null }
  const forecast = series && (await bestForecast(db, series.id, range.fromMs))
  if (!series || !forecast) return { ...empty, reason: 'no forecast was made before that day' }
  const stepMs = forecast.step_ms
  const points = await readForecastPoints(db, forecast.id)
  const column = (values: Float64Array): Float64Array => toRegular(points.timesMs, values, range, stepMs).values
  const actual = await regular(db, series.id, range, stepMs)
  const weekBefore = await regular(
    db,
    series.id,
    { fromMs: range.fromMs - WEEK_MS, toMs: range.toMs - WEEK_MS },
    stepMs,
  )
  const scores = scoreDay(actual, column(points.pointValue), column(points.p10), column(points.p90), weekBefore)
  return scores
    ? { ...empty, ...scores, model: forecast.model, reason: null }
    : { ...empty, reason: 'forecast and measurements do not overlap on that day' }
}

async function regular(
  db: Pool,
  seriesId: number,
  range: { fromMs: number; toMs: number },
  stepMs: number,
): Promise<Float64Array> {
  const { timesMs, values } = await readPoints(db, seriesId, range)
  return toRegular(timesMs, values, range, stepMs).values
}

/** Mean absolute error, skill against the same day a week earlier, and the share of values inside p10–p90. */
export function scoreDay(
  actual: Float64Array,
  point: Float64Array,
  p10: Float64Array,
  p90: Float64Array,
  weekBefore: Float64Array,
): { mae: number; skill: number | null; coverage80: number } | undefined {
  // prettier-ignore
  let [n, error, naiveError, naiveN, inside] = [0, 0, 0, 0, 0]
  for (const [i, value] of actual.entries()) {
    if (Number.isNaN(value) || Number.isNaN(point[i])) continue
    n += 1
    error += Math.abs(value - point[i])
    if (value >= p10[i] && value <= p90[i]) inside += 1
    if (!Number.isNaN(weekBefore[i])) {
      naiveN += 1
      naiveError += Math.abs(value - weekBefore[i])
    }
  }
  if (n === 0) return undefined
  const skill = naiveN === n && naiveError > 0 ? 1 - error / naiveError : null
  return { mae: error / n, skill, coverage80: inside / n }
}
