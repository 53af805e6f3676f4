import type { ThermalStorePlant } from '../plant/thermal-store.ts'
import type { Play } from './play.ts'

/** As planned, else filled up to its minimum, and where storage is greedy it gives what the heat node lacks. */
export function playThermalStore(store: ThermalStorePlant, t: number, play: Play): void {
  const { orders, surplusKw, plant } = play
  const owedKwh = store.minKwh - keptKwh(store, t, play)
  const alone = orders.storage === 'greedy' ? -surplusKw[store.heatNode] : 0
  const thermostat = owedKwh > 0 ? -owedKwh / (store.chargeEfficiency * plant.axis.stepHours[t]) : alone
  moveHeat(store, t, orders.planned?.(store.id, 'powerKw', t) ?? thermostat, play)
}

const isIdle = ({ orders }: Play): boolean => orders.storage === 'idle' && !orders.planned

/** Gives more, or takes more where `byKw` is negative, than so far; an idle one only takes less. */
export function shiftThermalStore(store: ThermalStorePlant, t: number, byKw: number, play: Play): void {
  const powerKw = play.schedules[store.id]['powerKw'][t]
  const most = isIdle(play) ? Math.max(0, -powerKw) : Infinity
  moveHeat(store, t, powerKw + Math.min(Math.max(byKw, isIdle(play) ? 0 : -Infinity), most), play)
}

/** Heat that it could take beyond what it does at a step, kW; none while storage is told to be idle. */
export function storeRoomKw(store: ThermalStorePlant, t: number, play: Play): number {
  if (isIdle(play)) return 0
  return Math.min(store.maxChargeKw, openKw(store, t, play)) + play.schedules[store.id]['powerKw'][t]
}

const keptKwh = (store: ThermalStorePlant, t: number, { schedules }: Play): number =>
  store.retention[t] * (t === 0 ? store.startKwh : schedules[store.id]['storedKwh'][t - 1])
const openKw = (store: ThermalStorePlant, t: number, play: Play): number =>
  Math.max(0, store.capacityKwh - keptKwh(store, t, play)) / (store.chargeEfficiency * play.plant.axis.stepHours[t])

/** Clips what is wanted (giving positive) to ratings and to the heat there is room for. */
function moveHeat(store: ThermalStorePlant, t: number, wantedKw: number, play: Play): void {
  const hours = play.plant.axis.stepHours[t]
  const columns = play.schedules[store.id]
  const kept = keptKwh(store, t, play)
  const stockKw = (Math.max(0, kept - store.minKwh) * store.dischargeEfficiency) / hours
  const chargeKw = Math.min(Math.max(-wantedKw, 0), store.maxChargeKw, openKw(store, t, play))
  const dischargeKw = Math.min(Math.max(wantedKw, 0), store.maxDischargeKw, stockKw)
  play.surplusKw[store.heatNode] += dischargeKw - chargeKw - columns['powerKw'][t]
  columns['chargeKw'][t] = chargeKw
  columns['dischargeKw'][t] = dischargeKw
  columns['powerKw'][t] = dischargeKw - chargeKw
  columns['storedKwh'][t] = kept + (store.chargeEfficiency * chargeKw - dischargeKw / store.dischargeEfficiency) * hours
}
