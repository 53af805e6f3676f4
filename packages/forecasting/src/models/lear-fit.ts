import { factorCholesky, solveCholesky } from '../cholesky.ts'
import { HOURS } from './lear-days.ts'
import { learFeatureCount, type LearTable, LONGEST_LAG_DAYS, writeLearFeatures } from './lear-features.ts'
import { addToGram, type Correlations, correlationsOf } from './lear-gram.ts'
import { descendLasso } from './lear-lasso.ts'

/** One regression per hour of the day: y[h] ≈ intercepts[h] + coefficients[h] · x. */
export interface LearFit {
  readonly intercepts: Float64Array // [24]
  readonly coefficients: Float64Array // [24 × features]
}

/** How a window is fitted. */
export interface LearWindow {
  readonly days: number
  readonly ridgeRows: number // ridge penalty on standardised features, in observations
  readonly lassoShare: number // lasso penalty on correlations, times the root of the number of observations
}

/**
 * Fits each calibration window: the last days of the table. Windows are nested, and so are their Gram matrices: one
 * pass from the newest day to the oldest gives them all.
 * @param weight share of each day's prices that is known; a day without any weighs nothing; shape [days]
 * @param days   rows of the table to learn from; the last one is the newest
 */
export function fitLearWindows(
  table: LearTable,
  weight: Float64Array,
  days: number,
  windows: readonly LearWindow[],
): LearFit[] {
  const features = learFeatureCount(table.covariates.length)
  const n = 1 + features + HOURS
  const most = Math.max(...windows.map((window) => window.days))
  const rows = learRows(table, weight, days, Math.min(most, days - LONGEST_LAG_DAYS))
  const gram = new Float64Array(n * n)
  // The lasso of a window starts from that of the one before.
  const lassos = Array.from({ length: HOURS }, () => new Float64Array(features))
  let added = 0
  return windows.map((window) => {
    const count = Math.min(window.days, rows.length / n)
    addToGram(gram, n, rows, added, count - added)
    added = count
    return fitWindow(gram, features, window, lassos)
  })
}

/** Rows `[1, features, prices]`, each times the root of its weight, newest first. */
function learRows(table: LearTable, weight: Float64Array, days: number, count: number): Float64Array {
  const features = learFeatureCount(table.covariates.length)
  const n = 1 + features + HOURS
  const rows = new Float64Array(Math.max(0, count) * n)
  for (let row = 0; row < count; row += 1) {
    const day = days - 1 - row
    const at = row * n
    rows[at] = 1
    writeLearFeatures(table, day, rows, at + 1)
    for (let hour = 0; hour < HOURS; hour += 1) rows[at + 1 + features + hour] = table.prices[day * HOURS + hour]
    const root = Math.sqrt(weight[day])
    if (root !== 1) for (let i = at; i < at + n; i += 1) rows[i] *= root
  }
  return rows
}

function fitWindow(gram: Float64Array, features: number, window: LearWindow, lassos: Float64Array[]): LearFit {
  const fit = { intercepts: new Float64Array(HOURS), coefficients: new Float64Array(HOURS * features) }
  if (!(gram[0] > 0)) return fit
  const correlations = correlationsOf(gram, features, HOURS)
  const { matrix, moments, weight, means, lengths } = correlations
  const factor = ridgeFactor(correlations, window.ridgeRows)
  const penalty = window.lassoShare / Math.sqrt(weight)
  for (let hour = 0; hour < HOURS; hour += 1) {
    const moment = moments.slice(hour * features, (hour + 1) * features)
    const ridge = solveCholesky(factor, features, moment)
    const lasso = lassos[hour]
    descendLasso(matrix, moment, penalty, lasso)
    let intercept = means[features + hour]
    for (let i = 0; i < features; i += 1) {
      if (!(lengths[i] > 0)) continue
      const coefficient = (((ridge[i] + lasso[i]) / 2) * lengths[features + hour]) / lengths[i]
      fit.coefficients[hour * features + i] = coefficient
      intercept -= coefficient * means[i]
    }
    fit.intercepts[hour] = intercept
  }
  return fit
}

function ridgeFactor({ features, matrix, weight }: Correlations, ridgeRows: number): Float64Array {
  const factor = matrix.slice()
  for (let i = 0; i < features; i += 1) factor[i * features + i] += ridgeRows / weight
  factorCholesky(factor, features)
  return factor
}
