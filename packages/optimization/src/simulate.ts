// Plays a site forward step by step: batteries do what they are told as far as they can, the grid takes the difference.
import type { BatteryPlant } from './plant/battery.ts'
import type { GridPlant } from './plant/grid.ts'
import type { LoadPlant } from './plant/load.ts'
import { batteriesOf, gridsOf, loadsOf, renewablesOf, type Plant } from './plant/plant.ts'
import type { RenewablePlant } from './plant/renewable.ts'
import type { Schedules } from './schedule-costs.ts'

/** What the site is told to do at a step. */
export interface Orders {
  /** Battery power wanted, discharge positive, kW; `surplusKw` is what the node has too much of before this battery. */
  batteryKw(battery: BatteryPlant, step: number, surplusKw: number): number
  /** Most that a renewable may deliver, kW. */
  capKw?(asset: RenewablePlant, step: number): number
  /** Load to shed, kW. */
  shedKw?(load: LoadPlant, step: number): number
  /** What gives way when a grid limit is too small: the site (`shed`: curtail, then shed) or the limit (`exceed`). */
  readonly beyondLimits: 'shed' | 'exceed'
}
type Writable = Record<string, Record<string, Float64Array>>

/** @returns schedules as an optimization publishes them; balanced at every node that has a grid connection */
export function simulate(plant: Plant, orders: Orders): Schedules {
  const schedules = emptySchedules(plant)
  const storedKwh = plant.assets.map((asset) => (asset.type === 'battery' ? asset.startKwh : 0))
  for (let t = 0; t < plant.axis.steps; t++)
    for (let node = 0; node < plant.nodes.length; node++) playNode(plant, node, t, orders, storedKwh, schedules)
  return schedules
}

function playNode(
  plant: Plant,
  node: number,
  t: number,
  orders: Orders,
  storedKwh: number[],
  schedules: Writable,
): void {
  const here = <A extends { node: number }>(assets: A[]): A[] => assets.filter((asset) => asset.node === node)
  let surplusKw = 0
  for (const load of here(loadsOf(plant))) surplusKw -= playLoad(load, t, orders.shedKw?.(load, t) ?? 0, schedules)
  for (const source of here(renewablesOf(plant)))
    surplusKw += playSource(source, t, orders.capKw?.(source, t) ?? Infinity, schedules)
  for (const battery of here(batteriesOf(plant))) {
    const wantedKw = orders.batteryKw(battery, t, surplusKw)
    surplusKw += playBattery(battery, t, plant.axis.stepHours[t], wantedKw, storedKwh, schedules)
  }
  const grids = here(gridsOf(plant))
  if (orders.beyondLimits === 'shed') {
    const exportKw = grids.reduce((sum, grid) => sum + grid.exportLimitKw[t], 0)
    const importKw = grids.reduce((sum, grid) => sum + grid.importLimitKw[t], 0)
    surplusKw -= curtail(here(renewablesOf(plant)), t, surplusKw - exportKw, schedules)
    surplusKw += shed(here(loadsOf(plant)), t, -surplusKw - importKw, schedules)
  }
  playGrids(grids, t, surplusKw, schedules)
}

function playLoad(load: LoadPlant, t: number, wantedKw: number, schedules: Writable): number {
  const shedKw = Math.min(wantedKw, Math.max(0, load.powerKw[t]))
  schedules[load.id]['shedKw'][t] = shedKw
  return (schedules[load.id]['powerKw'][t] = load.powerKw[t] - shedKw)
}

function playSource(source: RenewablePlant, t: number, capKw: number, schedules: Writable): number {
  const availableKw = source.availableKw[t]
  const usedKw = source.curtailable ? Math.min(availableKw, Math.max(capKw, 0)) : availableKw
  schedules[source.id]['curtailedKw'][t] = availableKw - usedKw
  return (schedules[source.id]['powerKw'][t] = usedKw)
}

/** Clips what is wanted to ratings and to the energy there is room for, and stores what came of it. */
function playBattery(
  battery: BatteryPlant,
  t: number,
  hours: number,
  wantedKw: number,
  storedKwh: number[],
  schedules: Writable,
): number {
  const kept = battery.retention[t] * storedKwh[battery.index]
  const roomKw = Math.max(0, battery.maxKwh[t] - kept) / (battery.chargeEfficiency * hours)
  const stockKw = (Math.max(0, kept - battery.minKwh[t]) * battery.dischargeEfficiency) / hours
  const chargeKw = Math.min(Math.max(-wantedKw, 0), battery.maxChargeKw[t], roomKw)
  const dischargeKw = Math.min(Math.max(wantedKw, 0), battery.maxDischargeKw[t], stockKw)
  const afterKwh = kept + (battery.chargeEfficiency * chargeKw - dischargeKw / battery.dischargeEfficiency) * hours
  storedKwh[battery.index] = afterKwh
  const columns = schedules[battery.id]
  columns['chargeKw'][t] = chargeKw
  columns['dischargeKw'][t] = dischargeKw
  columns['soc'][t] = afterKwh / battery.capacityKwh
  return (columns['powerKw'][t] = dischargeKw - chargeKw)
}

const costRank = (cost: number | undefined, missing: number): number => cost ?? missing

/** Curtails `excessKw`, the cheapest first and what may not be curtailed last; returns how much. */
function curtail(sources: readonly RenewablePlant[], t: number, excessKw: number, schedules: Writable): number {
  const rank = (source: RenewablePlant): number =>
    source.curtailable ? costRank(source.curtailCostPerKwh, 0) : Infinity
  let done = 0
  for (const source of [...sources].sort((a, b) => rank(a) - rank(b) || a.index - b.index)) {
    if (source.hard.includes('availableKw')) continue
    const columns = schedules[source.id]
    const cutKw = Math.min(Math.max(excessKw - done, 0), Math.max(columns['powerKw'][t], 0))
    columns['powerKw'][t] -= cutKw
    columns['curtailedKw'][t] += cutKw
    done += cutKw
  }
  return done
}

/** Sheds `missingKw`, the cheapest first and what has no price last; returns how much. */
function shed(loads: readonly LoadPlant[], t: number, missingKw: number, schedules: Writable): number {
  const rank = (load: LoadPlant): number => costRank(load.shedCostPerKwh, Infinity)
  let done = 0
  for (const load of [...loads].sort((a, b) => rank(a) - rank(b) || a.index - b.index)) {
    if (load.hard.includes('powerKw')) continue
    const columns = schedules[load.id]
    const cutKw = Math.min(Math.max(missingKw - done, 0), Math.max(columns['powerKw'][t], 0))
    columns['powerKw'][t] -= cutKw
    columns['shedKw'][t] += cutKw
    done += cutKw
  }
  return done
}

/** Each connection in turn up to its limit; the last takes what is left, beyond its limit if need be. */
function playGrids(grids: readonly GridPlant[], t: number, surplusKw: number, schedules: Writable): void {
  let openKw = -surplusKw
  for (const [k, grid] of grids.entries()) {
    const takenKw = Math.min(Math.max(openKw, -grid.exportLimitKw[t]), grid.importLimitKw[t])
    const powerKw = k === grids.length - 1 ? openKw : takenKw
    schedules[grid.id]['powerKw'][t] = powerKw
    openKw -= powerKw
  }
}

const COLUMN_NAMES = {
  battery: ['powerKw', 'chargeKw', 'dischargeKw', 'soc'],
  pv: ['powerKw', 'curtailedKw'],
  wind: ['powerKw', 'curtailedKw'],
  load: ['powerKw', 'shedKw'],
  grid: ['powerKw'],
} as const

function emptySchedules(plant: Plant): Writable {
  const columnsOf = (names: readonly string[]): Record<string, Float64Array> =>
    Object.fromEntries(names.map((name) => [name, new Float64Array(plant.axis.steps)]))
  return Object.fromEntries(plant.assets.map((asset) => [asset.id, columnsOf(COLUMN_NAMES[asset.type])]))
}
