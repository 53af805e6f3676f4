import type { EvPlant } from '../plant/ev.ts'
import { assetsOf } from '../plant/plant.ts'
import type { Play } from './play.ts'

/** Without a plan, charges from arrival to its target as fast as charger and connection let it. */
export function playEv(ev: EvPlant, t: number, play: Play): void {
  const { orders, state, schedules, surplusKw } = play
  const columns = schedules[ev.id]
  const session = ev.sessions[ev.sessionAt[t]]
  if (session === undefined) return
  if (session.from === t) state[ev.index] = session.arriveKwh
  const wantedKw = orders.planned?.(ev.id, 'powerKw', t) ?? -uncontrolledKw(ev, t, session.targetKwh, play)
  const hours = play.plant.axis.stepHours[t]
  const chargeKw = chargedKw(
    ev,
    t,
    Math.max(-wantedKw, 0),
    (ev.capacityKwh - state[ev.index]) / (ev.chargeEfficiency * hours),
  )
  const stockKwh = Math.max(0, state[ev.index] - Math.min(session.minKwh, session.arriveKwh))
  const dischargeKw = Math.min(
    Math.max(wantedKw, 0),
    ev.maxDischargeKw * ev.plugged[t],
    (stockKwh * ev.dischargeEfficiency) / hours,
  )
  state[ev.index] += (chargeKw * ev.chargeEfficiency - dischargeKw / ev.dischargeEfficiency) * hours
  columns['chargeKw'][t] = chargeKw
  columns['dischargeKw'][t] = dischargeKw
  columns['soc'][t] = state[ev.index] / ev.capacityKwh
  columns['powerKw'][t] = dischargeKw - chargeKw
  surplusKw[ev.node] += dischargeKw - chargeKw
}

/** What is still missing, within what the connections of the node leave. */
function uncontrolledKw(ev: EvPlant, t: number, targetKwh: number, { plant, state, surplusKw, orders }: Play): number {
  const missingKw = Math.max(0, targetKwh - state[ev.index]) / (ev.chargeEfficiency * plant.axis.stepHours[t])
  if (orders.beyondLimits === 'exceed') return missingKw
  const grids = assetsOf(plant, 'grid').filter(({ node }) => node === ev.node)
  const leftKw = grids.reduce((sum, grid) => sum + grid.importLimitKw[t], surplusKw[ev.node])
  return Math.min(missingKw, Math.max(0, leftKw))
}

/** Within charger and room; a little more than wanted where there is a least power, nothing where that does not fit. */
function chargedKw(ev: EvPlant, t: number, wantedKw: number, roomKw: number): number {
  const leastKw = ev.minChargeKw * ev.plugged[t]
  const mostKw = Math.min(ev.maxChargeKw * ev.plugged[t], roomKw)
  const kw = Math.min(wantedKw, mostKw)
  if (kw === 0 || kw >= leastKw) return kw
  return leastKw <= mostKw ? leastKw : 0
}
