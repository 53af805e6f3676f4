import { type ForecastTask, stepsPerDay } from '../model.ts'
import { nelderMead } from '../nelder-mead.ts'
import { putBack, type Season, seasonOf, takeOut } from './deseasoned.ts'
import { mostAlpha } from './ets.ts'
import { runEts } from './ets-filter.ts'
import { fitEts, lineThrough } from './ets-fit.ts'
import { onLocalTime } from './local-time.ts'
import { extendTheta, runTheta, type ThetaStates, thetaStart, type ThetaWeights } from './theta-filter.ts'

const WINDOW_DAYS = 56
const MOST_STEPS = 56 * 96 // eight weeks of quarter-hours
const MINIMUM_DAYS = 2
const minimumSteps = (task: ForecastTask): number => MINIMUM_DAYS * stepsPerDay(task.stepMs)

export interface ThetaState {
  readonly season: Season
  readonly alpha: number
  readonly level: number
  readonly slope: number // of the line through all values, per step
  readonly steps: number // taken in
}

const LEVEL = { error: 'additive', trend: 'none', season: 'none', length: 1 } as const

/**
 * The theta method: without its season a series is the mean of its line and of a line bent twice as much, which is
 * smoothed. That is exponential smoothing with half the line's slope as drift.
 * @see Assimakopoulos & Nikolopoulos (2000), The theta model, IJF 16(4); Hyndman & Billah (2003), Unmasking the Theta
 *   method, IJF 19(2)
 */
export const theta = onLocalTime<ThetaState>({
  name: 'theta',
  windowDays: WINDOW_DAYS,
  mostSteps: MOST_STEPS,
  minimumSteps,
  fit: (values, at, task) => {
    const season = seasonOf(values, at, task)
    const rest = takeOut(season, values, at)
    const { weights, states } = fitEts(LEVEL, rest, at, mostAlpha(task))
    const { slope } = lineThrough(rest)
    return { season, alpha: weights.alpha, level: states.level, slope, steps: values.length }
  },
  update: (state, values, at) => {
    const { season, alpha, level, steps } = state
    const weights = { alpha, beta: 0, gamma: 0, phi: 0 }
    const start = { level, slope: 0, season: Float64Array.of(0) }
    const { end } = runEts(LEVEL, weights, start, takeOut(season, values, at), at)
    return { ...state, level: end.level, steps: steps + values.length }
  },
  predict: ({ season, alpha, level, slope, steps }, at, ahead) => {
    const lag = (1 - (1 - alpha) ** steps) / alpha // steps that the level lies behind the line
    return putBack(
      season,
      Float64Array.from({ length: ahead }, (_, k) => level + (slope / 2) * (k + lag)),
      at,
    )
  },
})

export interface DynamicThetaState {
  readonly season: Season
  readonly weights: ThetaWeights
  readonly states: ThetaStates
}

/** The dynamic optimised theta model on the series without its season: θ is fitted, the line learns from each value. */
export const dynamicTheta = onLocalTime<DynamicThetaState>({
  name: 'dynamic-theta',
  windowDays: WINDOW_DAYS,
  mostSteps: MOST_STEPS,
  minimumSteps,
  fit: (values, at, task) => {
    const season = seasonOf(values, at, task)
    return { season, ...fitDynamicTheta(takeOut(season, values, at), mostAlpha(task), stepsPerDay(task.stepMs)) }
  },
  update: (state, values, at) => ({
    ...state,
    states: runTheta(state.weights, state.states, takeOut(state.season, values, at)).end,
  }),
  predict: ({ season, weights, states }, at, steps) => putBack(season, extendTheta(weights, states, steps), at),
})

const LIMITS = { step: 0.3, tolerance: 1e-5, mostEvaluations: 120 } as const
const NARROWEST = 1e-4
const FIRST_SPREADS = 4 // of the first day's values, that the first level is sought in

/** Fits α, θ and the first level by least squares. Coordinates in the unit box: α, 1 − 1/θ, and the level. */
export function fitDynamicTheta(values: Float64Array, most: number, perDay: number): Omit<DynamicThetaState, 'season'> {
  const first = lineThrough(values.slice(0, Math.max(2, perDay)))
  const spread = deviation(values)
  const weightsAt = (x: Float64Array): ThetaWeights => ({
    alpha: most * (NARROWEST + (1 - NARROWEST) * x[0]),
    drift: (1 - NARROWEST) * x[1],
  })
  const startAt = (x: Float64Array): ThetaStates =>
    thetaStart(first.mean * (1 - weightsAt(x).drift) + FIRST_SPREADS * (x[2] - 0.5) * spread)
  const { at } = nelderMead(
    (x) => {
      const { squares, known } = runTheta(weightsAt(x), startAt(x), values)
      return known * Math.log(Math.max(squares, Number.MIN_VALUE))
    },
    [0.3, 0.5, 0.5],
    LIMITS,
  )
  const weights = weightsAt(at)
  return { weights, states: runTheta(weights, startAt(at), values).end }
}

function deviation(values: Float64Array): number {
  const { mean } = lineThrough(values)
  let sum = 0
  let count = 0
  for (const value of values) {
    if (Number.isNaN(value)) continue
    sum += (value - mean) ** 2
    count += 1
  }
  return count > 0 ? Math.sqrt(sum / count) : 0
}
