import { Failure } from '@omarino/energy'

/** A forecast of one series: at every step, the values that it stays below with the probabilities `levels`. */
export interface QuantileSeries {
  /** Probabilities, rising, 0..1; shape [L], L ≥ 1. */
  readonly levels: readonly number[]
  /** One profile per level, any unit; shape [L][T]. */
  readonly values: readonly Float64Array[]
}

/**
 * Refuses quantiles that name no distribution: levels that do not rise, profiles that miss or cross.
 * @param name  what the sentence calls the series
 * @throws Failure 'invalid' (QUANTILE_LEVELS, QUANTILE_LENGTH, QUANTILE_MISSING, QUANTILES_CROSS) with the step and the numbers
 */
export function checkQuantiles({ levels, values }: QuantileSeries, steps: number, name: string): void {
  const rising = levels.every((level, k) => level >= 0 && level <= 1 && (k === 0 || level > levels[k - 1]))
  if (levels.length === 0 || !rising)
    throw new Failure(
      'invalid',
      'QUANTILE_LEVELS',
      `The levels of ${name} must rise within 0..1, not ${levels.join(', ')}.`,
    )
  if (values.length !== levels.length)
    throw refusal('QUANTILE_LENGTH', `${name} has ${levels.length} levels, but ${values.length} profiles`)
  for (const [k, profile] of values.entries()) {
    if (profile.length !== steps)
      throw refusal(
        'QUANTILE_LENGTH',
        `Quantile ${levels[k]} of ${name} has ${profile.length} values for ${steps} steps`,
      )
    for (const [step, value] of profile.entries()) {
      if (!Number.isFinite(value))
        throw refusal('QUANTILE_MISSING', `Quantile ${levels[k]} of ${name} has no value at step ${step}`)
      if (k > 0 && value < values[k - 1][step])
        throw refusal(
          'QUANTILES_CROSS',
          `The quantiles of ${name} cross at step ${step}: ${value} at level ${levels[k]} is below ${values[k - 1][step]} at level ${levels[k - 1]}`,
        )
    }
  }
}

const refusal = (code: string, sentence: string): Failure => new Failure('invalid', code, `${sentence}.`)

/** The value that a series stays below with probability `rank` at a step: linear between levels, the outer values held. */
export function valueAtRank({ levels, values }: QuantileSeries, step: number, rank: number): number {
  let above = 0
  while (above < levels.length && levels[above] < rank) above++
  if (above === 0) return values[0][step]
  if (above === levels.length) return values[above - 1][step]
  const low = values[above - 1][step]
  const share = (rank - levels[above - 1]) / (levels[above] - levels[above - 1])
  return low + share * (values[above][step] - low)
}
