/** The dynamic theta model: a smoothed line with a local intercept and slope that learn from all values so far. */
export interface ThetaWeights {
  readonly alpha: number // share of each error that moves the level, inside (0, 1]
  readonly drift: number // 1 − 1/θ: share of the local line; 0.5 for the theta method's 2, below 1
}

export interface ThetaStates {
  readonly level: number
  readonly mean: number // of all values
  readonly intercept: number // A
  readonly slope: number // B
  readonly steps: number // taken in
}

export const thetaStart = (level: number): ThetaStates => ({ level, mean: 0, intercept: 0, slope: 0, steps: 0 })

// The slope is that of two values after the second; errors before say nothing of the weights.
const LEARNING_STEPS = 2

/**
 * Runs the states over values; a missing value is what was forecast.
 * @returns sum of squared one-step errors after the second step, steps that it counts, and the states at the end
 * @see Fiorucci, Pellegrini, Louzada, Petropoulos & Koehler (2016), Models for optimising the theta method, IJF 32(4)
 */
export function runTheta(
  weights: ThetaWeights,
  start: ThetaStates,
  values: Float64Array,
): { readonly squares: number; readonly known: number; readonly end: ThetaStates } {
  let squares = 0
  let known = 0
  const end = walk(weights, start, values.length, (step, forecast, taken) => {
    const value = values[step]
    if (Number.isNaN(value)) return forecast
    if (taken >= LEARNING_STEPS) {
      squares += (value - forecast) ** 2
      known += 1
    }
    return value
  })
  return { squares, known, end }
}

/** Point forecasts after the last step taken in: each is taken in as if it had come. */
export function extendTheta(weights: ThetaWeights, states: ThetaStates, steps: number): Float64Array {
  const forecasts = new Float64Array(steps)
  walk(weights, states, steps, (step, forecast) => (forecasts[step] = forecast))
  return forecasts
}

/** Moves the states over steps whose values `take` tells, given what was forecast. */
function walk(
  { alpha, drift }: ThetaWeights,
  start: ThetaStates,
  count: number,
  take: (step: number, forecast: number, taken: number) => number,
): ThetaStates {
  let { level, mean, intercept, slope, steps } = start
  let decay = (1 - alpha) ** steps
  for (let step = 0; step < count; step += 1) {
    const line = steps === 0 ? 0 : decay * intercept + ((1 - decay * (1 - alpha)) / alpha) * slope
    const value = take(step, level + drift * line, steps)
    const t = steps + 1
    level += alpha * (value - level)
    slope = t === 1 ? 0 : ((t - 2) * slope + (6 / t) * (value - mean)) / (t + 1)
    mean += (value - mean) / t
    intercept = mean - ((t + 1) / 2) * slope
    decay *= 1 - alpha
    steps = t
  }
  return { level, mean, intercept, slope, steps }
}
