import type { Binned } from './bins.ts'

/**
 * Gradient sum and row count per feature and bin: `[(slot · binCount + bin) · 2]` and the number after it, where a slot
 * is the place of the feature among those that this tree may use.
 */
export type Histogram = Float64Array

export const emptyHistogram = (binned: Binned, slots: number): Histogram =>
  new Float64Array(slots * binned.binCount * 2)

/**
 * Fills a histogram with the rows `[from, to)` of a partition. Sums run in the order of the rows, always the same.
 * @param order     row numbers
 * @param gradients per place of the partition, not per row: `gradients[i]` belongs to row `order[i]`
 */
export function fillHistogram(
  histogram: Histogram,
  binned: Binned,
  usable: Int32Array,
  order: Int32Array,
  gradients: Float64Array,
  from: number,
  to: number,
): void {
  const { bins, rows, binCount } = binned
  histogram.fill(0)
  for (let slot = 0; slot < usable.length; slot += 1) {
    const column = usable[slot] * rows
    const base = slot * binCount * 2
    for (let i = from; i < to; i += 1) {
      const at = base + 2 * bins[column + order[i]]
      histogram[at] += gradients[i]
      histogram[at + 1] += 1
    }
  }
}

/** Takes one child's histogram from its parent's, which becomes that of the other child. */
export function subtractHistogram(parent: Histogram, child: Histogram): void {
  for (let i = 0; i < parent.length; i += 1) parent[i] -= child[i]
}
