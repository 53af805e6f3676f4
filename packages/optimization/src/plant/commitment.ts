// Machines that are on or off: how long they must stay so, and what they were doing as the horizon began.
import type { Axis } from './axis.ts'

export interface CommitmentRules {
  readonly minUpHours?: number | undefined
  readonly minDownHours?: number | undefined
  readonly state?: { readonly on: boolean; readonly sinceHours: number } | undefined
}
export interface Commitment {
  readonly startsMs: Float64Array
  readonly minUpMs: number
  readonly minDownMs: number
  readonly wasOn: boolean
  /** Instant of the last switch before the horizon; −Infinity when none is known. */
  readonly switchedMs: number
}
/** What the last switch before the horizon dictates at a step. */
export const HELD = { free: -1, off: 0, on: 1 } as const

const HOUR_MS = 3_600_000

export const millisOf = (hours: number): number => Math.round(hours * HOUR_MS)

/** Without a state the machine has been off for longer than any rule asks. */
export function readCommitment({ minUpHours, minDownHours, state }: CommitmentRules, axis: Axis): Commitment {
  return {
    startsMs: axis.startsMs,
    minUpMs: millisOf(minUpHours ?? 0),
    minDownMs: millisOf(minDownHours ?? 0),
    wasOn: state?.on ?? false,
    switchedMs: state ? axis.startsMs[0] - millisOf(state.sinceHours) : -Infinity,
  }
}

/** Of the step t: on or off while the last switch is too fresh, else free; shape [T]. */
export function heldBySwitch({ startsMs, minUpMs, minDownMs, wasOn, switchedMs }: Commitment): Int8Array {
  const untilMs = switchedMs + (wasOn ? minUpMs : minDownMs)
  return Int8Array.from(startsMs, (startMs) => (startMs >= untilMs ? HELD.free : wasOn ? HELD.on : HELD.off))
}
