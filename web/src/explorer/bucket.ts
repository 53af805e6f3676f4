import type { Aggregate, Series } from '@omarino/contracts'
import { fixedStepMs, parseCalendarStep } from '@omarino/energy'

export interface Bucket {
  readonly agg: Aggregate
  readonly interval: string
}
export const INTERVALS = ['PT5M', 'PT15M', 'PT1H', 'P1D', 'P1W', 'P1M'] as const
const ABOUT_MS: Readonly<Record<(typeof INTERVALS)[number], number>> = {
  PT5M: 300_000, PT15M: 900_000, PT1H: 3_600_000, P1D: 86_400_000, P1W: 604_800_000, P1M: 2_630_000_000,
} // prettier-ignore

const MOST_RAW = 3000 // points as stored: about two per pixel of a wide screen
const MOST_BUCKETS = 1500
const UNKNOWN_STEP_MS = 60_000 // of a series without a step: one reading a minute is taken

type Kind = Series['kind']
const OWN: Readonly<Record<Kind, Aggregate>> = { mean: 'mean', instant: 'mean', sum: 'sum', cumulative: 'last' }

/**
 * How a series is asked for: as stored (undefined) while that is few points, else in buckets that suit its kind.
 * What the reader chose counts first.
 */
export function chooseBucket(
  { kind, stepSeconds }: Pick<Series, 'kind' | 'stepSeconds'>,
  [fromMs, toMs]: readonly [number, number],
  wish: Partial<Bucket>,
): Bucket | undefined {
  const spanMs = toMs - fromMs
  const stepMs = stepSeconds === null ? UNKNOWN_STEP_MS : stepSeconds * 1000
  if (wish.agg === undefined && wish.interval === undefined && spanMs / stepMs <= MOST_RAW) return undefined
  const interval =
    wish.interval ?? INTERVALS.find((name) => spanMs / ABOUT_MS[name] <= MOST_BUCKETS && ABOUT_MS[name] >= stepMs)
  return { agg: wish.agg ?? OWN[kind], interval: interval ?? 'P1M' }
}

/** Length of a bucket; null for days and longer, whose length varies. */
export function bucketMs(interval: string): number | null {
  const step = parseCalendarStep(interval)
  return step ? (fixedStepMs(step) ?? null) : null
}
