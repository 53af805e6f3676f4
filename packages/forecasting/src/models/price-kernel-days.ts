import { HOURS } from './lear-days.ts'

/** Days of one quantity, each hour with mean 0 and deviation 1 over them; an hour that never varies is 0. */
export interface DaySource {
  readonly means: Float64Array // [24]
  readonly inverse: Float64Array // 1 / deviation, 0 where it never varies; [24]
  readonly days: Float64Array // [days × 24]
}

const LIMIT = 6 // deviations: a covariate far outside what was seen is not trusted to be that far
const LEAST_DEVIATION = 1e-9

/** Standardises rows `from` to `to` of a table of local days. */
export function standardDays(table: Float64Array, from: number, to: number): DaySource {
  const means = new Float64Array(HOURS)
  const squares = new Float64Array(HOURS)
  const count = to - from
  for (let cell = from * HOURS; cell < to * HOURS; cell += 1) means[cell % HOURS] += table[cell] / count
  for (let cell = from * HOURS; cell < to * HOURS; cell += 1) {
    squares[cell % HOURS] += (table[cell] - means[cell % HOURS]) ** 2 / count
  }
  const inverse = squares.map((square) => (square > LEAST_DEVIATION ** 2 ? 1 / Math.sqrt(square) : 0))
  const days = table.slice(from * HOURS, to * HOURS).map((value, i) => standard(value, means, inverse, i % HOURS))
  return { means, inverse, days }
}

function standard(value: number, means: Float64Array, inverse: Float64Array, hour: number): number {
  return Math.min(Math.max((value - means[hour]) * inverse[hour], -LIMIT), LIMIT)
}

/** Mean over the hours of the products of each two days; lower triangle, shape [days × days]. */
export function dayProducts({ days }: DaySource): Float64Array {
  const n = days.length / HOURS
  const products = new Float64Array(n * n)
  // Four days at a time: each value of day i is read once for all of them.
  for (let i = 0; i < n; i += 1) {
    let j = 0
    for (; j + 4 <= i + 1; j += 4) fourProducts(days, i * HOURS, j * HOURS, products, i * n + j)
    for (; j <= i; j += 1) products[i * n + j] = oneProduct(days, i * HOURS, j * HOURS)
  }
  return products
}

function fourProducts(days: Float64Array, a: number, b: number, products: Float64Array, at: number): void {
  let [first, second, third, fourth] = [0, 0, 0, 0]
  for (let hour = 0; hour < HOURS; hour += 1) {
    const x = days[a + hour]
    const cell = b + hour
    first += x * days[cell]
    second += x * days[cell + HOURS]
    third += x * days[cell + 2 * HOURS]
    fourth += x * days[cell + 3 * HOURS]
  }
  products[at] = first / HOURS
  products[at + 1] = second / HOURS
  products[at + 2] = third / HOURS
  products[at + 3] = fourth / HOURS
}

function oneProduct(days: Float64Array, a: number, b: number): number {
  let sum = 0
  for (let hour = 0; hour < HOURS; hour += 1) sum += days[a + hour] * days[b + hour]
  return sum / HOURS
}

/** Mean product and mean squared difference of a day of the source and a row of a table. */
export function productAt(source: DaySource, day: number, table: Float64Array, row: number) {
  let product = 0
  let squares = 0
  for (let hour = 0; hour < HOURS; hour += 1) {
    const a = source.days[day * HOURS + hour]
    const b = standard(table[row * HOURS + hour], source.means, source.inverse, hour)
    product += a * b
    squares += (a - b) ** 2
  }
  return { product: product / HOURS, squares: squares / HOURS }
}
