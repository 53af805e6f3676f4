/** The states of exponential smoothing and how they move; nothing is fitted here. */
export type EtsSeason = 'none' | 'additive' | 'multiplicative'
export interface EtsForm {
  readonly error: 'additive' | 'multiplicative'
  readonly trend: 'none' | 'additive' | 'damped'
  readonly season: EtsSeason
  readonly length: number // of the season in steps; 1 where there is none
}

/** Shares of each error that move level, slope and season; φ damps the slope. */
export interface EtsWeights {
  readonly alpha: number
  readonly beta: number
  readonly gamma: number
  readonly phi: number
}

export interface EtsStates {
  readonly level: number
  readonly slope: number
  readonly season: Float64Array // by phase, `step % length`; 0 where there is none; shape [length]
}

/** How well the one-step forecasts did, and where the states are then. */
export interface EtsPass {
  readonly squares: number // sum of squared errors, or of squared relative errors where the error is multiplicative
  readonly logScale: number // sum of log |forecast| where the error is multiplicative, else 0
  readonly known: number // steps that had a value
  readonly end: EtsStates
}

/**
 * Runs the states over values. The update is that of the error-correction form, which is the same for both kinds of
 * error; a missing value leaves level and season and lets the slope go on.
 * @param values NaN is missing; `values[0]` is step `at`
 * @see Hyndman, Koehler, Ord & Snyder (2008), Forecasting with Exponential Smoothing, table 2.2
 */
export function runEts(
  form: EtsForm,
  weights: EtsWeights,
  start: EtsStates,
  values: Float64Array,
  at: number,
): EtsPass {
  const { alpha, beta, gamma, phi } = weights
  const { length } = form
  const added = form.season === 'additive'
  const factor = form.season === 'multiplicative'
  const relative = form.error === 'multiplicative'
  const season = start.season.slice()
  let { level, slope } = start
  let squares = 0
  let logScale = 0
  let known = 0
  let phase = at % length
  for (let i = 0; i < values.length; i += 1) {
    const damped = phi * slope
    const base = level + damped
    const seasonal = season[phase]
    const forecast = factor ? base * seasonal : base + seasonal
    const error = values[i] - forecast
    if (error === error) {
      const deseasoned = factor ? error / seasonal : error
      level = base + alpha * deseasoned
      slope = damped + beta * deseasoned
      if (added) season[phase] = seasonal + gamma * error
      else if (factor) season[phase] = seasonal + (gamma * error) / base
      const judged = relative ? error / forecast : error
      squares += judged * judged
      if (relative) logScale += Math.log(Math.abs(forecast))
      known += 1
    } else {
      level = base
      slope = damped
    }
    phase = phase + 1 === length ? 0 : phase + 1
  }
  return { squares, logScale, known, end: { level, slope, season } }
}

/**
 * Point forecasts after the last step taken in.
 * @param at first step that is forecast
 */
export function extendEts(
  { season: kind, length }: EtsForm,
  phi: number,
  states: EtsStates,
  at: number,
  steps: number,
): Float64Array {
  const forecast = new Float64Array(steps)
  let { level, slope } = states
  for (let k = 0; k < steps; k += 1) {
    slope *= phi
    level += slope
    const seasonal = states.season[(at + k) % length]
    forecast[k] = kind === 'multiplicative' ? level * seasonal : level + seasonal
  }
  return forecast
}
