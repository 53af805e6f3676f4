import type { HeatPumpPlant } from '../plant/heat-pump.ts'
import { hasRoomFor, NOISE_KW } from './heat-room.ts'
import type { Play } from './play.ts'

/** As planned, else what the heat node still lacks, as far as the rules let it switch. */
export function playHeatPump(pump: HeatPumpPlant, t: number, play: Play): void {
  const { orders, surplusKw, schedules, state, plant } = play
  const nowMs = plant.axis.startsMs[t]
  const wasOn = t === 0 ? pump.rules?.before?.on : schedules[pump.id]['on'][t - 1] === 1
  const isBound = state[pump.index] + leastMs(pump, wasOn) > nowMs
  const planned = orders.planned?.(pump.id, 'powerKw', t)
  const lackingKw = pump.cop[t] > 0 ? -surplusKw[pump.heatNode] / pump.cop[t] : 0
  const wantedKw = planned ?? lackingKw
  const powerKw = Math.min(Math.max(wantedKw, pump.minPowerKw), pump.maxPowerKw)
  const wants =
    planned === undefined ? isUseful(pump, t, wantedKw, powerKw, play) : orders.planned?.(pump.id, 'on', t) === 1
  const on = isBound ? wasOn === true : wants
  if (wasOn !== undefined && on !== wasOn) state[pump.index] = nowMs
  schedules[pump.id]['startUp'][t] = wasOn === false && on ? 1 : 0
  schedules[pump.id]['on'][t] = on ? 1 : 0
  drawPower(pump, t, on ? powerKw : 0, play)
}

const leastMs = ({ rules }: HeatPumpPlant, wasOn: boolean | undefined): number => {
  if (!rules || wasOn === undefined) return 0
  return wasOn ? rules.minOnMs : rules.minOffMs
}

function isUseful(pump: HeatPumpPlant, t: number, wantedKw: number, powerKw: number, play: Play): boolean {
  const excessKw = (powerKw - wantedKw) * pump.cop[t]
  return wantedKw > NOISE_KW && (excessKw <= 0 || hasRoomFor(pump.heatNode, t, excessKw, play))
}

/** Makes more or less heat than so far, without starting or stopping. */
export function shiftHeatPump(pump: HeatPumpPlant, t: number, byKw: number, play: Play): void {
  const { cop, minPowerKw, maxPowerKw, rules } = pump
  const columns = play.schedules[pump.id]
  const isFree = minPowerKw === 0 && rules === undefined
  if (cop[t] === 0 || (!isFree && columns['on'][t] === 0)) return
  const powerKw = Math.min(Math.max(columns['powerKw'][t] + byKw / cop[t], minPowerKw), maxPowerKw)
  drawPower(pump, t, powerKw, play)
  if (!isFree) return
  const wasOn = t === 0 || columns['on'][t - 1] === 1
  columns['on'][t] = powerKw > 0 ? 1 : 0
  columns['startUp'][t] = !wasOn && powerKw > 0 ? 1 : 0
}

function drawPower(pump: HeatPumpPlant, t: number, powerKw: number, { schedules, surplusKw }: Play): void {
  const columns = schedules[pump.id]
  const heatKw = powerKw * pump.cop[t]
  surplusKw[pump.node] -= powerKw - columns['powerKw'][t]
  surplusKw[pump.heatNode] += heatKw - columns['heatKw'][t]
  columns['powerKw'][t] = powerKw
  columns['heatKw'][t] = heatKw
}
