import { loess, loessAt } from './loess.ts'
import { medianOf } from './order-statistics.ts'

/** Odd windows of the three smoothers, and how far apart they are computed. */
export interface StlWindows {
  readonly seasonal: number // rounds
  readonly trend: number // steps
  readonly lowPass: number // steps
  readonly jump: number // share of each window that lies between two computed steps; 0 computes all
}
export interface StlRounds {
  readonly inner: number
  readonly outer: number // with robust weights; 0 has none
}
export interface StlParts {
  readonly seasonal: Float64Array
  readonly trend: Float64Array
  readonly weights: Float64Array // robust ones, 0 for an outlier; 1 where there was no outer round
}

/** The windows that Cleveland et al. recommend for a season and a seasonal window. */
export function stlWindows(season: number, seasonal: number, jump = 0): StlWindows {
  const trend = oddAbove((1.5 * season) / (1 - 1.5 / seasonal))
  return { seasonal, trend, lowPass: oddAbove(season + 1), jump }
}

const oddAbove = (value: number): number => Math.ceil(value) + ((Math.ceil(value) + 1) % 2)

/**
 * Seasonal-trend decomposition by LOESS of degree 1.
 * @param values shape [T], at least two seasons, no gaps
 * @returns parts of shape [T]; what is left of the values is the remainder
 * @see Cleveland, Cleveland, McRae & Terpenning (1990), STL, Journal of Official Statistics 6(1)
 */
export function stl(values: Float64Array, season: number, windows: StlWindows, { inner, outer }: StlRounds): StlParts {
  const steps = values.length
  const seasonal = new Float64Array(steps)
  const trend = new Float64Array(steps)
  const weights = new Float64Array(steps).fill(1)
  const room = roomFor(steps, season)
  for (let round = 0; round <= outer; round += 1) {
    const robust = round > 0 ? weights : null
    for (let i = 0; i < inner; i += 1) innerRound(values, season, windows, robust, seasonal, trend, room)
    if (round < outer) setRobustWeights(values, seasonal, trend, weights)
  }
  return { seasonal, trend, weights }
}

type Room = Readonly<Record<'detrended' | 'cycle' | 'smooth' | 'low' | 'sub' | 'subOut' | 'subWeights' | 'scratch', Float64Array>> // prettier-ignore

function roomFor(steps: number, season: number): Room {
  const array = (): Float64Array => new Float64Array(steps + 2 * season)
  return { detrended: array(), cycle: array(), smooth: array(), low: array(), sub: array(), subOut: array(), subWeights: array(), scratch: array() } // prettier-ignore
}

function innerRound(
  values: Float64Array,
  season: number,
  windows: StlWindows,
  robust: Float64Array | null,
  seasonal: Float64Array,
  trend: Float64Array,
  room: Room,
): void {
  const steps = values.length
  const { detrended, cycle, smooth, low, scratch } = room
  for (let i = 0; i < steps; i += 1) detrended[i] = values[i] - trend[i]
  smoothCycles(steps, season, windows, robust, room)
  movingMeans(cycle, steps + 2 * season, season, smooth)
  movingMeans(smooth, steps + season + 1, season, low)
  movingMeans(low, steps + 2, 3, smooth)
  loess(smooth, steps, windows.lowPass, jumpOf(windows, windows.lowPass), null, low, scratch)
  for (let i = 0; i < steps; i += 1) {
    seasonal[i] = cycle[season + i] - low[i]
    detrended[i] = values[i] - seasonal[i]
  }
  loess(detrended, steps, windows.trend, jumpOf(windows, windows.trend), robust, trend, scratch)
}

const jumpOf = ({ jump }: StlWindows, window: number): number => Math.max(1, Math.ceil(jump * window))

/** Smooths each phase over its rounds, one round beyond both ends. Reads `detrended`, fills `cycle`. */
function smoothCycles(
  steps: number,
  season: number,
  windows: StlWindows,
  robust: Float64Array | null,
  room: Room,
): void {
  const { detrended, cycle, sub, subOut, subWeights, scratch } = room
  const window = windows.seasonal
  const jump = jumpOf(windows, window)
  const weights = robust ? subWeights : null
  for (let phase = 0; phase < season; phase += 1) {
    const count = Math.floor((steps - phase - 1) / season) + 1
    for (let k = 0; k < count; k += 1) {
      sub[k] = detrended[phase + k * season]
      if (robust) subWeights[k] = robust[phase + k * season]
    }
    loess(sub, count, window, jump, weights, subOut, scratch)
    const first = loessAt(sub, count, -1, 0, Math.min(window, count) - 1, window, weights, scratch)
    const last = loessAt(sub, count, count, Math.max(0, count - window), count - 1, window, weights, scratch)
    cycle[phase] = Number.isNaN(first) ? subOut[0] : first
    for (let k = 0; k < count; k += 1) cycle[phase + (k + 1) * season] = subOut[k]
    cycle[phase + (count + 1) * season] = Number.isNaN(last) ? subOut[count - 1] : last
  }
}

/** Means of `length` successive values; one is lost with each but the first. */
function movingMeans(values: Float64Array, count: number, length: number, out: Float64Array): void {
  let sum = 0
  for (let i = 0; i < length; i += 1) sum += values[i]
  out[0] = sum / length
  for (let i = length; i < count; i += 1) {
    sum += values[i] - values[i - length]
    out[i - length + 1] = sum / length
  }
}

// Of the largest value: remainders of rounding alone, as where a line goes through two rounds, tell of no outlier.
const LEAST_BOUND = 1e-9

/** Bisquare weights: 0 from six median absolute remainders on. */
function setRobustWeights(
  values: Float64Array,
  seasonal: Float64Array,
  trend: Float64Array,
  weights: Float64Array,
): void {
  const sizes = values.map((value, i) => Math.abs(value - seasonal[i] - trend[i]))
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  const bound = Math.max(6 * medianOf(sizes), LEAST_BOUND * largest)
  for (let i = 0; i < sizes.length; i += 1) {
    const share = sizes[i] / bound
    weights[i] = sizes[i] <= 0.001 * bound ? 1 : sizes[i] <= 0.999 * bound ? (1 - share * share) ** 2 : 0
  }
}

const ITERATIONS = 2

/**
 * Decomposition with several seasons: each in turn, the shortest first, is found in what the others leave, twice.
 * @param seasons rising
 * @param windows seasonal window of each
 * @returns a seasonal part per season, and the values without them; shape [T] each
 * @see Bandara, Hyndman & Bergmeir (2021), MSTL, arXiv 2107.13462
 */
export function mstlParts(
  values: Float64Array,
  seasons: readonly number[],
  windows: readonly number[],
  rounds: StlRounds,
  jump = 0,
): { readonly seasonal: readonly Float64Array[]; readonly rest: Float64Array; readonly trend: Float64Array } {
  const rest = values.slice()
  const seasonal = seasons.map((): Float64Array => new Float64Array(values.length))
  let trend: Float64Array = new Float64Array(values.length)
  const iterations = seasons.length > 1 ? ITERATIONS : 1
  for (let iteration = 0; iteration < iterations; iteration += 1) {
    for (const [s, season] of seasons.entries()) {
      for (let i = 0; i < rest.length; i += 1) rest[i] += seasonal[s][i]
      const parts = stl(rest, season, stlWindows(season, windows[s], jump), rounds)
      seasonal[s] = parts.seasonal
      trend = parts.trend
      for (let i = 0; i < rest.length; i += 1) rest[i] -= seasonal[s][i]
    }
  }
  return { seasonal, rest, trend }
}
