// How a running machine comes down as fast as its rules allow: what it can promise, and when it cannot.
import { HELD } from './commitment.ts'

export interface Machine {
  readonly minPowerKw: number
  readonly maxPowerKw: Float64Array
  readonly available: Uint8Array
  readonly powerBeforeKw: number
  readonly rampDownKw: Float64Array
  readonly stopLimitKw: number
  readonly commitment: { readonly wasOn: boolean }
}
export interface Descent {
  /** Highest electricity from which every later maximum and outage can still be met, kW; 0 where it cannot run; shape [T]. */
  readonly ceilingKw: Float64Array
  /**
   * The step at which the machine is taken off against its own rules, because what it was doing before the horizon does
   * not fit its maximum there whatever is decided; undefined when its rules can be kept.
   */
  readonly tripStep: number | undefined
  /** Lowest electricity that its rules allow at the step of the trip, kW. */
  readonly tripKw: number
}

const TOLERANCE_KW = 1e-9

/** @param held by the last switch alone, shape [T] */
export function descend(machine: Machine, held: Int8Array): Descent {
  const trip = tripOf(machine, held)
  return { ceilingKw: ceilingOf(machine, trip.tripStep), ...trip }
}

/** Nobody comes down for a trip. */
function ceilingOf(machine: Machine, tripStep: number | undefined): Float64Array {
  const { minPowerKw, maxPowerKw, available, rampDownKw, stopLimitKw } = machine
  const ceilingKw = maxPowerKw.slice()
  for (let t = ceilingKw.length - 2; t >= 0; t--) {
    if (!available[t] || t + 1 === tripStep) continue
    const next = available[t + 1] ? ceilingKw[t + 1] : minPowerKw
    const stop = available[t + 1] ? Infinity : stopLimitKw
    ceilingKw[t] = Math.min(ceilingKw[t], next + rampDownKw[t + 1], stop)
  }
  return ceilingKw
}

/** Follows the lowest path: down by the ramp, off as soon as switch, ramp and stop limit allow. */
function tripOf(machine: Machine, held: Int8Array): Pick<Descent, 'tripStep' | 'tripKw'> {
  const { minPowerKw, maxPowerKw, available, rampDownKw, stopLimitKw } = machine
  let kw = machine.powerBeforeKw
  for (let t = 0; machine.commitment.wasOn && t < held.length; t++) {
    const aboveKw = kw - minPowerKw
    if (held[t] !== HELD.on && kw <= stopLimitKw + TOLERANCE_KW && aboveKw <= rampDownKw[t] + TOLERANCE_KW) break
    kw = Math.max(minPowerKw, kw - rampDownKw[t])
    if (!available[t] || kw > maxPowerKw[t] + TOLERANCE_KW) return { tripStep: t, tripKw: kw }
  }
  return { tripStep: undefined, tripKw: 0 }
}
