import type { Binned } from './bins.ts'
import type { Histogram } from './histogram.ts'

/** What a split must keep to. */
export interface SplitRules {
  readonly leastRows: number // of each child
  readonly penalty: number // λ, in rows: what the mean of a leaf is shrunk by
  readonly leastGain: number
  readonly monotone: Int8Array // per feature: 1 rising, −1 falling, 0 free
}

/** The best split of a node: bins up to `bin` go left. */
export interface Split {
  readonly feature: number
  readonly bin: number
  readonly missingLeft: boolean
  readonly gain: number
}

/** By which a gain must exceed another, as a share of it: sums of the same rows in another order differ by less. */
const ROUNDING = 1e-9

interface Best {
  slot: number
  bin: number
  missingLeft: boolean
  gain: number
}

/**
 * The split of most gain GL²/(nL + λ) + GR²/(nR + λ) − G²/(n + λ); of those equal but for rounding the first feature and
 * the lowest bin.
 * Missing values go to the side where they gain more; where there are none, to the larger one.
 * @returns undefined when no split gains
 * @see Chen & Guestrin (2016), XGBoost, KDD, eq. 7 with unit second derivatives
 */
export function findSplit(
  histogram: Histogram,
  binned: Binned,
  usable: Int32Array,
  rules: SplitRules,
): Split | undefined {
  const best: Best = { slot: -1, bin: 0, missingLeft: true, gain: rules.leastGain }
  for (let slot = 0; slot < usable.length; slot += 1) {
    scanFeature(histogram, slot, binned, binned.edges[usable[slot]].length, rules.monotone[usable[slot]], rules, best)
  }
  if (best.slot < 0) return undefined
  return { feature: usable[best.slot], bin: best.bin, missingLeft: best.missingLeft, gain: best.gain }
}

function scanFeature(
  histogram: Histogram,
  slot: number,
  { binCount }: Binned,
  cuts: number,
  sign: number,
  { leastRows, penalty }: SplitRules,
  best: Best,
): void {
  const base = slot * binCount * 2
  let sum = 0
  let count = 0
  for (let bin = 0; bin <= cuts + 1; bin += 1) {
    sum += histogram[base + 2 * bin]
    count += histogram[base + 2 * bin + 1]
  }
  const whole = (sum * sum) / (count + penalty)
  const missing = histogram[base + 1]
  for (let side = missing > 0 ? 0 : 1; side < 2; side += 1) {
    let leftSum = side === 0 ? histogram[base] : 0
    let left = side === 0 ? missing : 0
    for (let bin = 1; bin <= cuts; bin += 1) {
      leftSum += histogram[base + 2 * bin]
      left += histogram[base + 2 * bin + 1]
      const right = count - left
      if (left < leastRows) continue
      if (right < leastRows) break
      const rightSum = sum - leftSum
      if (sign !== 0 && sign * (rightSum / right - leftSum / left) < 0) continue
      const gain = (leftSum * leftSum) / (left + penalty) + (rightSum * rightSum) / (right + penalty) - whole
      if (!(gain > best.gain * (1 + ROUNDING))) continue
      best.slot = slot
      best.bin = bin
      best.missingLeft = missing > 0 ? side === 0 : left >= right
      best.gain = gain
    }
  }
}
