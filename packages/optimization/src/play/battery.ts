import type { BatteryPlant } from '../plant/battery.ts'
import { ownEnergyKw } from '../node-roles.ts'
import { assetsOf } from '../plant/plant.ts'
import type { Play } from './play.ts'

export function playBattery(battery: BatteryPlant, t: number, play: Play): void {
  const { orders, surplusKw } = play
  const alone = orders.storage === 'greedy' ? -surplusKw[battery.node] : 0
  surplusKw[battery.node] += moveKw(battery, t, play, orders.planned?.(battery.id, 'powerKw', t) ?? alone)
}

/** Clips what is wanted (discharge positive) to ratings and to the energy there is room for, and stores what came of it. */
function moveKw(battery: BatteryPlant, t: number, play: Play, wantedKw: number): number {
  const { plant, schedules, state } = play
  const hours = plant.axis.stepHours[t]
  const kept = battery.retention[t] * state[battery.index]
  const roomKw = Math.max(0, battery.maxKwh[t] - kept) / (battery.chargeEfficiency * hours)
  const stockKw = (Math.max(0, kept - battery.minKwh[t]) * battery.dischargeEfficiency) / hours
  const chargeKw = Math.min(Math.max(-wantedKw, 0), battery.maxChargeKw[t], roomKw, ownKw(battery, t, play, 'chargeKw'))
  const dischargeKw = Math.min(
    Math.max(wantedKw, 0),
    battery.maxDischargeKw[t],
    stockKw,
    cyclesKw(battery, t, play),
    ownKw(battery, t, play, 'dischargeKw'),
  )
  const afterKwh = kept + (battery.chargeEfficiency * chargeKw - dischargeKw / battery.dischargeEfficiency) * hours
  state[battery.index] = afterKwh
  const columns = schedules[battery.id]
  columns['chargeKw'][t] = chargeKw
  columns['dischargeKw'][t] = dischargeKw
  columns['soc'][t] = afterKwh / battery.capacityKwh
  return (columns['powerKw'][t] = dischargeKw - chargeKw)
}

/** What is left of the cycles that it may make, as power over this step. */
function cyclesKw(battery: BatteryPlant, t: number, { plant, schedules }: Play): number {
  if (battery.mostThroughputKwh === Infinity) return Infinity
  const { stepHours } = plant.axis
  let leftKwh = battery.mostThroughputKwh
  for (let i = 0; i < t; i++)
    leftKwh -= (schedules[battery.id]['dischargeKw'][i] * stepHours[i]) / battery.dischargeEfficiency
  return (Math.max(0, leftKwh) * battery.dischargeEfficiency) / stepHours[t]
}

/** What its node generates or consumes and batteries before it have not taken, where it is held to that. */
function ownKw(battery: BatteryPlant, t: number, { plant, schedules }: Play, side: 'chargeKw' | 'dischargeKw'): number {
  const isFree = (other: BatteryPlant): boolean => (side === 'chargeKw' ? other.gridCharge : other.gridExport)
  if (isFree(battery)) return Infinity
  const others = assetsOf(plant, 'battery').filter(
    (other) => other.node === battery.node && other.index < battery.index,
  )
  const takenKw = others.reduce((sum, other) => sum + (isFree(other) ? 0 : schedules[other.id][side][t]), 0)
  const role = side === 'chargeKw' ? 'renewable' : 'consumer'
  return Math.max(0, ownEnergyKw(plant, schedules, battery.node, t, role) - takenKw)
}
