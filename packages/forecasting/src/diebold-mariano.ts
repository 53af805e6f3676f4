/** What the comparison of two forecasts' losses says. */
export interface DieboldMariano {
  readonly meanDifference: number // of losses, first − second: negative when the first is better
  readonly statistic: number // about standard normal when both are equally good
  readonly pValue: number // two-sided
}

/**
 * Are two forecasts of the same values equally good? The mean loss difference over its standard error, which allows for
 * errors that last: autocovariances to `lags`, weighed by Bartlett's window (HAC), so that the variance is never negative.
 * @param first  loss per step, for example |error|; NaN is skipped in both; shape [T]
 * @param second shape [T]
 * @param lags   steps over which losses hang together: horizon − 1 for forecasts that overlap
 * @returns statistic 0 and p 1 when the losses are equal throughout; NaN with fewer than 2 values
 * @throws RangeError when the shapes differ or lags are no count
 * @see Diebold & Mariano (1995), Comparing predictive accuracy, JBES 13(3); Newey & West (1987), Econometrica 55(3)
 */
export function dieboldMariano(first: Float64Array, second: Float64Array, lags: number): DieboldMariano {
  if (first.length !== second.length) throw new RangeError(`${first.length} losses against ${second.length}`)
  if (!(Number.isInteger(lags) && lags >= 0)) throw new RangeError(`${lags} lags`)
  const difference = first.map((loss, i) => loss - second[i]).filter((value) => !Number.isNaN(value))
  const count = difference.length
  if (count < 2) return { meanDifference: NaN, statistic: NaN, pValue: NaN }
  const mean = difference.reduce((sum, value) => sum + value, 0) / count
  const variance = longRunVariance(difference, mean, Math.min(lags, count - 1)) / count
  const statistic = variance > 0 ? mean / Math.sqrt(variance) : mean === 0 ? 0 : Math.sign(mean) * Infinity
  return { meanDifference: mean, statistic, pValue: 2 * normalTail(Math.abs(statistic)) }
}

function longRunVariance(series: Float64Array, mean: number, lags: number): number {
  let variance = 0
  for (let lag = 0; lag <= lags; lag += 1) {
    let covariance = 0
    for (let i = lag; i < series.length; i += 1) covariance += (series[i] - mean) * (series[i - lag] - mean)
    variance += ((lag === 0 ? 1 : 2 * (1 - lag / (lags + 1))) * covariance) / series.length
  }
  return variance
}

/**
 * Probability that a standard normal number exceeds z ≥ 0, to 7.5e-8.
 * @see Abramowitz & Stegun (1964), 26.2.17
 */
function normalTail(z: number): number {
  if (z === Infinity) return 0
  const t = 1 / (1 + 0.2316419 * z)
  const series = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
  return (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * series
}
