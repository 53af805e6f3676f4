import type { Columns } from '../../assets/declare.ts'
import type { BlockPlant, DeferrablePlant } from '../../plant/deferrable.ts'
import type { Plant } from '../../plant/plant.ts'
import { clock } from '../../step-ranges.ts'
import { relaxationsOf, sumKwh, type Relaxation } from './bend.ts'

/** A load without a price for skipping that does not run, or takes too little (tier 3). */
export function bentDeferrable(load: DeferrablePlant, plant: Plant, { powerKw, on }: Columns): Relaxation[] {
  if (load.skipCost !== undefined) return []
  const missingKwh = load.mode === 'block' ? missingBlock(load, on) : load.energyKwh - sumKwh(plant, powerKw)
  const inWindow = load.window.map((share) => (share > 0 ? missingKwh : 0))
  if (inWindow.every((kwh) => kwh === 0)) inWindow[0] = missingKwh
  const by = clock(plant, load.latestEndMs)
  return relaxationsOf(load, {
    kind: 'skip',
    tier: 3,
    missing: inWindow,
    scale: load.energyKwh,
    amount: () => missingKwh,
    text: (_, amount) =>
      load.mode === 'block'
        ? `deferrable "${load.id}" cannot run by ${by}: its ${amount} are left out`
        : `deferrable "${load.id}" cannot take all its energy by ${by}: ${amount} missing`,
    remedies: () => remedies(load, plant, missingKwh),
  })
}

const missingBlock = ({ isLater, starts, energyKwh }: BlockPlant, on: Float64Array): number => {
  const runs = isLater || starts.some(({ step }) => step < 0) || on.some((is) => is > 0.5)
  return runs ? 0 : Math.max(energyKwh, 1e-3)
}

/** A window too short by itself, or a site that has no room for it. */
function remedies(load: DeferrablePlant, plant: Plant, missingKwh: number): string[] {
  if (load.mode === 'block') {
    const room = `make room for ${load.energyKwh.toFixed(1)} kWh between other loads, or give it a price for skipping`
    return [load.starts.length === 0 ? 'widen its window, so that a start fits into it' : room]
  }
  const most = sumKwh(plant, load.mostKw)
  if (most >= load.energyKwh - 1e-6) return ['allow more starts, a smaller minimum or more power on its connection']
  const hours = missingKwh / load.powerKw
  return [`widen its window by ${Math.ceil(hours * 60 - 1e-3)} min`]
}
