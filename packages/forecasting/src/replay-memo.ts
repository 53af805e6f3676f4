import { pastAt, type Timeline } from './columns.ts'
import type { Past, Quantiles } from './model.ts'

/**
 * What replayed origins of one series gave, so that the next issue time computes only what is new. Keys hold steps of
 * the series, not of a timeline that begins with its first known value: `start` is that value's step.
 */
export interface ReplayMemo {
  readonly start: number
  readonly states: Map<string, unknown>
  readonly forecasts: Map<string, Quantiles>
  /** Copies of what a model may see at a step of the timeline: all before it, or the longest allowed past. */
  pastOf(timeline: Timeline, origin: number): Past
}

/** @param historySteps longest past that a model may see at each origin, replayed ones included; Infinity: all */
export const replayMemo = (
  start = 0,
  historySteps = Infinity,
  states: ReplayMemo['states'] = new Map(),
  forecasts: ReplayMemo['forecasts'] = new Map(),
): ReplayMemo => ({
  start,
  states,
  forecasts,
  pastOf: (timeline, origin) => pastAt(timeline, origin, Math.max(0, origin - historySteps)),
})

/** The value under a key, computed where it is absent. Beyond `most` the first one in is forgotten: the oldest origin. */
export function remembered<V>(memory: Map<string, V>, most: number, key: string, compute: () => V): V {
  const known = memory.get(key)
  if (known !== undefined) return known
  const value = compute()
  memory.set(key, value)
  if (memory.size > most) memory.delete(memory.keys().next().value ?? key)
  return value
}
