import { nelderMead } from '../nelder-mead.ts'
import { seasonalProfile } from '../seasonal-profile.ts'
import { type EtsForm, type EtsPass, type EtsStates, type EtsWeights, runEts } from './ets-filter.ts'

export interface EtsFit {
  readonly form: EtsForm
  readonly weights: EtsWeights
  readonly states: EtsStates // after the last value
  readonly aicc: number
}

// Φ = 1 is no damping, below 0.8 the slope is gone within a day; bounds of Hyndman & Khandakar (2008).
const DAMPING = [0.8, 0.98] as const
const NARROWEST = 1e-4
const LIMITS = { step: 0.3, mostEvaluations: 80 } as const
// In units of −2·log likelihood: a hundredth moves no choice.
const TOLERANCE = 0.01

/**
 * Fits the weights of one form by likelihood, from states that the whole window suggests.
 * @param at        step of `values[0]`
 * @param mostAlpha upper bound of the level's weight, in (0, 1]
 */
export function fitEts(form: EtsForm, values: Float64Array, at: number, mostAlpha = 1): EtsFit {
  const start = firstStates(form, values, at)
  const { at: best, value } = nelderMead(
    (x) => deviance(runEts(form, weightsAt(form, mostAlpha, x), start, values, at)),
    firstGuess(form),
    { ...LIMITS, tolerance: TOLERANCE },
  )
  const weights = weightsAt(form, mostAlpha, best)
  const { end, known } = runEts(form, weights, start, values, at)
  return { form, weights, states: end, aicc: value + penalty(form, known) }
}

/** −2·log likelihood but for a constant; Infinity where states ran away. */
function deviance({ squares, logScale, known }: EtsPass): number {
  // A perfect fit has no likelihood: its variance is held above nothing.
  const value = known * Math.log(Math.max(squares / known, Number.MIN_VALUE)) + 2 * logScale
  return Number.isNaN(value) ? Infinity : value
}

/** Corrected information criterion: weights, first states and the variance count; Infinity where they outnumber values. */
function penalty(form: EtsForm, known: number): number {
  const states = 1 + (form.trend === 'none' ? 0 : 1) + (form.season === 'none' ? 0 : form.length - 1)
  const parameters = firstGuess(form).length + states + 1
  const rest = known - parameters - 1
  return rest > 0 ? 2 * parameters + (2 * parameters * (parameters + 1)) / rest : Infinity
}

/** Coordinates in the unit box: α as a share of its bound, β as a share of α, γ as a share of 1 − α, φ between its bounds. */
function firstGuess({ trend, season }: EtsForm): number[] {
  const guess = [0.3]
  if (trend !== 'none') guess.push(0.05)
  if (season !== 'none') guess.push(0.1)
  if (trend === 'damped') guess.push(0.9)
  return guess
}

function weightsAt({ trend, season }: EtsForm, mostAlpha: number, x: Float64Array): EtsWeights {
  let next = 0
  const share = (): number => NARROWEST + (1 - 2 * NARROWEST) * x[next++]
  const alpha = mostAlpha * share()
  const beta = trend === 'none' ? 0 : share() * alpha
  const gamma = season === 'none' ? 0 : share() * (1 - alpha)
  const phi = trend === 'none' ? 0 : trend === 'damped' ? DAMPING[0] + share() * (DAMPING[1] - DAMPING[0]) : 1
  return { alpha, beta, gamma, phi }
}

const LEAST_LEVEL_STEPS = 10

/** The season is the window's profile; level and slope are the line through the first deseasonalised values. */
function firstStates(form: EtsForm, values: Float64Array, at: number): EtsStates {
  const { length, season: kind, trend } = form
  const season = kind === 'none' ? new Float64Array(length) : seasonalProfile(values, at, length, kind)
  const rest = values.slice(0, Math.max(LEAST_LEVEL_STEPS, length)).map((value, i) => {
    const seasonal = season[(at + i) % length]
    return kind === 'multiplicative' ? value / seasonal : value - seasonal
  })
  const { mean, slope, intercept } = lineThrough(rest)
  return trend === 'none' ? { level: mean, slope: 0, season } : { level: intercept - slope, slope, season }
}

/** Least squares over the known values against 0, 1, 2, …; flat where fewer than two are known. */
export function lineThrough(values: Float64Array): { mean: number; slope: number; intercept: number } {
  let [n, x, y, xx, xy] = [0, 0, 0, 0, 0]
  for (let i = 0; i < values.length; i += 1) {
    if (Number.isNaN(values[i])) continue
    n += 1
    x += i
    y += values[i]
    xx += i * i
    xy += i * values[i]
  }
  const spread = n * xx - x * x
  const mean = n > 0 ? y / n : 0
  const slope = spread > 0 ? (n * xy - x * y) / spread : 0
  return { mean, slope, intercept: mean - (n > 0 ? (slope * x) / n : 0) }
}
