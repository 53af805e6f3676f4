// Limits that a schedule could not keep, read from the schedule itself, each with a sentence and what would help.
import type { OptimizeResult } from '@omarino/contracts'
import type { BatteryPlant } from '../plant/battery.ts'
import type { LoadPlant } from '../plant/load.ts'
import { gridsOf, type AssetPlant, type Plant } from '../plant/plant.ts'
import type { RenewablePlant } from '../plant/renewable.ts'
import type { Schedules } from '../schedule-costs.ts'
import { clock, rangesWhere, span, type StepRange } from '../step-ranges.ts'

export type Relaxation = OptimizeResult['relaxations'][number]

const NOISE = 5e-7 // relative; half of what the check forgives, so that nothing falls between the two

/** Every limit that the schedule bends: unserved load and spilled generation (tier 1), SoC bands and ends (tier 2). */
export function bentLimits(plant: Plant, schedules: Schedules): Relaxation[] {
  return plant.assets.flatMap((asset) => bentBy(plant, asset, schedules))
}

function bentBy(plant: Plant, asset: AssetPlant, schedules: Schedules): Relaxation[] {
  const columns = schedules[asset.id]
  if (asset.type === 'battery') return bentBattery(plant, asset, columns['soc'])
  if (asset.type === 'load') return asset.shedCostPerKwh === undefined ? unserved(plant, asset, columns['shedKw']) : []
  if (asset.type === 'grid' || asset.curtailable) return []
  return spilled(plant, asset, columns['curtailedKw'])
}

interface Bend {
  readonly kind: string
  readonly tier: number
  readonly missing: Float64Array
  readonly scale: number
  readonly amount: (ranges: readonly StepRange[]) => number
  readonly text: (ranges: readonly StepRange[], amount: string) => string
  readonly remedies: (ranges: readonly StepRange[]) => string[]
}

function relaxationsOf(asset: AssetPlant, bend: Bend): Relaxation[] {
  const { kind, tier, missing } = bend
  const steps = rangesWhere(missing.length, (t) => missing[t] > NOISE * Math.max(1, bend.scale))
  if (steps.length === 0) return []
  const amount = bend.amount(steps)
  const text = bend.text(steps, `${amount.toFixed(1)} kWh`)
  return [{ assetId: asset.id, kind, tier, steps, amount, unit: 'kWh', text, remedies: bend.remedies(steps) }]
}

const spans = (plant: Plant, ranges: readonly StepRange[]): string =>
  ranges.map((range) => span(plant, range)).join(', ')
const most = (values: Float64Array): number => values.reduce((high, value) => Math.max(high, value), 0)
const sumKwh = (plant: Plant, powerKw: Float64Array): number =>
  powerKw.reduce((sum, kw, t) => sum + kw * plant.axis.stepHours[t], 0)

/** Names the connection whose limit is in the way and by how much more it would have to allow. */
function widen(plant: Plant, asset: AssetPlant, direction: 'import' | 'export', kw: number): string[] {
  const grid = gridsOf(plant).find(({ node }) => node === asset.node)
  const there = grid ? `the ${direction} limit of "${grid.id}"` : `a grid connection`
  return [`allow ${kw.toFixed(1)} kW more on ${there}`]
}

function unserved(plant: Plant, load: LoadPlant, shedKw: Float64Array | undefined): Relaxation[] {
  if (!shedKw) return []
  return relaxationsOf(load, {
    kind: 'supply',
    tier: 1,
    missing: shedKw,
    scale: most(load.powerKw),
    amount: () => sumKwh(plant, shedKw),
    text: (ranges, amount) =>
      `load "${load.id}" cannot be served in full ${spans(plant, ranges)}: ${amount} missing, at most ${most(shedKw).toFixed(1)} kW`,
    remedies: () => widen(plant, load, 'import', most(shedKw)),
  })
}

function spilled(plant: Plant, source: RenewablePlant, curtailedKw: Float64Array): Relaxation[] {
  return relaxationsOf(source, {
    kind: 'curtailment',
    tier: 1,
    missing: curtailedKw,
    scale: most(source.availableKw),
    amount: () => sumKwh(plant, curtailedKw),
    text: (ranges, amount) =>
      `${source.type} "${source.id}" cannot be curtailed but finds no way out ${spans(plant, ranges)}: ${amount} too much, at most ${most(curtailedKw).toFixed(1)} kW`,
    remedies: () => [...widen(plant, source, 'export', most(curtailedKw)), `make "${source.id}" curtailable`],
  })
}

function bentBattery(plant: Plant, battery: BatteryPlant, soc: Float64Array): Relaxation[] {
  const kwh = soc.map((share) => share * battery.capacityKwh)
  const band = (kind: string, word: string, missing: Float64Array): Relaxation[] =>
    relaxationsOf(battery, {
      kind,
      tier: 2,
      missing,
      scale: battery.capacityKwh,
      amount: () => most(missing),
      text: (ranges, amount) =>
        `battery "${battery.id}" is ${word} its SoC band ${spans(plant, ranges)}, by at most ${amount}`,
      remedies: () => [],
    })
  return [
    ...band('socMin', 'below', kwh.map((stored, t) => battery.minKwh[t] - stored)),
    ...band('socMax', 'above', kwh.map((stored, t) => stored - battery.maxKwh[t])),
    ...bentEnd(plant, battery, kwh),
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
