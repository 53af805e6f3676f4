import type { BlockPlant } from '../plant/deferrable.ts'
import { assetsOf, type Plant } from '../plant/plant.ts'
import type { Schedules } from '../schedule-costs.ts'
import type { Ledger } from './ledger.ts'

/** A block that follows another starts no sooner than the gap after the other's end, and not without it. */
export function checkSequences(plant: Plant, schedules: Schedules, ledger: Ledger): void {
  for (const block of assetsOf(plant, 'deferrable')) {
    if (block.mode !== 'block' || block.after === undefined) continue
    const first = plant.assets[block.after.asset] as BlockPlant
    const mine = startOf(block, schedules[block.id]['startUp'])
    if (mine === undefined || mine.step < 0) continue
    const theirs = startOf(first, schedules[first.id]['startUp'])
    if (theirs === undefined) ledger.refuse(`${block.id}: runs although ${first.id} does not`)
    else if (theirs.endMs + block.after.gapMs > mine.startMs)
      ledger.refuse(`${block.id}: starts before ${first.id} has ended`)
  }
}

const startOf = ({ starts }: BlockPlant, startUp: Float64Array) =>
  starts.find(({ step }) => step < 0 || startUp[step] > 0.5)
