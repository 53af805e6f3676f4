import type { ThermalStorePlant } from '../plant/thermal-store.ts'
import type { Play } from './play.ts'

/** As planned, else nothing or what the heat node lacks. */
export function playThermalStore(store: ThermalStorePlant, t: number, play: Play): void {
  const { orders, surplusKw } = play
  const alone = orders.storage === 'greedy' ? -surplusKw[store.heatNode] : 0
  moveHeat(store, t, orders.planned?.(store.id, 'powerKw', t) ?? alone, play)
}

/** Gives more, or takes more where `byKw` is negative, than so far. */
export const shiftThermalStore = (store: ThermalStorePlant, t: number, byKw: number, play: Play): void =>
  moveHeat(store, t, play.schedules[store.id]['powerKw'][t] + byKw, play)

/** Heat that it could take beyond what it does at a step, kW; none while storage is told to be idle. */
export function storeRoomKw(store: ThermalStorePlant, t: number, play: Play): number {
  if (play.orders.storage === 'idle' && !play.orders.planned) return 0
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
