import { responseOf } from '../assets/building-response.ts'
import type { BuildingPlant } from '../plant/building.ts'
import type { Play } from './play.ts'

/** As planned, else a thermostat: the heat that holds the lower comfort limit at the end of the step. */
export function playBuilding(building: BuildingPlant, t: number, play: Play): void {
  const planned = play.orders.planned?.(building.id, 'powerKw', t)
  heatBuilding(building, t, Math.max(0, planned ?? neededKw(building, t, building.comfortMinC[t], play)), play)
}

/** Takes more heat, or less where `byKw` is negative, than so far. */
export const shiftBuilding = (building: BuildingPlant, t: number, byKw: number, play: Play): void =>
  heatBuilding(building, t, Math.max(0, play.schedules[building.id]['powerKw'][t] + byKw), play)

/** Heat that it could take beyond what it does before it is too warm, kW. */
export const buildingRoomKw = (building: BuildingPlant, t: number, play: Play): number =>
  Math.max(0, neededKw(building, t, building.comfortMaxC[t], play) - play.schedules[building.id]['powerKw'][t])

/** Writes the temperatures that the heat of a step makes. */
export function settleBuilding(building: BuildingPlant, t: number, play: Play): void {
  const columns = play.schedules[building.id]
  const ends = endsOf(building, t, columns['powerKw'][t], play)
  columns['temperatureC'][t] = ends.roomC
  if (building.wall) columns['wallTemperatureC'][t] = ends.wallC
  else delete columns['wallTemperatureC']
}

function heatBuilding(building: BuildingPlant, t: number, heatKw: number, { schedules, surplusKw }: Play): void {
  const columns = schedules[building.id]
  surplusKw[building.heatNode] -= heatKw - columns['powerKw'][t]
  columns['powerKw'][t] = heatKw
}

function endsOf(building: BuildingPlant, t: number, heatKw: number, { plant, schedules }: Play) {
  const { [building.id]: columns } = schedules
  const { room, wall } = responseOf(building, plant.axis.stepHours[t])
  const roomC = t === 0 ? building.room.startC : columns['temperatureC'][t - 1]
  const wallC = building.wall ? (t === 0 ? building.wall.startC : columns['wallTemperatureC'][t - 1]) : 0
  const ends = (follows: typeof room): number =>
    follows.room * roomC +
    follows.wall * wallC +
    follows.heat * (heatKw + building.gainsKw[t]) +
    follows.outdoor * building.outdoorC[t]
  return { roomC: ends(room), wallC: wall ? ends(wall) : 0 }
}

/** Heat that brings the room to a temperature by the end of the step, negative where it gets warmer by itself. */
function neededKw(building: BuildingPlant, t: number, celsius: number, play: Play): number {
  const { room } = responseOf(building, play.plant.axis.stepHours[t])
  return (celsius - endsOf(building, t, 0, play).roomC) / room.heat
}
