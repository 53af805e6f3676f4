import type { Columns } from '../assets/declare.ts'
import type { DeferrablePlant } from '../plant/deferrable.ts'
import { energyKwh, type Lines } from './line.ts'

/** The price of skipping, for the share that was not taken: a block is taken or not, whatever it takes. */
export function deferrableCosts(load: DeferrablePlant, columns: Columns, stepHours: Float64Array): Lines {
  if (load.skipCost === undefined) return []
  if (load.mode === 'block') {
    const runs = load.isLater || columns['on'].some((on) => on > 0.5)
    return [['skip', runs || hasEnded(load.starts) ? 0 : load.skipCost]]
  }
  const taken = load.energyKwh === 0 ? 1 : energyKwh(columns['powerKw'], stepHours) / load.energyKwh
  return [['skip', load.skipCost * (1 - taken)]]
}

/** A block that started before the horizon and was over by then. */
const hasEnded = (starts: readonly { readonly step: number; readonly kw: Float64Array }[]): boolean =>
  starts.some(({ step, kw }) => step < 0 && kw.length === 0)
