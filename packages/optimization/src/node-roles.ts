// What counts as a node's own generation and as its own consumption, for batteries that are kept off the grid.
import { flowsOf } from './flows.ts'
import type { AssetType, Plant } from './plant/plant.ts'
import type { Schedules } from './schedule-costs.ts'

/** Storage neither generates nor consumes, but for a car's charging, which is driven away. */
export const ROLES: { readonly [T in AssetType]: 'renewable' | 'consumer' | 'other' } = {
  battery: 'other',
  pv: 'renewable',
  wind: 'renewable',
  load: 'consumer',
  deferrable: 'consumer',
  ev: 'consumer',
  heatLoad: 'other',
  heatPump: 'consumer',
  boiler: 'consumer',
  thermalStore: 'other',
  building: 'other',
  electrolyzer: 'consumer',
  generator: 'other',
  grid: 'other',
}

/** What renewables generate, or consumers take, at a node and step, kW. */
export function ownEnergyKw(
  plant: Plant,
  schedules: Schedules,
  node: number,
  t: number,
  role: 'renewable' | 'consumer',
): number {
  const direction = role === 'renewable' ? 1 : -1
  let kw = 0
  for (const asset of plant.assets) {
    if (ROLES[asset.type] !== role) continue
    for (const flow of flowsOf(asset, schedules[asset.id]))
      if (flow.node === node) kw += Math.max(0, direction * flow.sign * flow.kw[t])
  }
  return kw
}
