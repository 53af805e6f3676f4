/** Values, rising, with their weights; shape [n] each. */
export interface Weighted {
  readonly value: Float64Array
  readonly weight: Float64Array
}

/**
 * The value below which a share of the weight lies: linear between the middles of the weights, the outermost values
 * beyond them. With equal weights definition 5 of Hyndman & Fan.
 * @param level 0..1
 * @see Hyndman & Fan (1996), Sample quantiles in statistical packages, The American Statistician 50(4)
 * @throws RangeError when there is no value
 */
export function weightedQuantile({ value, weight }: Weighted, level: number): number {
  if (value.length === 0) throw new RangeError('a quantile of no values')
  let total = 0
  for (const each of weight) total += each
  const target = level * total
  let [before, middle] = [0, -Infinity]
  for (let i = 0; i < value.length; i += 1) {
    const next = before + weight[i] / 2
    if (next >= target) return i === 0 ? value[0] : between(value[i - 1], value[i], (target - middle) / (next - middle))
    middle = next
    before += weight[i]
  }
  return value[value.length - 1]
}

const between = (lower: number, upper: number, share: number): number => lower + share * (upper - lower)

/** All values of several parts, rising. */
export function joinWeighted(parts: readonly Weighted[]): Weighted {
  let joined = parts.filter(({ value }) => value.length > 0)
  while (joined.length > 1) {
    const pairs = Array.from({ length: Math.ceil(joined.length / 2) }, (_, i) => joined.slice(2 * i, 2 * i + 2))
    joined = pairs.map((pair) => (pair.length === 2 ? merge(pair[0], pair[1]) : pair[0]))
  }
  return joined[0] ?? { value: new Float64Array(0), weight: new Float64Array(0) }
}

function merge(a: Weighted, b: Weighted): Weighted {
  const length = a.value.length + b.value.length
  const [value, weight] = [new Float64Array(length), new Float64Array(length)]
  for (let at = 0, i = 0, j = 0; at < length; at += 1) {
    const first = j >= b.value.length || (i < a.value.length && a.value[i] <= b.value[j])
    value[at] = first ? a.value[i] : b.value[j]
    weight[at] = first ? a.weight[i++] : b.weight[j++]
  }
  return { value, weight }
}
