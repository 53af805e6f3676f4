/**
 * Pinball (quantile) loss, averaged over time: how far a quantile forecast lies from what happened,
 * weighing a shortfall by `level` and an excess by `1 - level`. Zero is perfect; lower is better.
 * @param actual    what happened; shape [T], any unit; gaps (NaN) are skipped
 * @param quantile  forecast of the `level` quantile; shape [T], unit of `actual`
 * @param level     0 < level < 1; at 0.5 the result is half the mean absolute error
 * @returns mean loss in the unit of `actual`; NaN when every value is a gap
 * @throws RangeError when the shapes differ or `level` is outside (0, 1)
 * @see Koenker & Bassett (1978), Regression Quantiles, Econometrica 46(1)
 */
export function pinball(actual: Float64Array, quantile: Float64Array, level: number): number {
  if (actual.length !== quantile.length) {
    throw new RangeError(`${actual.length} actual values, ${quantile.length} of the quantile`)
  }
  if (!(level > 0 && level < 1)) throw new RangeError(`level ${level} is outside (0, 1)`)
  let sum = 0
  let count = 0
  for (let i = 0; i < actual.length; i += 1) {
    if (Number.isNaN(actual[i])) continue
    const error = actual[i] - quantile[i]
    sum += error >= 0 ? level * error : (level - 1) * error
    count += 1
  }
  return count > 0 ? sum / count : NaN
}

/**
 * Mean pinball loss over levels.
 * @param quantiles row-major, shape [levels × T]
 */
export function meanPinball(actual: Float64Array, quantiles: Float64Array, levels: readonly number[]): number {
  const steps = actual.length
  if (quantiles.length !== levels.length * steps) {
    throw new RangeError(`${quantiles.length} quantiles for ${levels.length} levels of ${steps} steps`)
  }
  const losses = levels.map((level, row) => pinball(actual, quantiles.subarray(row * steps, (row + 1) * steps), level))
  return losses.reduce((sum, loss) => sum + loss, 0) / levels.length
}

/**
 * Continuous ranked probability score as the pinball loss integrated over the levels: twice its mean. Close to the
 * integral when levels are many and evenly spread.
 * @see Gneiting & Ranjan (2011), Comparing density forecasts, JBES 29(3)
 */
export const crps = (actual: Float64Array, quantiles: Float64Array, levels: readonly number[]): number =>
  2 * meanPinball(actual, quantiles, levels)
