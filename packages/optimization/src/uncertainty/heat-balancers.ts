import type { AssetPlant, Plant } from '../plant/plant.ts'

/** Best first: what takes the difference where heat is needed otherwise than was thought. */
const TAKES_DIFFERENCE: readonly (readonly AssetPlant['type'][])[] = [
  ['thermalStore', 'building'],
  ['boiler'],
  ['heatPump'],
]

/** Indexes of the assets that balance heat nodes, as the grid connection does electricity: nobody sets them ahead. */
export function heatBalancers(plant: Plant): ReadonlySet<number> {
  const free = new Set<number>()
  for (const [node, { carrier }] of plant.nodes.entries()) {
    if (carrier !== 'heat') continue
    const here = plant.assets.filter((asset) => 'heatNode' in asset && asset.heatNode === node)
    const types = TAKES_DIFFERENCE.find((some) => here.some(({ type }) => some.includes(type))) ?? []
    for (const { index, type } of here) if (types.includes(type)) free.add(index)
  }
  return free
}
