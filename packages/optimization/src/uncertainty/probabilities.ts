import { Failure } from '@omarino/energy'

const TOLERANCE = 1e-6 // probabilities written with six digits

/** Every one of `count` scenarios alike. */
export const equalProbabilities = (count: number): Float64Array => new Float64Array(count).fill(1 / count)

/**
 * Probabilities of scenarios as they were given, scaled to sum to 1 within rounding.
 * @param probabilities  each ≥ 0, summing to 1 within 1e-6; shape [S]
 * @throws Failure 'invalid' (PROBABILITIES) with the numbers
 */
export function readProbabilities(probabilities: ArrayLike<number>, count: number): Float64Array {
  if (probabilities.length !== count) throw refusal(`${probabilities.length} probabilities for ${count} scenarios`)
  let sum = 0
  for (let s = 0; s < count; s++) {
    if (!(probabilities[s] >= 0))
      throw refusal(`The probability of scenario ${s} is ${probabilities[s]}, not at least 0`)
    sum += probabilities[s]
  }
  if (!(Math.abs(sum - 1) <= TOLERANCE)) throw refusal(`The probabilities sum to ${sum}, not to 1`)
  return Float64Array.from(probabilities, (probability) => probability / sum)
}

const refusal = (sentence: string): Failure => new Failure('invalid', 'PROBABILITIES', `${sentence}.`)
