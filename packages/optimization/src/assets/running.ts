import type { AssetPlant } from '../plant/plant.ts'
import type { DeclareContext } from './declare.ts'

/** Below this a device that has no on/off decision counts as off, kW; half of what the check forgives. */
const RUNS_KW = 5e-7

export interface Power {
  /** `running` where switching is committed ahead, else the kind of the power: decided with it. */
  readonly kind?: 'running' | 'power' | 'heat'
  /** First column of the power that is switched. */
  readonly first: number
  readonly minKw: number
  readonly maxKw: number
}

/** P̲·o ≤ p ≤ P̄·o with o binary at every step; returns the first o. */
export function declareRunning(
  asset: AssetPlant,
  context: DeclareContext,
  { kind = 'running', first, minKw, maxKw }: Power,
): number {
  const { builder, axis } = context
  const running = context.block(asset, { kind, lower: 0, upper: 1, integer: true })
  const bound = (step: number, kw: number, lower: number, upper: number): void => {
    const row = builder.row({ asset: asset.index, kind: 'power', step, lower, upper })
    builder.entry(row, first + step, 1)
    builder.entry(row, running + step, -kw)
  }
  for (let t = 0; t < axis.steps; t++) {
    bound(t, maxKw, -Infinity, 0)
    if (minKw > 0) bound(t, minKw, 0, Infinity)
  }
  return running
}

/** 1 while it runs; shape [T]. */
export const runningSteps = (x: Float64Array, running: number | undefined, powerKw: Float64Array): Float64Array =>
  powerKw.map((kw, t) => (running === undefined ? (kw > RUNS_KW ? 1 : 0) : Math.round(x[running + t])))

/** 1 where it is on and was off a step before; before the first, what `wasOn` says. Shape [T]. */
export const startsOf = (on: Float64Array, wasOn: boolean): Float64Array =>
  on.map((is, t) => Math.max(0, is - (t === 0 ? Number(wasOn) : on[t - 1])))

/** Each binary with the value that a published `on` gives it. */
export const runningIntegers = (running: number | undefined, on: Float64Array): (readonly [number, number])[] =>
  running === undefined ? [] : Array.from(on, (value, t) => [running + t, value] as const)
