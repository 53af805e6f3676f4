import { errorFactors, factorAt } from './error-factor.ts'
import { HALF_LIFE_ORIGINS } from './error-factor-fit.ts'
import { usualSize } from './error-sizes.ts'
import { type ErrorTable, LEAD_GROUPS } from './error-table.ts'
import type { Quantiles } from './model.ts'
import { valueAtRank } from './quantile-curve.ts'
import { medianRow } from './rolling-origin.ts'
import { joinWeighted, type Weighted, weightedQuantile } from './weighted-quantile.ts'

/** A group below this many errors is pooled with its neighbours. */
export const LEAST_ERRORS = 60
const HOURS = 24
const WIDENINGS = [0, 1, 2, 3, 6, 12] // hours to either side; 12 is the whole day
// The median of a few weeks' errors is half chance: a third of it is left out, of all levels alike.
const SHIFT_LEFT_OUT = 1 / 3

/** Turns a raw forecast of one step into its quantile at each asked level. */
export interface Bands {
  /** @param out one value per level, rising */
  quantiles(raw: Quantiles, step: number, group: number, hour: number, out: Float64Array): void
}

/**
 * Conformal bands from the errors known before a step: per lead group and hour of day; below 60 errors the hours beside
 * are taken in, up to the whole day, then all leads. Newer errors weigh more. The errors of one origin come together, so
 * that the finite-sample widening counts origins, not errors. Without any error the raw forecast stands.
 * @param before errors whose target is at or after this step are not used
 * @see Vovk, Gammerman & Shafer (2005), Algorithmic Learning in a Random World; Barber, Candès, Ramdas & Tibshirani
 *   (2023), Conformal prediction beyond exchangeability, Annals of Statistics 51(2); Kish (1965) for the effective number
 */
export function conformalBands(errors: ErrorTable, before: number, levels: readonly number[]): Bands {
  const scale = usualSize(errors.sizes, before)
  const weights = originWeights(errors.origins, before)
  const widened = widenLevels(levels, effectiveNumber(weights))
  const cells = cellsOf(errors, before, weights)
  const byCell = new Map<number, Scores>()
  const byPool = new Map<string, Scores>()
  const scoresAt = (group: number, hour: number): Scores => {
    const key = group * HOURS + hour
    const known = byCell.get(key)
    if (known) return known
    const pool = poolOf(cells, group, hour)
    const name = pool.join()
    const scores = byPool.get(name) ?? scoresOf(pooled(cells, pool), levels, widened, errors.ranks)
    byPool.set(name, scores)
    byCell.set(key, scores)
    return scores
  }
  const factor = factorAt(errors.factors, before)
  let last: { readonly raw: Quantiles; readonly factors: Float64Array } | undefined
  const factorsOf = (raw: Quantiles): Float64Array => {
    if (last?.raw === raw) return last.factors
    last = {
      raw,
      factors: errorFactors(factor, medianRow(raw), scale, errors.sizes.perDay),
    }
    return last.factors
  }
  return {
    quantiles: (raw, step, group, hour, out) => {
      const { middle, around } = scoresAt(group, hour)
      const centre = errors.ranks ? NaN : medianRow(raw)[step] + scale * middle
      const width = errors.ranks ? NaN : scale * factorsOf(raw)[step]
      for (let row = 0; row < levels.length; row += 1) {
        out[row] = errors.ranks ? valueAtRank(raw, step, around[row]) : centre + width * around[row]
      }
    },
  }
}

/** Weight of each origin before a step; 0 of later ones. */
function originWeights(origins: Int32Array, before: number): Float64Array {
  const known = origins.reduce((count, origin) => count + (origin < before ? 1 : 0), 0)
  return Float64Array.from(origins, (_, i) => (i < known ? 0.5 ** ((known - 1 - i) / HALF_LIFE_ORIGINS) : 0))
}

/** How many equally weighted origins tell as much. */
function effectiveNumber(weights: Float64Array): number {
  const sum = weights.reduce((total, weight) => total + weight, 0)
  const squares = weights.reduce((total, weight) => total + weight * weight, 0)
  return squares > 0 ? (sum * sum) / squares : 1
}

/** Levels moved outwards by what a quantile of few samples falls short: at p90 to about 0.9·(n + 1)/n. */
const widenLevels = (levels: readonly number[], count: number): number[] =>
  levels.map((level) => Math.min(Math.max(level + (2 * level - 1) / count, 0), 1))

/** Scores sorted by cell and, inside it, rising: cell c has the places from `start[c]` to `start[c + 1]`. */
interface Cells extends Weighted {
  readonly start: Int32Array
}

function cellsOf({ target, group, hour, score, origin }: ErrorTable, before: number, weights: Float64Array): Cells {
  const start = new Int32Array(LEAD_GROUPS * HOURS + 1)
  for (let i = 0; i < score.length; i += 1) if (target[i] < before) start[group[i] * HOURS + hour[i] + 1] += 1
  for (let cell = 0; cell < LEAD_GROUPS * HOURS; cell += 1) start[cell + 1] += start[cell]
  const value = new Float64Array(start[LEAD_GROUPS * HOURS])
  const weight = new Float64Array(value.length)
  const next = start.slice()
  for (let i = 0; i < score.length; i += 1) {
    if (target[i] >= before) continue
    const at = next[group[i] * HOURS + hour[i]]++
    value[at] = score[i]
    weight[at] = weights[origin[i]]
  }
  return { start, value, weight }
}

/** A cell and as many hours beside it as it takes to have 60 scores, rising; else all cells. */
function poolOf({ start }: Cells, group: number, hour: number): number[] {
  for (const width of WIDENINGS) {
    const count = Math.min(2 * width + 1, HOURS)
    const cells = Array.from({ length: count }, (_, i) => group * HOURS + ((hour - width + i + HOURS) % HOURS))
    const scores = cells.reduce((sum, cell) => sum + start[cell + 1] - start[cell], 0)
    if (scores >= LEAST_ERRORS) return cells.sort((a, b) => a - b)
  }
  return Array.from({ length: LEAD_GROUPS * HOURS }, (_, cell) => cell)
}

const pooled = ({ start, value, weight }: Cells, cells: readonly number[]): Weighted =>
  joinWeighted(
    cells.map((cell) => ({
      value: value.subarray(start[cell], start[cell + 1]),
      weight: weight.subarray(start[cell], start[cell + 1]),
    })),
  )

/** What is added to the median, in usual sizes: the middle, and around it what grows with the factor. Of ranks: the ranks. */
interface Scores {
  readonly middle: number
  readonly around: Float64Array // one per level
}

function scoresOf(scores: Weighted, levels: readonly number[], widened: readonly number[], ranks: boolean): Scores {
  if (scores.value.length === 0)
    return {
      middle: 0,
      around: Float64Array.from(levels, (level) => (ranks ? level : 0)),
    }
  const around = Float64Array.from(widened, (level) => weightedQuantile(scores, level))
  if (ranks) return { middle: 0, around }
  const median = weightedQuantile(scores, 0.5)
  return {
    middle: (1 - SHIFT_LEFT_OUT) * median,
    around: around.map((score) => score - median),
  }
}
