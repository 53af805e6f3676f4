import type { BatteryPlant } from '../plant/battery.ts'
import type { Play } from './play.ts'

export function playBattery(battery: BatteryPlant, t: number, play: Play): void {
  const { orders, surplusKw } = play
  const alone = orders.storage === 'greedy' ? -surplusKw[battery.node] : 0
  surplusKw[battery.node] += moveKw(battery, t, play, orders.planned?.(battery.id, 'powerKw', t) ?? alone)
}

/** Clips what is wanted (discharge positive) to ratings and to the energy there is room for, and stores what came of it. */
function moveKw(battery: BatteryPlant, t: number, { plant, schedules, state }: Play, wantedKw: number): number {
  const hours = plant.axis.stepHours[t]
  const kept = battery.retention[t] * state[battery.index]
  const roomKw = Math.max(0, battery.maxKwh[t] - kept) / (battery.chargeEfficiency * hours)
  const stockKw = (Math.max(0, kept - battery.minKwh[t]) * battery.dischargeEfficiency) / hours
  const chargeKw = Math.min(Math.max(-wantedKw, 0), battery.maxChargeKw[t], roomKw)
  const dischargeKw = Math.min(Math.max(wantedKw, 0), battery.maxDischargeKw[t], stockKw)
  const afterKwh = kept + (battery.chargeEfficiency * chargeKw - dischargeKw / battery.dischargeEfficiency) * hours
  state[battery.index] = afterKwh
  const columns = schedules[battery.id]
  columns['chargeKw'][t] = chargeKw
  columns['dischargeKw'][t] = dischargeKw
  columns['soc'][t] = afterKwh / battery.capacityKwh
  return (columns['powerKw'][t] = dischargeKw - chargeKw)
}
