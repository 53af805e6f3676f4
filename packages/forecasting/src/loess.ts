/**
 * Locally weighted straight line through the steps `[left, right]`, read at step `x`, which may lie beside them.
 * @param values shape [≥ right + 1], no gaps
 * @param window steps that the line reaches for; more than there are widen it
 * @param robust weights per step beside those of the distance, or null
 * @param scratch at least as long as `values`
 * @returns NaN where all weights vanish
 * @see Cleveland, Cleveland, McRae & Terpenning (1990), STL, Journal of Official Statistics 6(1)
 */
export function loessAt(
  values: Float64Array,
  count: number,
  x: number,
  left: number,
  right: number,
  window: number,
  robust: Float64Array | null,
  scratch: Float64Array,
): number {
  let reach = Math.max(x - left, right - x)
  if (window > count) reach += (window - count) >> 1
  const [near, far] = [0.001 * reach, 0.999 * reach]
  let total = 0
  for (let i = left; i <= right; i += 1) {
    const distance = Math.abs(i - x)
    let weight = 0
    if (distance <= far) {
      const share = distance / reach
      const rest = 1 - share * share * share
      weight = distance <= near ? 1 : rest * rest * rest
      if (robust) weight *= robust[i]
    }
    scratch[i] = weight
    total += weight
  }
  if (!(total > 0)) return NaN
  let centre = 0
  let level = 0
  for (let i = left; i <= right; i += 1) {
    centre += scratch[i] * i
    level += scratch[i] * values[i]
  }
  centre /= total
  level /= total
  let spread = 0
  let slope = 0
  for (let i = left; i <= right; i += 1) {
    const weighted = scratch[i] * (i - centre)
    spread += weighted * (i - centre)
    slope += weighted * values[i]
  }
  // Points at one place carry no slope.
  if (!(Math.sqrt(spread / total) > 0.001 * (count - 1))) return level
  return level + (slope / spread) * (x - centre)
}

/**
 * LOESS of degree 1 at every step; computed at each `jump`-th, between them by a line.
 * @param count steps of `values` that count
 * @param window odd
 * @param out    shape [≥ count]
 */
export function loess(
  values: Float64Array,
  count: number,
  window: number,
  jump: number,
  robust: Float64Array | null,
  out: Float64Array,
  scratch: Float64Array,
): void {
  const half = (window - 1) >> 1
  const stride = Math.max(1, Math.min(jump, count - 1))
  let before = 0
  for (let i = 0; i < count; i = nextStop(i, stride, count)) {
    const left = window >= count ? 0 : Math.min(Math.max(i - half, 0), count - window)
    const right = window >= count ? count - 1 : left + window - 1
    const value = loessAt(values, count, i, left, right, window, robust, scratch)
    out[i] = Number.isNaN(value) ? values[i] : value
    const rise = (out[i] - out[before]) / (i - before)
    for (let k = before + 1; k < i; k += 1) out[k] = out[before] + rise * (k - before)
    before = i
  }
}

/** The next stride, but never past the last step before it was stopped at. */
const nextStop = (i: number, stride: number, count: number): number =>
  i === count - 1 ? count : Math.min(i + stride, count - 1)
