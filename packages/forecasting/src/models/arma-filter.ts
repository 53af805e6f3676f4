/** A polynomial in the backshift operator, less its 1: Σ weight·B^lag, for lags that weigh something. */
export interface Lagged {
  readonly lags: Int32Array // rising, 1 or more
  readonly weights: Float64Array
}

/** 1 + Σ weights[k]·B^((k + 1)·stride) as a dense array, 1 first. */
export function polynomial(weights: ArrayLike<number>, stride = 1): Float64Array {
  const dense = new Float64Array(weights.length * stride + 1)
  dense[0] = 1
  for (let k = 0; k < weights.length; k += 1) dense[(k + 1) * stride] = weights[k]
  return dense
}

export function product(...factors: readonly Float64Array[]): Float64Array {
  return factors.reduce((left, right) => {
    const dense = new Float64Array(left.length + right.length - 1)
    for (let i = 0; i < left.length; i += 1) {
      if (left[i] !== 0) for (let k = 0; k < right.length; k += 1) dense[i + k] += left[i] * right[k]
    }
    return dense
  })
}

/** The lags of a dense polynomial beside its 1, times `sign`. */
export function laggedOf(dense: Float64Array, sign: 1 | -1): Lagged {
  const lags: number[] = []
  for (let lag = 1; lag < dense.length; lag += 1) if (dense[lag] !== 0) lags.push(lag)
  return { lags: Int32Array.from(lags), weights: Float64Array.from(lags, (lag) => sign * dense[lag]) }
}

/**
 * One-step errors of y_t = Σ a·y_(t − lag) + e_t + Σ b·e_(t − lag), in place: a missing value becomes its forecast, with
 * an error of 0.
 * @param values NaN is missing; steps before `from` are taken as they are; shape [T]
 * @param errors of the same steps; filled from `from` on
 * @param from   no lower than any lag
 * @returns sum of squared errors and how many steps had a value
 */
export function runArma(
  past: Lagged,
  moving: Lagged,
  values: Float64Array,
  errors: Float64Array,
  from: number,
): { readonly squares: number; readonly known: number } {
  const { lags, weights } = past
  const { lags: errorLags, weights: errorWeights } = moving
  let squares = 0
  let known = 0
  for (let t = from; t < values.length; t += 1) {
    let forecast = 0
    for (let k = 0; k < lags.length; k += 1) forecast += weights[k] * values[t - lags[k]]
    for (let k = 0; k < errorLags.length; k += 1) forecast += errorWeights[k] * errors[t - errorLags[k]]
    const error = values[t] - forecast
    if (error === error) {
      errors[t] = error
      squares += error * error
      known += 1
    } else {
      values[t] = forecast
      errors[t] = 0
    }
  }
  return { squares, known }
}

/**
 * Weights of a stationary autoregression from its partial autocorrelations; with the sign turned, of an invertible
 * moving average.
 * @param partial inside (−1, 1)
 * @see Monahan (1984), A note on enforcing stationarity in ARMA models, Biometrika 71(2)
 */
export function stationaryWeights(partial: ArrayLike<number>): Float64Array {
  const weights = new Float64Array(partial.length)
  for (let k = 0; k < partial.length; k += 1) {
    const before = weights.slice(0, k)
    weights[k] = partial[k]
    for (let i = 0; i < k; i += 1) weights[i] = before[i] - partial[k] * before[k - 1 - i]
  }
  return weights
}
