import type { Quantiles } from './model.ts'

/**
 * Rank of a value in a forecast distribution, 0..1: linear between the levels; at or beyond the outermost ones theirs,
 * half way to 0 or 1 beyond them.
 */
export function rankOf({ levels, values }: Quantiles, step: number, value: number): number {
  const steps = values.length / levels.length
  const at = (row: number): number => values[row * steps + step]
  const last = levels.length - 1
  if (value < at(0)) return levels[0] / 2
  if (value > at(last)) return (1 + levels[last]) / 2
  let row = 0
  while (row < last && at(row + 1) < value) row += 1
  if (row === last) return levels[last]
  const width = at(row + 1) - at(row)
  return levels[row] + (width > 0 ? (value - at(row)) / width : 0.5) * (levels[row + 1] - levels[row])
}

/** The value at a rank: linear between the levels, the outermost values beyond them. */
export function valueAtRank({ levels, values }: Quantiles, step: number, rank: number): number {
  const steps = values.length / levels.length
  let row = 0
  while (row < levels.length && levels[row] < rank) row += 1
  if (row === 0 || row === levels.length) return values[Math.min(row, levels.length - 1) * steps + step]
  const share = (rank - levels[row - 1]) / (levels[row] - levels[row - 1])
  const below = values[(row - 1) * steps + step]
  return below + share * (values[row * steps + step] - below)
}
