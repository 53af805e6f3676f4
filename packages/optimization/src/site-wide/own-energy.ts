// Batteries that charge only from renewables of their node, or deliver only what it consumes.
import type { AssetBlock, DeclareContext } from '../assets/declare.ts'
import { ROLES } from '../node-roles.ts'
import { assetsOf, type AssetPlant, type Plant } from '../plant/plant.ts'

interface Flow {
  readonly asset: AssetPlant
  readonly node: number
  readonly step: number
  readonly column: number
  readonly kwPerUnit: number
}
/** What assets supply to their electricity nodes, written down while they declare themselves. */
export interface FlowRecord {
  contextOf(asset: AssetPlant): DeclareContext
  readonly flows: readonly Flow[]
}

/** A record that is kept only where some battery needs it. */
export function recordFlows(plant: Plant, context: DeclareContext): FlowRecord {
  const flows: Flow[] = []
  const needed = assetsOf(plant, 'battery').some(({ gridCharge, gridExport }) => !gridCharge || !gridExport)
  const contextOf = (asset: AssetPlant): DeclareContext => {
    if (!needed || ROLES[asset.type] === 'other') return context
    const supply: DeclareContext['supply'] = (node, step, column, kwPerUnit) => {
      flows.push({ asset, node, step, column, kwPerUnit })
      context.supply(node, step, column, kwPerUnit)
    }
    return { ...context, supply }
  }
  return { contextOf, flows }
}

/** Per node and step: Σ c ≤ Σ u over renewables, Σ d ≤ Σ consumption, over the batteries that are held to it. */
export function declareOwnEnergy(
  plant: Plant,
  blocks: readonly AssetBlock[],
  flows: readonly Flow[],
  { builder, axis }: DeclareContext,
): void {
  const firsts = (asset: AssetPlant): Readonly<Record<string, number>> => blocks[asset.index].columns ?? {}
  for (const node of plant.nodes.keys()) {
    const here = assetsOf(plant, 'battery').filter((battery) => battery.node === node)
    const charged = here.filter(({ gridCharge }) => !gridCharge)
    const delivering = here.filter(({ gridExport }) => !gridExport)
    const rowsOf = (
      members: typeof here,
      kind: 'gridCharge' | 'gridExport',
      side: string,
      fixed: Float64Array,
    ): number => {
      let first = -1
      for (let step = 0; step < axis.steps; step++) {
        const row = builder.row({ asset: members[0].index, kind, step, lower: -Infinity, upper: fixed[step] })
        if (step === 0) first = row
        for (const member of members) builder.entry(row, firsts(member)[side] + step, 1)
      }
      return first
    }
    const none = new Float64Array(axis.steps)
    const charge = charged.length > 0 ? rowsOf(charged, 'gridCharge', 'charge', none) : undefined
    const deliver =
      delivering.length > 0 ? rowsOf(delivering, 'gridExport', 'discharge', loadsAt(plant, node)) : undefined
    for (const { asset, node: at, step, column, kwPerUnit } of flows) {
      if (at !== node) continue
      if (charge !== undefined && generates(asset, step)) builder.entry(charge + step, column, -kwPerUnit)
      if (deliver !== undefined && consumes(asset, kwPerUnit)) builder.entry(deliver + step, column, kwPerUnit)
    }
  }
}

/** Standby of an inverter is no generation. */
const generates = (asset: AssetPlant, step: number): boolean =>
  (asset.type === 'pv' || asset.type === 'wind') && asset.availableKw[step] >= 0

/** Of a car only its charging counts. */
const consumes = (asset: AssetPlant, kwPerUnit: number): boolean =>
  ROLES[asset.type] === 'consumer' && (asset.type !== 'ev' || kwPerUnit < 0)

/** Fixed consumption of a node, shape [T]; a load that delivers is none. */
function loadsAt(plant: Plant, node: number): Float64Array {
  const sum = new Float64Array(plant.axis.steps)
  for (const load of assetsOf(plant, 'load'))
    if (load.node === node) for (const [t, kw] of load.powerKw.entries()) sum[t] += Math.max(kw, 0)
  return sum
}
