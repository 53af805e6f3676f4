// What seeded random sites are drawn with.
import { seededRandom } from '@omarino/energy'

export interface Draws {
  /** 0 ≤ value < 1. */
  uniform(): number
  between(low: number, high: number): number
  /** `steps` values of their own. */
  series(low: number, high: number): number[]
  chance(share: number): boolean
}

/** The same seed and the same calls give the same values. */
export function drawsOf(seed: number, steps: number): Draws {
  const uniform = seededRandom(seed)
  const between = (low: number, high: number): number => low + (high - low) * uniform()
  const series = (low: number, high: number): number[] => Array.from({ length: steps }, () => between(low, high))
  return { uniform, between, series, chance: (share) => uniform() < share }
}
