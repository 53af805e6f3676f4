import type { BoilerPlant } from '../plant/boiler.ts'
import { hasRoomFor, NOISE_KW } from './heat-room.ts'
import type { Play } from './play.ts'

/** As planned, else what the heat node still lacks. */
export function playBoiler(boiler: BoilerPlant, t: number, play: Play): void {
  const planned = play.orders.planned?.(boiler.id, 'heatKw', t)
  if (planned === undefined) shiftBoiler(boiler, t, -play.surplusKw[boiler.heatNode], play)
  else if (planned > 0) makeHeat(boiler, t, Math.min(Math.max(planned, boiler.minHeatKw), boiler.maxHeatKw), play)
}

/** Makes more or less heat than so far; below its minimum it runs only where something can take the rest. */
export function shiftBoiler(boiler: BoilerPlant, t: number, byKw: number, play: Play): void {
  const wantedKw = play.schedules[boiler.id]['heatKw'][t] + byKw
  const heatKw = Math.min(Math.max(wantedKw, boiler.minHeatKw), boiler.maxHeatKw)
  const isUseful =
    wantedKw > NOISE_KW && (heatKw <= wantedKw || hasRoomFor(boiler.heatNode, t, heatKw - wantedKw, play))
  makeHeat(boiler, t, isUseful ? heatKw : 0, play)
}

function makeHeat(boiler: BoilerPlant, t: number, heatKw: number, { schedules, surplusKw }: Play): void {
  const columns = schedules[boiler.id]
  const inputKw = heatKw / boiler.efficiency
  surplusKw[boiler.heatNode] += heatKw - columns['heatKw'][t]
  if (!boiler.fuel) surplusKw[boiler.node] -= inputKw - columns['powerKw'][t]
  columns['heatKw'][t] = heatKw
  columns[boiler.fuel ? 'fuelKw' : 'powerKw'][t] = inputKw
  columns['on'][t] = heatKw > 0 ? 1 : 0
}
