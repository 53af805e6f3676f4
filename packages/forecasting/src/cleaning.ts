import { medianOf } from './order-statistics.ts'
import { MAD_TO_DEVIATION, robustScale } from './robust-scale.ts'
import { seasonsShown } from './seasonal-profile.ts'

/** Steps `[from, to)`. */
export interface StepRange {
  readonly from: number
  readonly to: number
}

/** What a series looks like without what no model should learn. */
export interface Cleaning {
  readonly values: Float64Array // NaN where a spike or a stuck run was; shape [T]
  readonly spikes: Int32Array // steps, rising
  readonly stuck: readonly StepRange[]
  readonly levelShift: number | null // first step of the last new level
}

const SPIKE_SPREADS = 8
const SHIFT_SPREADS = 4
const SHIFT_DAYS = 3
const STUCK_HOURS = 6
const LEAST_STUCK_STEPS = 4
// Where long runs are common they are how the series is: an idle charger, a base load in whole kW.
const MOST_STUCK_SHARE = 0.1
const LEAST_CYCLES = 3
const LEVELS_PER_DAY = 4 // how often a moving median is told

/**
 * Finds spikes (beyond 8 robust deviations of what the season and the level of the days beside leave), runs of one
 * value other than 0 that last 6 hours, and the last step from which on the level differs by more than 4 robust
 * deviations for 3 days. Made for loads: spikes of prices are real and stay.
 * @param values  on local time, NaN is missing; shape [T]
 * @param perDay  steps in a day
 * @param perHour steps in an hour, 1 where steps are longer
 */
export function cleanSeries(values: Float64Array, perDay: number, perHour: number): Cleaning {
  const stuck = stuckRuns(values, Math.max(LEAST_STUCK_STEPS, STUCK_HOURS * perHour))
  const cleaned = values.slice()
  for (const { from, to } of stuck) cleaned.fill(NaN, from, to)
  const season = Math.max(1, ...seasonsShown(undefined, perDay, values.length, LEAST_CYCLES))
  const stride = Math.max(1, Math.floor(perDay / LEVELS_PER_DAY))
  const residuals = withoutSeason(cleaned, season, stride)
  const deviations = fromLevels(residuals, perDay, stride)
  const { spread } = robustScale(deviations)
  const usual = usualSpreads(deviations, perDay, spread)
  const spikes: number[] = []
  for (let i = 0; i < values.length; i += 1) {
    if (!(Math.abs(deviations[i]) > SPIKE_SPREADS * usual[i % perDay])) continue
    spikes.push(i)
    cleaned[i] = NaN
    residuals[i] = NaN
  }
  const levelShift = lastShift(residuals, SHIFT_DAYS * perDay, SHIFT_SPREADS * spread)
  return { values: cleaned, spikes: Int32Array.from(spikes), stuck, levelShift }
}

function stuckRuns(values: Float64Array, least: number): StepRange[] {
  const runs: StepRange[] = []
  let known = 0
  for (let from = 0; from < values.length;) {
    let to = from + 1
    while (to < values.length && values[to] === values[from]) to += 1
    if (!Number.isNaN(values[from])) known += to - from
    if (to - from >= least && values[from] !== 0) runs.push({ from, to })
    from = to
  }
  const covered = runs.reduce((sum, { from, to }) => sum + to - from, 0)
  return covered <= MOST_STUCK_SHARE * known ? runs : []
}

/** Values less what their phase usually is above the level around it; the level stays in. */
function withoutSeason(values: Float64Array, season: number, stride: number): Float64Array {
  const aboveLevel = values.map((value) => value)
  const half = Math.max(1, season >> 1)
  for (let from = 0; from < values.length; from += stride) {
    const middle = from + (stride >> 1)
    const level = medianOf(values.subarray(Math.max(0, middle - half), middle + half))
    for (let i = from; i < Math.min(from + stride, values.length); i += 1) aboveLevel[i] -= level
  }
  const medians = Float64Array.from({ length: season }, (_, phase) => medianOf(ofPhase(aboveLevel, phase, season)))
  return values.map((value, i) => value - medians[i % season])
}

/**
 * Distances from the level of the day before or of the day after, whichever is nearer: the first steps of a new level
 * are no spikes. Levels are medians, told four times a day.
 */
function fromLevels(residuals: Float64Array, perDay: number, stride: number): Float64Array {
  const distances = new Float64Array(residuals.length)
  const least = Math.max(perDay, 2) // a single step says nothing of the level
  for (let from = 0; from < residuals.length; from += stride) {
    const to = Math.min(from + stride, residuals.length)
    const before = medianOf(residuals.subarray(Math.max(0, from - least), from))
    const after = medianOf(residuals.subarray(to, to + least))
    for (let i = from; i < to; i += 1) {
      const [back, ahead] = [residuals[i] - before, residuals[i] - after]
      distances[i] = Math.abs(ahead) < Math.abs(back) || Number.isNaN(back) ? ahead : back
    }
  }
  return distances
}

/** Every `season`-th value from `phase` on. */
const ofPhase = (values: Float64Array, phase: number, season: number): Float64Array =>
  Float64Array.from(
    { length: Math.max(0, Math.ceil((values.length - phase) / season)) },
    (_, k) => values[phase + k * season],
  )

/** By time of day, at least that of the whole: what PV does at noon is no spike because of its nights. */
const usualSpreads = (deviations: Float64Array, perDay: number, spread: number): Float64Array =>
  Float64Array.from({ length: perDay }, (_, slot) =>
    Math.max(spread, MAD_TO_DEVIATION * medianOf(ofPhase(deviations, slot, perDay).map(Math.abs)) || 0),
  )

/** The last step whose following mean differs from that before it by more than `bound`; where it does so most. */
function lastShift(residuals: Float64Array, window: number, bound: number): number | null {
  const means = meansOf(residuals, window)
  let best: number | null = null
  let most = 0
  for (let step = residuals.length - window; step >= window; step -= 1) {
    const change = Math.abs(means[step] - means[step - window])
    if (!(change > bound)) {
      if (best !== null) return best
    } else if (change > most) [best, most] = [step, change]
  }
  return best
}

/** Mean of the known values in the window that begins at each step; NaN where less than half are known. */
function meansOf(values: Float64Array, window: number): Float64Array {
  const means = new Float64Array(values.length).fill(NaN)
  let sum = 0
  let count = 0
  for (let i = 0; i < values.length; i += 1) {
    const gone = i - window
    if (!Number.isNaN(values[i])) [sum, count] = [sum + values[i], count + 1]
    if (gone >= 0 && !Number.isNaN(values[gone])) [sum, count] = [sum - values[gone], count - 1]
    if (gone >= -1 && 2 * count >= window) means[gone + 1] = sum / count
  }
  return means
}
