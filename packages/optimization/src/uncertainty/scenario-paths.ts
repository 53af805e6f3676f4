import { Failure, seededNormal, seededRandom } from '@omarino/energy'
import { sha256 } from '../sha256.ts'
import { normalShareBelow } from './normal-distribution.ts'
import { checkQuantiles, valueAtRank, type QuantileSeries } from './quantile-series.ts'

export interface PathOptions {
  /** Names the series: its random stream is that of the seed and this name, whatever other series are drawn. */
  readonly name: string
  /** Length of every step, hours, > 0; shape [T]. */
  readonly stepHours: ArrayLike<number>
  /** How many paths, ≥ 1. */
  readonly count: number
  /** Whole number; the same seed and name give the same paths. */
  readonly seed: number
  /** Time after which the correlation of ranks has fallen to 1/e, hours, ≥ 0; 0 makes steps independent. */
  readonly correlationHours: number
}

/**
 * Paths of one series whose value at every step is distributed as its quantiles say, and whose ranks move slowly:
 * Gaussian AR(1) g between the middles of steps, rank Φ(g), value by linear interpolation between levels with ends held.
 * Paths come in pairs g, −g, so that ranks average to the median at every step; an odd count ends with the median path.
 * Series with different names are independent: a common correlation between series is not modelled. Give joint scenarios for that.
 * @returns shape [count][T], unit of the quantiles
 * @throws Failure 'invalid' for quantiles that cross or miss, a step, count or correlation time out of range
 * @see Pinson et al. (2009), From probabilistic forecasts to statistical scenarios of short-term wind power production,
 *   Wind Energy 12(1)
 */
export function scenarioPaths(series: QuantileSeries, options: PathOptions): Float64Array[] {
  const { name, stepHours, count, seed, correlationHours } = options
  checkQuantiles(series, stepHours.length, name)
  if (!(Number.isInteger(count) && count >= 1))
    throw new Failure('invalid', 'SCENARIO_COUNT', `${count} paths of ${name} cannot be drawn: at least 1 is needed.`)
  const keeps = keptShares(stepHours, correlationHours)
  const normal = seededNormal(seededRandom(seedOfStream(seed, name)))
  const paths = Array.from({ length: count }, () => new Float64Array(stepHours.length))
  const ranks = new Float64Array(stepHours.length).fill(0.5)
  if (count % 2 === 1) fillPath(paths[count - 1], series, ranks)
  for (let path = 0; path + 1 < count; path += 2) {
    drawRanks(ranks, keeps, normal)
    fillPath(paths[path], series, ranks)
    for (const [step, rank] of ranks.entries()) ranks[step] = 1 - rank
    fillPath(paths[path + 1], series, ranks)
  }
  return paths
}

/**
 * Correlation of each step's Gaussian with the one before: exp(−Δ/correlationHours), Δ between the middles of the steps.
 * @returns shape [T]; the first is 0, for nothing comes before it
 */
export function keptShares(stepHours: ArrayLike<number>, correlationHours: number): Float64Array {
  if (!(correlationHours >= 0))
    throw new Failure(
      'invalid',
      'CORRELATION_HOURS',
      `The correlation time is ${correlationHours} h; it must be at least 0.`,
    )
  return Float64Array.from(stepHours, (hours, step) => {
    if (!(hours > 0 && hours < Infinity))
      throw new Failure('invalid', 'STEP_HOURS', `Step ${step} lasts ${hours} h; it must last longer than 0.`)
    return step === 0 ? 0 : Math.exp(-(stepHours[step - 1] + hours) / 2 / correlationHours)
  })
}

/** Fills `ranks` with Φ of one stationary path: each value keeps a share of the one before and is again standard normal. */
function drawRanks(ranks: Float64Array, keeps: Float64Array, normal: () => number): void {
  let gauss = 0
  for (const [step, keep] of keeps.entries()) {
    gauss = keep * gauss + Math.sqrt(1 - keep * keep) * normal()
    ranks[step] = normalShareBelow(gauss)
  }
}

function fillPath(path: Float64Array, series: QuantileSeries, ranks: Float64Array): void {
  for (const [step, rank] of ranks.entries()) path[step] = valueAtRank(series, step, rank)
}

/** A digest, because generators of near seeds are the same sequence some numbers apart. */
const seedOfStream = (seed: number, name: string): number =>
  Number.parseInt(sha256(new TextEncoder().encode(`${seed}/${name}`)).slice(0, 8), 16)
