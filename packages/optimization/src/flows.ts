// Which published power passes through which node: the sign conventions of the contract, in one place.
import type { Columns } from './assets/declare.ts'
import type { GeneratorPlant } from './plant/generator.ts'
import { byType, type AssetPlant, type ByType } from './plant/plant.ts'

/** `sign` is +1 where positive numbers deliver to the node, −1 where they consume. */
export interface Flow {
  readonly node: number
  readonly sign: 1 | -1
  readonly kw: Float64Array
}

const delivers = ({ node }: { node: number }, { powerKw }: Columns): Flow[] => [{ node, sign: 1, kw: powerKw }]
const consumes = ({ node }: { node: number }, { powerKw }: Columns): Flow[] => [{ node, sign: -1, kw: powerKw }]
type Heat = { readonly heatNode: number }
/** Heat that leaves its node is the asset's power. */
const demandsHeat = ({ heatNode }: Heat, { powerKw }: Columns): Flow[] => [{ node: heatNode, sign: -1, kw: powerKw }]
/** Heat for electricity; one that burns fuel draws none. */
const makesHeat = ({ node, heatNode }: Heat & { node: number }, { powerKw, heatKw }: Columns): Flow[] => [
  { node, sign: -1, kw: powerKw },
  { node: heatNode, sign: 1, kw: heatKw },
]

const cogenerates = ({ node, heat }: GeneratorPlant, { powerKw, heatKw }: Columns): Flow[] => [
  { node, sign: 1, kw: powerKw },
  ...(heat ? [{ node: heat.node, sign: 1 as const, kw: heatKw }] : []),
]

const FLOWS: ByType<[Columns], Flow[]> = {
  battery: delivers,
  pv: delivers,
  wind: delivers,
  load: consumes,
  deferrable: consumes,
  ev: delivers,
  heatLoad: demandsHeat,
  heatPump: makesHeat,
  boiler: makesHeat,
  thermalStore: ({ heatNode }, { powerKw }) => [{ node: heatNode, sign: 1, kw: powerKw }],
  building: demandsHeat,
  generator: cogenerates,
  electrolyzer: consumes,
  grid: delivers,
}

export const flowsOf = (asset: AssetPlant, columns: Columns): Flow[] => byType(FLOWS, asset, columns)
