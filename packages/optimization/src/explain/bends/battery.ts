import type { Columns } from '../../assets/declare.ts'
import type { BatteryPlant } from '../../plant/battery.ts'
import type { Plant } from '../../plant/plant.ts'
import { clock } from '../../step-ranges.ts'
import { bentFill, relaxationsOf, type Relaxation } from './bend.ts'

/** SoC outside its band, and too little at the end (tier 2). */
export function bentBattery(battery: BatteryPlant, plant: Plant, { soc }: Columns): Relaxation[] {
  const kwh = soc.map((share) => share * battery.capacityKwh)
  const band = (kind: string, word: string, missing: Float64Array): Relaxation[] =>
    bentFill(battery, plant, {
      kind,
      missing,
      capacityKwh: battery.capacityKwh,
      says: `battery "${battery.id}" is ${word} its SoC band`,
    })
  return [
    ...band('socMin', 'below', kwh.map((stored, t) => battery.minKwh[t] - stored)),
    ...band('socMax', 'above', kwh.map((stored, t) => stored - battery.maxKwh[t])),
    ...bentEnd(plant, battery, kwh),
    ...bentTargets(plant, battery, kwh),
  ] // prettier-ignore
}

function bentEnd(plant: Plant, battery: BatteryPlant, kwh: Float64Array): Relaxation[] {
  const last = kwh.length - 1
  const wantedKwh = battery.endMinKwh ?? 0
  const missing = kwh.map((stored, t) => (t === last ? wantedKwh - stored : 0))
  const target = `${((wantedKwh / battery.capacityKwh) * 100).toFixed(0)} %`
  return relaxationsOf(battery, {
    kind: 'endSocMin',
    tier: 2,
    missing,
    scale: battery.capacityKwh,
    amount: () => missing[last],
    text: (_, amount) =>
      `battery "${battery.id}" cannot reach ${target} by ${clock(plant, plant.axis.endsMs[last])}: ${amount} missing`,
    remedies: () => [],
  })
}

function bentTargets(plant: Plant, battery: BatteryPlant, kwh: Float64Array): Relaxation[] {
  return battery.socTargets.flatMap((target) => {
    const missing = kwh.map((stored, t) => (t === target.step ? target.kwh - stored : 0))
    const wanted = `${((target.kwh / battery.capacityKwh) * 100).toFixed(0)} %`
    return relaxationsOf(battery, {
      kind: 'socTarget',
      tier: target.tier,
      missing,
      scale: battery.capacityKwh,
      amount: () => missing[target.step],
      text: (_, amount) =>
        `battery "${battery.id}" cannot hold ${wanted} at ${clock(plant, target.atMs)}: ${amount} missing`,
      remedies: () => [],
    })
  })
}
