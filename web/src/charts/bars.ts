/** Where a bar lies, as shares of the height from the top. */
export interface Bar {
  readonly top: number
  readonly height: number
}
export interface BarLayout {
  readonly low: number
  readonly high: number
  /** Place of a value, as a share of the height from the top. */
  readonly at: (value: number) => number
  /** Null where there is no value. */
  readonly bars: readonly (Bar | null)[]
}

/** Bars from zero; the axis reaches from the least to the greatest of the values, zero and `mark`, with a tenth of room beyond. */
export function layoutBars(values: readonly (number | null)[], mark?: number): BarLayout {
  const known = values.filter((value): value is number => value !== null && Number.isFinite(value))
  const [least, most] = [Math.min(0, ...known, mark ?? 0), Math.max(0, ...known, mark ?? 0)]
  const room = (most - least) / 10
  const low = least < 0 ? least - room : 0
  const high = most > 0 || least === 0 ? most + room || 1 : 0
  const at = (value: number): number => (high - value) / (high - low)
  return {
    low,
    high,
    at,
    bars: values.map((value) => {
      if (value === null || !Number.isFinite(value)) return null
      const top = at(Math.max(0, value))
      return { top, height: at(Math.min(0, value)) - top }
    }),
  }
}
