// Hydrogen from power, for all that reads published numbers: costs, check, baselines and sentences.
import type { LoadSegment } from './plant/electrolyzer.ts'

interface Made {
  readonly loadSegments: readonly LoadSegment[]
}

/** kg an hour at a power: segments fill in order. */
export function kgPerHour({ loadSegments }: Made, powerKw: number): number {
  let openKw = powerKw
  let kg = 0
  for (const { sizeKw, kwhPerKg } of loadSegments) {
    kg += Math.max(0, Math.min(openKw, sizeKw)) / kwhPerKg
    openKw -= sizeKw
  }
  return kg
}

/** The power that makes so many kg an hour; the sum of all segments when none is enough. */
export function powerForKg({ loadSegments }: Made, kgAnHour: number): number {
  let openKg = kgAnHour
  let kw = 0
  for (const { sizeKw, kwhPerKg } of loadSegments) {
    kw += Math.max(0, Math.min(openKg * kwhPerKg, sizeKw))
    openKg -= sizeKw / kwhPerKg
  }
  return kw
}

/** kg made since the horizon's start, at each step's end; shape [T]. */
export function madeKg(electrolyzer: Made, powerKw: Float64Array, stepHours: Float64Array): Float64Array {
  let kg = 0
  return powerKw.map((kw, t) => (kg += kgPerHour(electrolyzer, kw) * stepHours[t]))
}

/** kg made by the instant of a target, the step it lies in counted by its share. */
export function kgBy({ step, share }: { step: number; share: number }, hydrogenKg: Float64Array): number {
  const before = step === 0 ? 0 : hydrogenKg[step - 1]
  return before + share * (hydrogenKg[step] - before)
}
