import { kgPerHour, powerForKg } from '../hydrogen.ts'
import type { ElectrolyzerPlant } from '../plant/electrolyzer.ts'
import { assetsOf } from '../plant/plant.ts'
import type { Play } from './play.ts'

const NOISE_KW = 1e-9

/**
 * With a plan as the plan has it; else off unless kg are due, which it makes as early as connection and ratings allow. Either way
 * it keeps its own rules. `state` holds the instant of its last switch.
 */
export function playElectrolyzer(electrolyzer: ElectrolyzerPlant, t: number, play: Play): void {
  const { schedules, surplusKw, plant, orders } = play
  const { id, minPowerKw, maxPowerKw } = electrolyzer
  const columns = schedules[id]
  const planned = orders.planned && { kw: orders.planned(id, 'powerKw', t), on: orders.planned(id, 'on', t) === 1 }
  const wantedKw = planned?.kw ?? dueKw(electrolyzer, t, play)
  const on = switches(electrolyzer, t, planned?.on ?? wantedKw > NOISE_KW, play)
  const powerKw = on ? Math.min(Math.max(wantedKw, minPowerKw), maxPowerKw[t]) : 0
  const kg = kgPerHour(electrolyzer, powerKw) * plant.axis.stepHours[t]
  columns['on'][t] = on ? 1 : 0
  columns['powerKw'][t] = powerKw
  columns['hydrogenKg'][t] = (t === 0 ? 0 : columns['hydrogenKg'][t - 1]) + kg
  surplusKw[electrolyzer.node] -= powerKw
}

/** What the last target still lacks, as far as import allows; nothing where that is less than the minimum. */
function dueKw(electrolyzer: ElectrolyzerPlant, t: number, { plant, schedules, surplusKw }: Play): number {
  const { id, node, targets, minPowerKw, maxPowerKw } = electrolyzer
  const madeKg = t === 0 ? 0 : schedules[id]['hydrogenKg'][t - 1]
  const missingKg = (targets.at(-1)?.kg ?? 0) - madeKg
  const grids = assetsOf(plant, 'grid').filter((grid) => grid.node === node)
  const roomKw = grids.reduce((sum, grid) => sum + grid.importLimitKw[t], surplusKw[node])
  if (missingKg <= 0 || Math.min(roomKw, maxPowerKw[t]) < minPowerKw) return 0
  return Math.min(powerForKg(electrolyzer, missingKg / plant.axis.stepHours[t]), roomKw, maxPowerKw[t])
}

function switches(electrolyzer: ElectrolyzerPlant, t: number, wantsOn: boolean, play: Play): boolean {
  const { rules, index, id } = electrolyzer
  const { schedules, state, plant } = play
  const nowMs = plant.axis.startsMs[t]
  const wasOn = t === 0 ? rules?.before?.on : schedules[id]['on'][t - 1] === 1
  const leastMs = rules && wasOn !== undefined ? (wasOn ? rules.minOnMs : rules.minOffMs) : 0
  const isBound = state[index] + leastMs > nowMs
  const wants = wasOn === true ? wantsOn : wantsOn && canStayOn(electrolyzer, t, plant.axis.startsMs)
  const on = electrolyzer.maxPowerKw[t] >= electrolyzer.minPowerKw && (isBound ? wasOn === true : wants)
  if (wasOn !== undefined && on !== wasOn) state[index] = nowMs
  schedules[id]['startUp'][t] = wasOn === false && on ? 1 : 0
  return on
}

/** Whether it may run as long as a start obliges it to. */
function canStayOn({ rules, maxPowerKw, minPowerKw }: ElectrolyzerPlant, t: number, startsMs: Float64Array): boolean {
  const untilMs = startsMs[t] + (rules?.minOnMs ?? 0)
  for (let i = t; i < startsMs.length && startsMs[i] < untilMs; i++) if (maxPowerKw[i] < minPowerKw) return false
  return true
}
