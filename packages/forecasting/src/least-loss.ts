/** Losses that lie nearer than this share of their size are equal: what is between them is rounding. */
const ROUNDING = 1e-9

/** True when a loss is less than another by more than rounding. */
export const isLess = (loss: number, than: number): boolean => than - loss > ROUNDING * Math.abs(loss)

/**
 * Position of the least loss, of equal ones the first: a series in another unit leads to the same choice. A loss that is
 * no number never wins over the first.
 */
export const leastAt = (losses: ArrayLike<number>): number => {
  let best = 0
  for (let i = 1; i < losses.length; i += 1) if (isLess(losses[i], losses[best])) best = i
  return best
}
