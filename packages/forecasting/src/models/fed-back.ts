import { heldWithin, type PredictionRange } from '../prediction-range.ts'
import { type LevelCorrection, levelCorrections } from './level-correction.ts'
import { type FeatureSource, setValue } from './ridge-features.ts'

/** A regression whose predictions are the lags of later ones, and what keeps it near the values. */
export interface FedBack {
  readonly lags: FeatureSource // known to the origin; takes in the horizon as it is predicted
  readonly predict: (index: number) => number // scaled; may read lags before the step
  readonly correction: LevelCorrection
  readonly range: PredictionRange // scaled
}

/** Told of each step of the horizon: what the last errors add to its prediction, and what the bounds do. */
type Told = (step: number, correction: number, held: number) => void

/**
 * Predicts a step at a time, corrected by the errors of the last day.
 * @param scaled values to the origin, NaN where missing
 * @returns scaled predictions; shape [steps]
 */
export function feedBack(
  { lags, predict, correction, range }: FedBack,
  scaled: Float64Array,
  steps: number,
  told: Told,
): Float64Array {
  const { perDay, perHour } = lags
  const origin = scaled.length
  const day = Math.max(0, origin - perDay)
  const errors = scaled.slice(day).map((value, i) => value - predict(day + i))
  const corrections = levelCorrections(correction, errors, steps, perDay, perHour)
  for (let step = 0; step < steps; step += 1) {
    const value = predict(origin + step) + corrections[step]
    const held = heldWithin(range, value)
    setValue(lags, origin + step, held)
    told(step, corrections[step], held - value)
  }
  return lags.scaled.slice(origin)
}
