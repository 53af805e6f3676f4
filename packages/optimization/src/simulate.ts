// Plays a site forward step by step: assets do what they are told as far as they can, the grid takes the difference.
import { COLUMNS, GAPPY_COLUMNS } from './columns.ts'
import type { ElectrolyzerPlant } from './plant/electrolyzer.ts'
import type { HeatPumpPlant } from './plant/heat-pump.ts'
import type { GeneratorPlant } from './plant/generator.ts'
import { assetsOf, byType, type AssetType, type ByType, type Plant } from './plant/plant.ts'
import { playBattery } from './play/battery.ts'
import { playBoiler } from './play/boiler.ts'
import { playBuilding } from './play/building.ts'
import { playDeferrable } from './play/deferrable.ts'
import { playElectrolyzer } from './play/electrolyzer.ts'
import { playEv } from './play/ev.ts'
import { playGenerator } from './play/generator.ts'
import { playGrids, playMarket } from './play/grid.ts'
import { balanceHeat } from './play/heat-balance.ts'
import { playHeatLoad } from './play/heat-load.ts'
import { playHeatPump } from './play/heat-pump.ts'
import { playLoad } from './play/load.ts'
import type { Orders, Play, Written } from './play/play.ts'
import { relieve } from './play/relief.ts'
import { playRenewable } from './play/renewable.ts'
import { playThermalStore } from './play/thermal-store.ts'
import type { Schedules } from './schedule-costs.ts'

export type { Orders } from './play/play.ts'

const leftToNode = (): void => undefined
const PLAY: ByType<[step: number, Play], void> = {
  battery: playBattery,
  pv: playRenewable,
  wind: playRenewable,
  load: playLoad,
  deferrable: playDeferrable,
  ev: playEv,
  heatLoad: playHeatLoad,
  heatPump: playHeatPump,
  boiler: playBoiler,
  thermalStore: playThermalStore,
  building: playBuilding,
  generator: playGenerator,
  electrolyzer: playElectrolyzer,
  grid: leftToNode, // takes the difference once all others have played
}
/** Heat before the electricity that makes it, needs before what can serve them, storage last. */
const TURNS: readonly AssetType[] = [
  'heatLoad',
  'building',
  'thermalStore',
  'heatPump',
  'boiler',
  'load',
  'deferrable',
  'pv',
  'wind',
  'ev',
  'electrolyzer',
  'generator',
  'battery',
]
const START: { readonly [T in AssetType]?: (asset: never) => number } = {
  battery: ({ startKwh }: { startKwh: number }) => startKwh,
  generator: ({ commitment }: GeneratorPlant) => commitment.switchedMs,
  electrolyzer: ({ rules }: ElectrolyzerPlant) => rules?.before?.sinceMs ?? -Infinity,
  heatPump: ({ rules }: HeatPumpPlant) => rules?.before?.sinceMs ?? -Infinity,
}

/** @returns schedules as an optimization publishes them; balanced at every node that has a grid connection */
export function simulate(plant: Plant, orders: Orders): Schedules {
  const play: Play = {
    plant,
    orders,
    schedules: emptySchedules(plant),
    surplusKw: new Float64Array(plant.nodes.length),
    state: Float64Array.from(plant.assets, (asset) => START[asset.type]?.(asset as never) ?? 0),
  }
  const inTurn = TURNS.flatMap((type) => plant.assets.filter((asset) => asset.type === type))
  for (let t = 0; t < plant.axis.steps; t++) {
    play.surplusKw.fill(0)
    for (const asset of inTurn) byType(PLAY, asset, t, play)
    for (const [node, { carrier }] of plant.nodes.entries()) if (carrier === 'heat') balanceHeat(node, t, play)
    for (const [node, { carrier }] of plant.nodes.entries()) {
      if (carrier !== 'electricity') continue
      if (orders.beyondLimits === 'shed') relieve(node, t, play)
      playGrids(node, t, play)
    }
  }
  for (const grid of assetsOf(plant, 'grid')) playMarket(grid, play)
  return play.schedules
}

function emptySchedules(plant: Plant): Written {
  const columnOf = (type: AssetType, name: string): Float64Array =>
    new Float64Array(plant.axis.steps).fill(GAPPY_COLUMNS.has(`${type}.${name}`) ? NaN : 0)
  const columnsOf = (type: AssetType): Record<string, Float64Array> =>
    Object.fromEntries(COLUMNS[type].map((name) => [name, columnOf(type, name)]))
  return Object.fromEntries(plant.assets.map(({ id, type }) => [id, columnsOf(type)]))
}
