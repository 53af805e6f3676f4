/** Size of errors day by day: what 80 % of a day's errors stay below. Days begin at the origins' time. */
export interface DaySizes {
  readonly firstStep: number // of the first day
  readonly perDay: number
  readonly size: Float64Array // per day; NaN where no error is known
}

const RECENT_DAYS = 7
// The size that this share of errors stays below: one spike of 1e9 does not widen the bands, nights of 0 do not close them.
const SIZE_SHARE = 0.8

/**
 * @param target step that each error became known with
 * @param error  unit of the series
 * @param origin any origin: days begin at its time of day
 */
export function daySizes(target: Int32Array, error: Float64Array, origin: number, perDay: number): DaySizes {
  const phase = origin % perDay
  const days = new Map<number, number[]>()
  for (let i = 0; i < target.length; i += 1) {
    const day = Math.floor((target[i] - phase) / perDay)
    const sizes = days.get(day)
    if (sizes) sizes.push(Math.abs(error[i]))
    else days.set(day, [Math.abs(error[i])])
  }
  if (days.size === 0) return { firstStep: phase, perDay, size: new Float64Array(0) }
  const first = Math.min(...days.keys())
  const size = new Float64Array(Math.max(...days.keys()) - first + 1).fill(NaN)
  for (const [day, sizes] of days) size[day - first] = sizeOf(Float64Array.from(sizes).sort())
  return { firstStep: phase + first * perDay, perDay, size }
}

function sizeOf(sorted: Float64Array): number {
  const size = sorted[Math.floor(SIZE_SHARE * (sorted.length - 1))]
  return size > 0 ? size : sorted[sorted.length - 1]
}

/**
 * Usual size of the errors known before a step: half the mean of all days, half that of the last seven. Before the
 * first outcome nothing tells it: the first day stands in. 1 where errors are always 0.
 */
export function usualSize({ firstStep, perDay, size }: DaySizes, before: number): number {
  const known = Math.floor((before - firstStep) / perDay)
  const days = size.subarray(0, known > 0 ? known : 1)
  const [all, recent] = [meanKnown(days), meanKnown(days.subarray(-RECENT_DAYS))]
  const scale = Number.isNaN(recent) ? all : (all + recent) / 2
  return scale > 0 ? scale : meanKnown(size) || 1
}

function meanKnown(values: Float64Array): number {
  let [sum, count] = [0, 0]
  for (const value of values) {
    if (Number.isNaN(value)) continue
    sum += value
    count += 1
  }
  return count > 0 ? sum / count : NaN
}
