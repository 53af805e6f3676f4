import type { OptimizeAsset } from '@omarino/contracts'
import type { Axis } from './axis.ts'
import type { BlockPlant, BlockStart, DeferrableBase, Times } from './deferrable.ts'

type BlockRequest = Extract<OptimizeAsset, { type: 'deferrable'; mode: 'block' }>
type Own = Omit<BlockPlant, Exclude<keyof DeferrableBase, 'energyKwh' | 'mostKw'>>

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/**
 * Every way to run a block: it starts with a step and ends within its window and the horizon. Where no start does, it is
 * left to a later horizon if it can still run after this one; else it may run over the end.
 */
export function readBlock(asset: BlockRequest, times: Times, axis: Axis): Own {
  const { earliestMs, latestEndMs, startedMs } = times
  const lengthMs = asset.profileKw.length * asset.profileStepMinutes * MINUTE_MS
  const at = (startMs: number, step: number): BlockStart => ({
    startMs,
    endMs: startMs + lengthMs,
    step,
    ...spread(asset, startMs, lengthMs, axis),
  })
  const horizonEndMs = axis.endsMs[axis.steps - 1]
  const endingBy = (endMs: number): BlockStart[] =>
    [...axis.startsMs.entries()]
      .filter(([, startMs]) => startMs >= earliestMs && startMs + lengthMs <= endMs)
      .map(([step, startMs]) => at(startMs, step))
  const inside = startedMs === undefined ? endingBy(Math.min(latestEndMs, horizonEndMs)) : [at(startedMs, -1)]
  const isLater = inside.length === 0 && latestEndMs - lengthMs >= horizonEndMs
  const starts = inside.length > 0 || isLater ? inside : endingBy(latestEndMs)
  const mostKw = new Float64Array(axis.steps)
  for (const { from, kw } of starts)
    for (const [k, power] of kw.entries()) mostKw[from + k] = Math.max(mostKw[from + k], power)
  const energyKwh = asset.profileKw.reduce((sum, kw) => sum + kw, 0) * (asset.profileStepMinutes / 60)
  return { mode: 'block', starts, isLater, energyKwh, mostKw, after: undefined }
}

/** The profile from `startMs` on, averaged over each step that it touches. */
function spread(
  asset: BlockRequest,
  startMs: number,
  lengthMs: number,
  axis: Axis,
): { from: number; kw: Float64Array } {
  const touched = [...axis.startsMs.keys()].filter(
    (t) => axis.endsMs[t] > startMs && axis.startsMs[t] < startMs + lengthMs,
  )
  const kw = Float64Array.from(touched, (t) => {
    const kwh = energyUntil(asset, axis.endsMs[t] - startMs) - energyUntil(asset, axis.startsMs[t] - startMs)
    return kwh / axis.stepHours[t]
  })
  return { from: touched[0] ?? 0, kw }
}

/** kWh that a profile has taken `elapsedMs` after its start. */
function energyUntil({ profileKw, profileStepMinutes }: BlockRequest, elapsedMs: number): number {
  const stepMs = profileStepMinutes * MINUTE_MS
  let kwh = 0
  for (const [k, kw] of profileKw.entries()) {
    const partMs = Math.min(Math.max(elapsedMs - k * stepMs, 0), stepMs)
    if (partMs === 0) break
    kwh += (kw * partMs) / HOUR_MS
  }
  return kwh
}
