import type { OptimizeAsset } from '@omarino/contracts'
import type { Axis } from './axis.ts'
import { readBlock } from './block.ts'
import type { AssetBase } from './plant.ts'
import type { FieldReader } from './profiles.ts'

/** What blocks and interruptible loads have in common. */
export interface DeferrableBase extends AssetBase {
  readonly type: 'deferrable'
  readonly skipCost: number | undefined
  /** What must be taken within the horizon. */
  readonly energyKwh: number
  /** Share of each step that lies within its window, shape [T]. */
  readonly window: Float64Array
  /** The most it can draw, shape [T]. */
  readonly mostKw: Float64Array
  readonly latestEndMs: number
}
/** One way to run a block: where it starts, and its mean power over the steps from `from` on. */
export interface BlockStart {
  readonly startMs: number
  readonly endMs: number
  /** The step that it starts with; −1 where it started before the horizon. */
  readonly step: number
  readonly from: number
  readonly kw: Float64Array
}
export interface BlockPlant extends DeferrableBase {
  readonly mode: 'block'
  readonly starts: readonly BlockStart[]
  /** True where it need not run within the horizon, because it still can after it. */
  readonly isLater: boolean
  /** The block that must have ended `gapMs` before it starts, as an index into the assets. */
  readonly after: { readonly asset: number; readonly gapMs: number } | undefined
}
export interface InterruptiblePlant extends DeferrableBase {
  readonly mode: 'interruptible'
  readonly powerKw: number
  readonly minPowerKw: number
  readonly maxStarts: number | undefined
  readonly minOnMs: number
  /** Since when it is on, where it was on before the horizon. */
  readonly onSinceMs: number | undefined
  /** True where on and off must be decided, not only power. */
  readonly isSwitched: boolean
}
export type DeferrablePlant = BlockPlant | InterruptiblePlant
type Request = Extract<OptimizeAsset, { type: 'deferrable' }>

export const HOUR_MS = 3_600_000

/** @throws Failure 'invalid' when window, powers or `startedAt` contradict */
export function readDeferrable(asset: Request, base: AssetBase, reader: FieldReader): DeferrablePlant {
  const earliestMs = reader.instantMs('earliest', asset.earliest)
  const latestEndMs = reader.instantMs('latestEnd', asset.latestEnd)
  if (!(latestEndMs > earliestMs))
    reader.fail('WINDOW_EMPTY', 'latestEnd', `latestEnd ${asset.latestEnd} is not after earliest ${asset.earliest}`)
  const startedMs = asset.startedAt === undefined ? undefined : reader.instantMs('startedAt', asset.startedAt)
  if (startedMs !== undefined && startedMs > reader.axis.startsMs[0])
    reader.fail('STARTED_LATER', 'startedAt', `startedAt ${asset.startedAt} lies after the start of the horizon`)
  const times = { earliestMs, latestEndMs, startedMs, window: windowShares(earliestMs, latestEndMs, reader.axis) }
  const own = { ...base, type: 'deferrable', skipCost: asset.skipCost, latestEndMs, window: times.window } as const
  return asset.mode === 'block'
    ? { ...own, ...readBlock(asset, times, reader.axis) }
    : { ...own, ...readInterruptible(asset, times, reader) }
}

export interface Times {
  readonly earliestMs: number
  readonly latestEndMs: number
  readonly startedMs: number | undefined
  readonly window: Float64Array
}

const windowShares = (fromMs: number, toMs: number, { startsMs, endsMs }: Axis): Float64Array =>
  startsMs.map((startMs, t) => {
    const insideMs = Math.min(endsMs[t], toMs) - Math.max(startMs, fromMs)
    return Math.max(0, insideMs / (endsMs[t] - startMs))
  })

type InterruptibleRequest = Extract<Request, { mode: 'interruptible' }>
type OwnOf<P extends DeferrablePlant> = Omit<P, Exclude<keyof DeferrableBase, 'energyKwh' | 'mostKw'>>

/** A window that outlasts the horizon takes what it can by then; what is on and must stay on takes at least that. */
function readInterruptible(
  asset: InterruptibleRequest,
  { latestEndMs, startedMs, window }: Times,
  reader: FieldReader,
): OwnOf<InterruptiblePlant> {
  const { powerKw, minPowerKw = 0, maxStarts, minOnHours = 0 } = asset
  const { endsMs, startsMs, stepHours, steps } = reader.axis
  if (minPowerKw > powerKw)
    reader.fail('MIN_POWER_ABOVE_MAX', 'minPowerKw', `minPowerKw ${minPowerKw} is above powerKw ${powerKw}`)
  const counts = maxStarts !== undefined || minOnHours > 0
  if (counts && minPowerKw === 0)
    reader.fail('MIN_POWER_MISSING', 'minPowerKw', 'maxStarts and minOnHours need a minPowerKw above 0')
  const minOnMs = minOnHours * HOUR_MS
  const mostKw = window.map((share) => share * powerKw)
  const most = mostKw.reduce((sum, kw, t) => sum + kw * stepHours[t], 0)
  const forced = window.reduce((sum, share, t) => {
    const mustStay = startedMs !== undefined && startsMs[t] < startedMs + minOnMs
    return mustStay ? sum + share * minPowerKw * stepHours[t] : sum
  }, 0)
  const due = latestEndMs > endsMs[steps - 1] ? Math.min(asset.energyKwh, most) : asset.energyKwh
  const own = { mode: 'interruptible', powerKw, minPowerKw, maxStarts, minOnMs, onSinceMs: startedMs, mostKw } as const
  return { ...own, energyKwh: Math.max(due, forced), isSwitched: minPowerKw > 0 }
}
