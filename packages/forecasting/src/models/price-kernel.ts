import { HOURS } from './lear-days.ts'
import { type LearTable, LONGEST_LAG_DAYS } from './lear-features.ts'
import { dayProducts, type DaySource, productAt, standardDays } from './price-kernel-days.ts'
import { solveTargets } from './price-kernel-solve.ts'

/** Days that are alike have prices alike: y[h] ≈ means[h] + Σ weights[h, i] · likeness(day, i). Plain data. */
export interface KernelFit {
  readonly means: Float64Array // [24]
  readonly weights: Float64Array // [24 × n], n days of training, oldest first
  readonly prices: DaySource // the days of training and the seven before
  readonly covariates: readonly DaySource[]
  readonly kinds: DayKinds
}

interface DayKinds {
  readonly date: Float64Array // days since 1970-01-01
  readonly weekday: Float64Array
  readonly holiday: Float64Array
}

// Shares of a day's likeness in a linear term and in a nearness, found on the tuning years of five EPF markets.
const PRICE_LAGS = [
  { days: 1, linear: 0.3, near: 0.031 },
  { days: 2, linear: 0.0038, near: 0.032 },
  { days: 3, linear: 0.0057, near: 0.0085 },
  { days: 7, linear: 0.036, near: 0.0063 },
]
const COVARIATE_LAGS = [
  { days: 0, linear: 0.53, near: 0.25 },
  { days: 1, linear: 0.041, near: 0.02 },
  { days: 7, linear: 0.0036, near: 0.0014 },
]
const TUNED_COVARIATES = 2 // more of them share the weight of two
const WEEKDAY = { linear: 0.00047, near: 0.0041 }
const HOLIDAY = { near: 0.1 }
const SEASON = { linear: 0.46, near: 0.038 }
const NEARNESS = 3.3 // of two equal days, against the linear term
const NOISE = 0.2 // variance of a day of today that no likeness explains
const NOISE_GROWTH_DAYS = 800 // an older day counts less: its noise grows e-fold in this time
const UNKNOWN_NOISE = 1e6 // of a day without a known price
const YEAR_DAYS = 365.25

/**
 * Kernel ridge regression of the 24 prices of a day on whole days: all hours share one matrix. The kernel is a linear
 * one plus a rational quadratic one over prices of earlier days, covariates, weekday and season, so it bends where
 * the linear regressions cannot.
 * @param table  scaled rows of local days; the first one is `firstDate`, days since 1970-01-01
 * @param weight share of each day's prices that is known; shape [days]
 * @param days   rows of the table to learn from; the last one is the newest
 * @param most   days of training, fewer where the table is shorter
 * @see Rasmussen & Williams (2006), Gaussian Processes for Machine Learning, chapters 2 and 4
 */
export function fitKernel(
  table: LearTable,
  firstDate: number,
  weight: Float64Array,
  days: number,
  most: number,
): KernelFit {
  const n = Math.max(0, Math.min(most, days - LONGEST_LAG_DAYS))
  const from = days - n - LONGEST_LAG_DAYS
  const prices = standardDays(table.prices, from, days)
  const covariates = table.covariates.map((covariate) => standardDays(covariate, from, days))
  const kinds = dayKinds(table, firstDate, from, days)
  const noise = Float64Array.from({ length: n }, (_, i) => noiseOf(n - i, weight[days - n + i]))
  const system = new Float64Array((n + HOURS) * n)
  fillLikeness({ prices, covariates, kinds }, n, system)
  for (let i = 0; i < n; i += 1) system[i * n + i] += noise[i]
  const means = weightedMeans(table.prices, days - n, noise)
  for (let hour = 0; hour < HOURS; hour += 1) {
    for (let i = 0; i < n; i += 1) {
      system[(n + hour) * n + i] = table.prices[(days - n + i) * HOURS + hour] - means[hour]
    }
  }
  return { means, weights: solveTargets(system, n, HOURS), prices, covariates, kinds }
}

const noiseOf = (ageDays: number, known: number): number =>
  known > 0 ? (NOISE * Math.exp(ageDays / NOISE_GROWTH_DAYS)) / known : UNKNOWN_NOISE

function weightedMeans(prices: Float64Array, from: number, noise: Float64Array): Float64Array {
  const total = noise.reduce((sum, value) => sum + 1 / value, 0)
  return new Float64Array(HOURS).map((_, hour) => {
    let sum = 0
    for (let i = 0; i < noise.length; i += 1) sum += prices[(from + i) * HOURS + hour] / noise[i]
    return total > 0 ? sum / total : 0
  })
}

const dayKinds = (table: LearTable, firstDate: number, from: number, to: number): DayKinds => ({
  date: Float64Array.from({ length: to - from }, (_, i) => firstDate + from + i),
  weekday: table.weekday.slice(from, to),
  holiday: table.holiday.slice(from, to),
})

function covariateLags(count: number): typeof COVARIATE_LAGS {
  const share = Math.min(1, TUNED_COVARIATES / count)
  return COVARIATE_LAGS.map(({ days, linear, near }) => ({ days, linear: linear * share, near: near * share }))
}

/** Likeness of the n last days of the sources with one another: the lower triangle, row-major. */
function fillLikeness(
  { prices, covariates, kinds }: Omit<KernelFit, 'means' | 'weights'>,
  n: number,
  out: Float64Array,
) {
  const parts = [
    { products: dayProducts(prices), lags: PRICE_LAGS },
    ...covariates.map((covariate) => ({ products: dayProducts(covariate), lags: covariateLags(covariates.length) })),
  ]
  const m = n + LONGEST_LAG_DAYS
  const linear = new Float64Array(n)
  const near = new Float64Array(n)
  const own = new Float64Array(n) // nearness weight of each day with itself
  for (let i = 0; i < n; i += 1) {
    linear.fill(0)
    near.fill(0)
    for (const { products, lags } of parts) {
      for (const lag of lags) {
        const at = (i + LONGEST_LAG_DAYS - lag.days) * m + LONGEST_LAG_DAYS - lag.days
        for (let j = 0; j <= i; j += 1) {
          linear[j] += lag.linear * products[at + j]
          near[j] += lag.near * products[at + j]
        }
      }
    }
    own[i] = near[i]
    for (let j = 0; j <= i; j += 1) {
      const distance = own[i] + own[j] - 2 * near[j]
      out[i * n + j] = likeness(linear[j], distance, kinds, i + LONGEST_LAG_DAYS, kinds, j + LONGEST_LAG_DAYS)
    }
  }
}

function likeness(linear: number, distance: number, a: DayKinds, i: number, b: DayKinds, j: number): number {
  const season = SEASON_COSINES[Math.abs(a.date[i] - b.date[j]) % SEASON_COSINES.length]
  const weekday = a.weekday[i] === b.weekday[j] ? 1 : 0
  const holidays = Math.abs(a.holiday[i] - b.holiday[j]) + Math.abs(a.holiday[i - 1] - b.holiday[j - 1])
  const apart = distance + WEEKDAY.near * (1 - weekday) + HOLIDAY.near * holidays + SEASON.near * 2 * (1 - season)
  return linear + WEEKDAY.linear * weekday + SEASON.linear * season + NEARNESS / (1 + Math.max(0, apart) / 2)
}

/** Cosine of the season that lies between two days, by the days between them; four years bring it round. */
const SEASON_COSINES = Float64Array.from({ length: 1461 }, (_, days) => Math.cos((2 * Math.PI * days) / YEAR_DAYS))

/** Scaled prices of a day of a table, [24]: the table's earlier days are what it is compared by. */
export function predictKernel(fit: KernelFit, table: LearTable, firstDate: number, day: number): Float64Array {
  const n = fit.weights.length / HOURS
  const from = day - LONGEST_LAG_DAYS
  const kinds = dayKinds(table, firstDate, from, day + 1)
  const lags = covariateLags(fit.covariates.length)
  const parts = [
    { source: fit.prices, lags: PRICE_LAGS, column: table.prices },
    ...fit.covariates.map((source, i) => ({ source, lags, column: table.covariates[i] })),
  ]
  const likenesses = new Float64Array(n)
  for (let i = 0; i < n; i += 1) {
    let linear = 0
    let distance = 0
    for (const { source, lags, column } of parts) {
      for (const lag of lags) {
        const other = i + LONGEST_LAG_DAYS - lag.days
        const { product, squares } = productAt(source, other, column, day - lag.days)
        linear += lag.linear * product
        distance += lag.near * squares
      }
    }
    likenesses[i] = likeness(linear, distance, kinds, LONGEST_LAG_DAYS, fit.kinds, i + LONGEST_LAG_DAYS)
  }
  return fit.means.map((mean, hour) => {
    let sum = mean
    for (let i = 0; i < n; i += 1) sum += fit.weights[hour * n + i] * likenesses[i]
    return sum
  })
}
