import { leastAt } from '../least-loss.ts'
import { type ForecastTask, stepsPerDay } from '../model.ts'
import { seasonalProfile, type SeasonKind, seasonsShown } from '../seasonal-profile.ts'
import { allPositive } from '../transform.ts'
import { lineThrough } from './ets-fit.ts'

/** A season that is taken out of values and put back into forecasts. */
export interface Season {
  readonly kind: SeasonKind
  readonly profile: Float64Array // by phase, `step % profile.length`; shape [season]
}

const LEAST_CYCLES = 3
// A profile of few rounds follows a season that changes, one of many averages more noise away.
const LONG_ROUNDS = [LEAST_CYCLES, Infinity]
const DAY_ROUNDS = [6, 21, Infinity]
const JUDGED_ORIGINS = 4
const JUDGED_DAYS = 2

interface Candidate {
  readonly length: number
  readonly rounds: number // newest ones that the profile is made of
}

/**
 * The season that would have forecast the last days best: of those that the values show three times, from the last
 * rounds or from all. Factors where all values are above 0, else sums.
 * @param at step of `values[0]`
 */
export function seasonOf(values: Float64Array, at: number, task: ForecastTask): Season {
  const perDay = stepsPerDay(task.stepMs)
  const kind = allPositive(values) ? 'multiplicative' : 'additive'
  const candidates = seasonsShown(task.seasonality, perDay, values.length, LEAST_CYCLES).flatMap((length) =>
    (length > perDay ? LONG_ROUNDS : DAY_ROUNDS)
      .filter((rounds) => rounds === Infinity || rounds * length < values.length)
      .map((rounds) => ({ length, rounds })),
  )
  if (candidates.length === 0) return { kind, profile: Float64Array.of(kind === 'additive' ? 0 : 1) }
  // Over few days the last rounds are all rounds, and errors differ by rounding alone.
  const best = leastAt(candidates.map((candidate) => pastError(candidate, kind, values, at, perDay)))
  return profileBefore(candidates[best], kind, values, at, values.length)
}

function profileBefore(
  { length, rounds }: Candidate,
  kind: SeasonKind,
  values: Float64Array,
  at: number,
  end: number,
): Season {
  // A centred mean loses half a season at either end.
  const from = Math.max(0, end - (rounds + 1) * length)
  return { kind, profile: seasonalProfile(values.subarray(from, end), at + from, length, kind) }
}

/** Mean absolute error of the last day's level with the season, from the last origins that leave a round to learn from. */
function pastError(candidate: Candidate, kind: SeasonKind, values: Float64Array, at: number, perDay: number): number {
  const horizon = JUDGED_DAYS * perDay
  let sum = 0
  let count = 0
  for (let back = 1; back <= JUDGED_ORIGINS; back += 1) {
    const origin = values.length - back * horizon
    if (origin < 2 * candidate.length) return Infinity
    const season = profileBefore(candidate, kind, values, at, origin)
    const from = Math.max(0, origin - perDay)
    const level = lineThrough(takeOut(season, values.subarray(from, origin), at + from)).mean
    const forecast = putBack(season, new Float64Array(horizon).fill(level), at + origin)
    for (let k = 0; k < horizon; k += 1) {
      const error = Math.abs(values[origin + k] - forecast[k])
      if (Number.isNaN(error)) continue
      sum += error
      count += 1
    }
  }
  return sum / count
}

/** Values without their season. */
export function takeOut({ kind, profile }: Season, values: Float64Array, at: number): Float64Array {
  return values.map((value, i) => {
    const seasonal = profile[(at + i) % profile.length]
    return kind === 'additive' ? value - seasonal : value / seasonal
  })
}

/** Values with their season. */
export function putBack({ kind, profile }: Season, values: Float64Array, at: number): Float64Array {
  return values.map((value, i) => {
    const seasonal = profile[(at + i) % profile.length]
    return kind === 'additive' ? value + seasonal : value * seasonal
  })
}
