import { chosenModel } from './choose.ts'
import { futureAt, type Timeline } from './columns.ts'
import { explainMedian } from './explain-median.ts'
import { addTo, CALIBRATION, contributionsFrom, explained, summed } from './explanation.ts'
import type { Choice, Explanation } from './model.ts'
import { type ReplayMemo, replayMemo } from './replay-memo.ts'

/**
 * What adds up to the point of a forecast: the contributions to the chosen model's median and, as `calibration`, what
 * the shift by past errors, bounds and night add to it.
 * @param timeline its values end at the issue
 * @param point    as issued, unit of the series; shape [steps]
 * @returns in the unit of the series; base and groups sum to the point to 1e-9 of it
 */
export function explainForecast(
  { choice, state }: { readonly choice: Choice; readonly state: unknown },
  timeline: Timeline,
  point: Float64Array,
  memo: ReplayMemo = replayMemo(),
): Explanation {
  const issue = timeline.values.length
  const future = futureAt(timeline, issue, point.length)
  const parts = contributionsFrom(explainMedian(chosenModel(choice), state, memo.pastOf(timeline, issue), future))
  const medians = summed(parts)
  for (const [step, value] of point.entries()) addTo(parts, CALIBRATION, step, value - medians[step])
  return explained(parts)
}
