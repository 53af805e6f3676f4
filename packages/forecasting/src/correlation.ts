/**
 * Correlation of `x[t − lag]` with `y[t]` where both are known, −1..1; 0 where it has no meaning.
 * @param mostRows pairs that are looked at, spread evenly over all; a prime lets no season alias
 */
export function correlation(x: Float64Array, y: Float64Array, lag: number, mostRows = Infinity): number {
  const pairs = y.length - lag
  const rows = Math.min(mostRows, pairs)
  let [n, sx, sy, xx, yy, xy] = [0, 0, 0, 0, 0, 0]
  for (let i = 0; i < rows; i += 1) {
    const t = lag + Math.floor((i * pairs) / rows)
    const [a, b] = [x[t - lag], y[t]]
    if (Number.isNaN(a) || Number.isNaN(b)) continue
    n += 1
    sx += a
    sy += b
    xx += a * a
    yy += b * b
    xy += a * b
  }
  const r = (n * xy - sx * sy) / Math.sqrt((n * xx - sx * sx) * (n * yy - sy * sy))
  return Number.isFinite(r) ? r : 0
}
