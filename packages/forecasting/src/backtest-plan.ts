import type { BacktestProtocol } from '@omarino/contracts'
import { type CalendarStep, Failure, fixedStepMs, parseCalendarStep, wallMs } from '@omarino/energy'
import { calendarColumns } from './calendar-columns.ts'
import { type CalendarColumns, DAY_MS, type ForecastTask, type Location, stepsPerDay } from './model.ts'
import { instantOfWall, type PanelClock, panelClock, parseTime } from './panel-clock.ts'
import type { Panel, PanelFrame } from './panel.ts'

/** A protocol laid onto a panel: what to forecast, in steps of its grid. Plain data, sent between threads. */
export interface BacktestPlan {
  readonly origins: readonly number[] // steps of the panel, rising; may lie outside of it
  readonly originsMs: readonly number[] // the instants
  readonly refits: readonly boolean[] // per origin: fitted anew, or with the parameters of the one before
  readonly horizonSteps: number
  readonly historySteps: number // longest past that a model may see; Infinity: all
  readonly step: string
  readonly zone: string
  readonly stamps: 'start' | 'end'
  readonly task: ForecastTask // of a series without bounds and place
  readonly capacity: BacktestProtocol['capacity']
  readonly nonNegative: BacktestProtocol['nonNegative']
  readonly location: Location | Readonly<Record<string, Location>> | null
}

/**
 * @throws Failure `ORIGIN_…` for origins that are none or off the grid, `STEP_INVALID`, `SERIES_UNKNOWN` for bounds of a
 *   series that the panel lacks
 */
export function planBacktest(protocol: BacktestProtocol, panel: Panel): BacktestPlan {
  const clock = panelClock(protocol.step, protocol.zone)
  const originsMs = [...new Set(originInstants(protocol, clock, panel))].sort((a, b) => a - b)
  const origins = originsMs.map((originMs) => (clock.toGrid(originMs) - panel.startMs) / clock.stepMs)
  const off = origins.findIndex((origin) => !Number.isInteger(origin))
  if (off >= 0) throw offGrid(originsMs[off], protocol.step)
  assertSeries(protocol, panel)
  const perDay = stepsPerDay(clock.stepMs)
  return {
    origins,
    originsMs,
    refits: refitsOf(originsMs, protocol),
    horizonSteps: protocol.horizon,
    historySteps: protocol.history === null ? Infinity : stepsIn(stepOf(protocol.history, '/history'), clock.stepMs),
    step: protocol.step,
    zone: protocol.zone,
    stamps: protocol.stamps,
    task: {
      stepMs: clock.stepMs, levels: protocol.quantiles, nonNegative: false, capacity: null, model: protocol.model,
      seed: protocol.seed, seasonality: protocol.seasonality ?? [perDay, 7 * perDay].filter((season) => season > 1),
      dated: protocol.dated,
    },
    capacity: protocol.capacity,
    nonNegative: protocol.nonNegative,
    location: protocol.location,
  } // prettier-ignore
}

/** The task of one series, with its own bounds and place. */
export function taskOf({ task, capacity, nonNegative, location }: BacktestPlan, seriesId: string): ForecastTask {
  const own: Location | undefined = location === null ? undefined : isLocation(location) ? location : location[seriesId]
  return {
    ...task,
    seriesId,
    capacity: capacity === null || typeof capacity === 'number' ? capacity : (capacity[seriesId] ?? null),
    nonNegative: typeof nonNegative === 'boolean' ? nonNegative : nonNegative.includes(seriesId),
    ...(own && { location: own }),
  }
}

/** The panel's grid with its calendar, from its first step to the end of the last horizon. */
export function frameOf(panel: Panel, protocol: BacktestProtocol, plan: BacktestPlan): PanelFrame {
  const { stepMs, startMs, series } = panel
  const longest = Math.max(...series.map(({ values }) => values.length))
  const steps = Math.max(longest, plan.origins[plan.origins.length - 1] + plan.horizonSteps)
  const { gridZone } = panelClock(protocol.step, protocol.zone)
  const calendar = calendarColumns(startMs, stepMs, steps, gridZone, protocol.dated ? protocol.country : null)
  if (!protocol.dated) calendar.dayType.fill(0)
  const shared = Object.entries(calendar).map(([name, column]) => [name, shareColumn(column)])
  return { stepMs, startMs, calendar: Object.fromEntries(shared) as CalendarColumns }
}

function shareColumn(column: Float64Array): Float64Array {
  const shared = new Float64Array(new SharedArrayBuffer(column.byteLength))
  shared.set(column)
  return shared
}

const isLocation = (location: Location | Readonly<Record<string, Location>>): location is Location =>
  typeof location['latitude'] === 'number'

function originInstants({ origins, zone, horizon }: BacktestProtocol, clock: PanelClock, panel: Panel): number[] {
  if (Array.isArray(origins)) return origins.map((text, i) => instantAt(text, zone, `/origins/${i}`))
  const first = instantAt(origins.first, zone, '/origins/first')
  const every = stepOf(origins.every, '/origins/every')
  const at = (k: number): number => stepLocally(zone, first, every, k)
  if (origins.count !== undefined) return Array.from({ length: origins.count }, (_, k) => at(k))
  const endMs = panel.startMs + lastKnown(panel) * clock.stepMs
  const instants: number[] = []
  for (let k = 0; clock.toGrid(at(k)) + horizon * clock.stepMs <= endMs; k += 1) instants.push(at(k))
  if (instants.length === 0) {
    const sentence = `/origins: no origin from ${origins.first} on has its horizon of ${horizon} steps within the values`
    throw new Failure('invalid', 'ORIGIN_NONE', sentence, '/origins')
  }
  return instants
}

function instantAt(text: string, zone: string, pointer: string): number {
  const time = parseTime(text)
  if ('fault' in time) throw new Failure('invalid', 'ORIGIN_INVALID', `${pointer}: ${text} is no time`, pointer)
  return 'instantMs' in time ? time.instantMs : instantOfWall(zone, time.wallMs)
}

/** Steps from the panel's start to the end of its last known value. */
const lastKnown = ({ series }: Panel): number =>
  Math.max(...series.map(({ values }) => values.findLastIndex(Number.isFinite) + 1))

const MONTHS: Readonly<Record<string, number>> = { month: 1, year: 12 }
const DAYS: Readonly<Record<string, number>> = { day: 1, week: 7 }

/**
 * `k` steps after an instant: minutes and hours as they pass, days and months by the local clock. A day that a month
 * lacks is its last one, counted from the first instant, so that the 31st comes back.
 */
export function stepLocally(zone: string, firstMs: number, { count, unit }: CalendarStep, k: number): number {
  const fixed = fixedStepMs({ count, unit })
  if (fixed !== undefined) return firstMs + k * fixed
  if (k === 0) return firstMs
  const wall = wallMs(zone, firstMs)
  if (unit in DAYS) return instantOfWall(zone, wall + k * count * DAYS[unit] * DAY_MS)
  const date = new Date(wall)
  const month = date.getUTCMonth() + k * count * MONTHS[unit]
  const daysInMonth = new Date(Date.UTC(date.getUTCFullYear(), month + 1, 0)).getUTCDate()
  const day = Date.UTC(date.getUTCFullYear(), month, Math.min(date.getUTCDate(), daysInMonth))
  return instantOfWall(zone, day + (wall - Math.floor(wall / DAY_MS) * DAY_MS))
}

function refitsOf(originsMs: readonly number[], { refit, zone }: BacktestProtocol): boolean[] {
  if (refit === 'origin') return originsMs.map(() => true)
  if (refit === 'never') return originsMs.map((_, i) => i === 0)
  const every = stepOf(refit, '/refit')
  let next = -Infinity
  return originsMs.map((originMs) => {
    if (originMs < next) return false
    next = stepLocally(zone, originMs, every, 1)
    return true
  })
}

function stepOf(text: string, pointer: string): CalendarStep {
  const step = parseCalendarStep(text)
  if (!step) throw new Failure('invalid', 'PROTOCOL_INVALID', `${pointer}: ${text} is no duration`, pointer)
  return step
}

const MEAN_DAYS: Readonly<Record<string, number>> = { day: 1, week: 7, month: 365.25 / 12, year: 365.25 }
const stepsIn = (step: CalendarStep, stepMs: number): number =>
  Math.max(1, Math.ceil((fixedStepMs(step) ?? step.count * MEAN_DAYS[step.unit] * DAY_MS) / stepMs))

function offGrid(originMs: number, step: string): Failure {
  const sentence = `/origins: ${new Date(originMs).toISOString()} is no start of a step (${step}) of the data`
  return new Failure('invalid', 'ORIGIN_OFF_GRID', sentence, '/origins')
}

function assertSeries({ capacity, nonNegative, location }: BacktestProtocol, { series }: Panel): void {
  const known = new Set(series.map(({ id }) => id))
  const named = {
    capacity: typeof capacity === 'object' ? Object.keys(capacity ?? {}) : [],
    nonNegative: Array.isArray(nonNegative) ? nonNegative : [],
    location: location === null || isLocation(location) ? [] : Object.keys(location),
  }
  for (const [field, ids] of Object.entries(named)) {
    const absent = ids.find((id) => !known.has(id))
    if (absent === undefined) continue
    throw new Failure('invalid', 'SERIES_UNKNOWN', `/${field}: the data have no series ${absent}`, `/${field}`)
  }
}
