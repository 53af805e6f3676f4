import { SocOutOfBounds } from './errors.ts'

/** A stationary battery, seen from its AC terminals. Efficiencies are one way, not round trip. */
export interface Battery {
  readonly capacityKwh: number
  readonly chargeEfficiency: number // share of drawn energy that reaches the cells, 0..1
  readonly dischargeEfficiency: number // share of cell energy that reaches the terminals, 0..1
  readonly socRange: readonly [min: number, max: number] // 0..1
}

const TOLERANCE_KWH = 1e-6 // solvers answer to about this

/**
 * State of charge after each step of a plan.
 * @param powerKw  battery power per step, discharge positive; shape [T]
 * @returns state of charge at the end of each step, 0..1; shape [T]
 * @throws SocOutOfBounds at the first step that leaves the allowed range
 */
export function projectSoc(battery: Battery, powerKw: Float64Array, stepHours: number, startSoc: number): Float64Array {
  const { capacityKwh, chargeEfficiency, dischargeEfficiency, socRange } = battery
  const lowest = socRange[0] * capacityKwh - TOLERANCE_KWH
  const highest = socRange[1] * capacityKwh + TOLERANCE_KWH
  const soc = new Float64Array(powerKw.length)
  let energyKwh = startSoc * capacityKwh
  for (const [step, kw] of powerKw.entries()) {
    energyKwh -= (kw > 0 ? kw / dischargeEfficiency : kw * chargeEfficiency) * stepHours
    if (!(energyKwh >= lowest && energyKwh <= highest)) throw new SocOutOfBounds(step, energyKwh)
    soc[step] = energyKwh / capacityKwh
  }
  return soc
}
