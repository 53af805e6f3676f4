import { localTime } from '@omarino/energy'
import type { Plant } from './plant/plant.ts'

/** Half-open ranges of step indexes. */
export type StepRange = [from: number, to: number]

/** The ranges over which a condition holds without a break, in order. */
export function rangesWhere(steps: number, holds: (step: number) => boolean): StepRange[] {
  const ranges: StepRange[] = []
  for (let t = 0; t < steps; t++) {
    if (!holds(t)) continue
    const last = ranges[ranges.length - 1]
    if (last?.[1] === t) last[1] = t + 1
    else ranges.push([t, t + 1])
  }
  return ranges
}

const two = (value: number): string => String(value).padStart(2, '0')

/** `HH:MM` on the site's clock. */
export function clock(plant: Plant, instantMs: number): string {
  const { hour, minute } = localTime(plant.zone, instantMs)
  return `${two(hour)}:${two(minute)}`
}

/** `from 02:00 to 04:00` on the site's clock. */
export const span = (plant: Plant, [from, to]: StepRange): string =>
  `from ${clock(plant, plant.axis.startsMs[from])} to ${clock(plant, plant.axis.endsMs[to - 1])}`
