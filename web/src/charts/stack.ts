import type { Lane } from './lanes.ts'

/** Where a lane of a stack lies at each step, from `base` to `tip`; shape [T]. */
export interface Layer {
  readonly lane: Lane
  readonly base: Float64Array
  readonly tip: Float64Array
}

/**
 * Piles signed flows up: supply (positive) above zero, use (negative) below, in the order given.
 * At each step the tip of the upper pile plus the tip of the lower one is the signed sum: the load.
 * A missing value leaves a hole in its own lane and moves nothing else.
 */
export function layoutStack(lanes: readonly Lane[]): Layer[] {
  const steps = lanes[0]?.values.length ?? 0
  const above = new Float64Array(steps)
  const below = new Float64Array(steps)
  return lanes.map((lane) => {
    const base = new Float64Array(steps).fill(NaN)
    const tip = new Float64Array(steps).fill(NaN)
    for (const [t, value] of lane.values.entries()) {
      if (Number.isNaN(value)) continue
      const pile = value >= 0 ? above : below
      base[t] = pile[t]
      pile[t] += value
      tip[t] = pile[t]
    }
    return { lane, base, tip }
  })
}
