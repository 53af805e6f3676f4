import type { HeatLoadPlant } from '../plant/heat-load.ts'
import type { Play } from './play.ts'

export function playHeatLoad(load: HeatLoadPlant, t: number, { schedules, surplusKw }: Play): void {
  schedules[load.id]['powerKw'][t] = load.powerKw[t]
  surplusKw[load.heatNode] -= load.powerKw[t]
}

/** Leaves heat unserved; returns how much. */
export function leaveUnserved(load: HeatLoadPlant, t: number, missingKw: number, { schedules, surplusKw }: Play): void {
  if (load.hard.includes('powerKw')) return
  const columns = schedules[load.id]
  const cutKw = Math.min(missingKw, columns['powerKw'][t])
  columns['powerKw'][t] -= cutKw
  columns['shedKw'][t] += cutKw
  surplusKw[load.heatNode] += cutKw
}
