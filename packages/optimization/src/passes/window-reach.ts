import type { DeferrablePlant } from '../plant/deferrable.ts'

const TOLERANCE_KWH = 1e-9

/** Whether a load that can wait has a start, or time enough for its energy. */
export function canRun(load: DeferrablePlant, stepHours: Float64Array): boolean {
  if (load.skipCost !== undefined) return true
  if (load.mode === 'block') return load.isLater || load.starts.length > 0
  return load.mostKw.reduce((sum, kw, t) => sum + kw * stepHours[t], 0) >= load.energyKwh - TOLERANCE_KWH
}
