import { sameTimeBefore } from './local-lag.ts'

/**
 * Fills missing values so that lags exist; never a target, never stored. Gaps up to `lineSteps` by a straight line,
 * longer ones from the same local time a week before, else a day before, else 0 (the centre of scaled values).
 * @param scaled values as deviations from their centre; NaN is missing; shape [T]
 * @returns a filled copy
 */
export function fillGaps(scaled: Float64Array, offset: Float64Array, perDay: number, lineSteps: number): Float64Array {
  const filled = scaled.slice()
  for (let i = 0; i < filled.length; i += 1) {
    if (!Number.isNaN(filled[i])) continue
    let end = i
    while (end < filled.length && Number.isNaN(filled[end])) end += 1
    const short = i > 0 && end < filled.length && end - i <= lineSteps
    for (let k = i; k < end; k += 1) {
      filled[k] = short
        ? filled[i - 1] + ((filled[end] - filled[i - 1]) * (k - i + 1)) / (end - i + 1)
        : seasonalValue(filled, offset, k, perDay)
    }
    i = end
  }
  return filled
}

function seasonalValue(filled: Float64Array, offset: Float64Array, index: number, perDay: number): number {
  for (const days of [7, 1]) {
    const before = sameTimeBefore(offset, index, days, perDay)
    if (before >= 0 && before < index) return filled[before]
  }
  return 0
}
