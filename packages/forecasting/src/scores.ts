/** Scores of forecasts. Gaps (NaN) of the actual are skipped; NaN when nothing is left to score. */
import { sameTimeBefore } from './local-lag.ts'

/** @throws RangeError when the shapes differ */
function meanOver(actual: Float64Array, forecast: Float64Array, loss: (error: number) => number): number {
  if (actual.length !== forecast.length)
    throw new RangeError(`${actual.length} actual values, ${forecast.length} forecast`)
  let sum = 0
  let count = 0
  for (let i = 0; i < actual.length; i += 1) {
    if (Number.isNaN(actual[i])) continue
    sum += loss(actual[i] - forecast[i])
    count += 1
  }
  return count > 0 ? sum / count : NaN
}

/** Mean absolute error, unit of the series. */
export const mae = (actual: Float64Array, forecast: Float64Array): number => meanOver(actual, forecast, Math.abs)

/** Root mean squared error, unit of the series. */
export const rmse = (actual: Float64Array, forecast: Float64Array): number =>
  Math.sqrt(meanOver(actual, forecast, (error) => error * error))

/**
 * Symmetric mean absolute percentage error, 0..200: the mean of 200·|y − f| / (|y| + |f|), where 0/0 is 0.
 * @see Makridakis (1993), Accuracy measures, IJF 9(4)
 */
export function smape(actual: Float64Array, forecast: Float64Array): number {
  if (actual.length !== forecast.length)
    throw new RangeError(`${actual.length} actual values, ${forecast.length} forecast`)
  let sum = 0
  let count = 0
  for (let i = 0; i < actual.length; i += 1) {
    if (Number.isNaN(actual[i])) continue
    const size = Math.abs(actual[i]) + Math.abs(forecast[i])
    sum += size > 0 ? (200 * Math.abs(actual[i] - forecast[i])) / size : 0
    count += 1
  }
  return count > 0 ? sum / count : NaN
}

/**
 * Mean absolute error of the seasonal naive in training, the scale of MASE.
 * @param offset  offset of local time from UTC, in steps; shape [T]
 * @param days    length of the season in local days
 */
export function seasonalScale(training: Float64Array, offset: Float64Array, days: number, perDay: number): number {
  let sum = 0
  let count = 0
  for (let i = 0; i < training.length; i += 1) {
    const change = Math.abs(training[i] - training[sameTimeBefore(offset, i, days, perDay)])
    if (!(change >= 0)) continue
    sum += change
    count += 1
  }
  return count > 0 ? sum / count : NaN
}

/**
 * Mean absolute scaled error: below 1 it beats the seasonal naive of the training part.
 * @param scale of `seasonalScale`
 * @see Hyndman & Koehler (2006), Another look at measures of forecast accuracy, IJF 22(4)
 */
export const mase = (actual: Float64Array, forecast: Float64Array, scale: number): number =>
  mae(actual, forecast) / scale

/** Mean absolute error relative to that of a reference forecast of the same values. */
export const relativeMae = (actual: Float64Array, forecast: Float64Array, reference: Float64Array): number =>
  mae(actual, forecast) / mae(actual, reference)

/** Share of the reference's mean absolute error that the forecast saves: 1 perfect, 0 as good, negative worse. */
export const skill = (actual: Float64Array, forecast: Float64Array, reference: Float64Array): number =>
  1 - relativeMae(actual, forecast, reference)

/** Share of actual values inside `[lower, upper]`. */
export function coverage(actual: Float64Array, lower: Float64Array, upper: Float64Array): number {
  let inside = 0
  let count = 0
  for (let i = 0; i < actual.length; i += 1) {
    if (Number.isNaN(actual[i])) continue
    if (actual[i] >= lower[i] && actual[i] <= upper[i]) inside += 1
    count += 1
  }
  return count > 0 ? inside / count : NaN
}
