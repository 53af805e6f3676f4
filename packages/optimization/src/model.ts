// The sparse linear model: minimise cost·x + constants, rowLower ≤ A x ≤ rowUpper, colLower ≤ x ≤ colUpper.
import { admitCounts, ADMISSION } from './passes/admit.ts'
import { COST_LINES, type CostLineName } from './cost-lines.ts'

/** What a column or row means. */
export const KINDS = [
  'balance', 'tier', 'import', 'export', 'importing', 'demandPeak', 'demandInterval', 'generation', 'spill', 'shed',
  'charge', 'discharge', 'charging', 'energy', 'socMin', 'socMax', 'endSocMin', 'socTarget', 'endValue', 'wear', 'cycles',
  'gridCharge', 'gridExport', 'session', 'plugged', 'target', 'start', 'skip', 'order', 'running', 'starting', 'stopping',
  'power', 'segment', 'startCost', 'minUp', 'minDown', 'rampUp', 'rampDown', 'heat', 'dump', 'fuel', 'hydrogen', 'temperature',
  'comfort', 'reserve', 'offer', 'limit', 'co2', 'weight', 'preference', 'market', 'imbalance', 'block', 'risk', 'bend', 'pin',
] as const // prettier-ignore
export type Kind = (typeof KINDS)[number]

/** Marks columns and rows that belong to no asset. */
export const NO_ASSET = 0xffffffff

/** Who a column or row is: parallel arrays, indexes into assets, KINDS, COST_LINES and steps. */
export interface Tags {
  readonly asset: Uint32Array
  readonly kind: Uint32Array
  readonly line: Uint32Array
  readonly step: Uint32Array
}
export interface Constant {
  readonly asset: number
  readonly line: number
  readonly amount: number
}
/** Columns compressed (CSC), rows rising and unique within a column. */
export interface SparseModel {
  readonly columns: number
  readonly rows: number
  readonly cost: Float64Array
  readonly colLower: Float64Array
  readonly colUpper: Float64Array
  readonly rowLower: Float64Array
  readonly rowUpper: Float64Array
  /** 1 where a column must be integer. */
  readonly integer: Uint8Array
  readonly binaries: number
  readonly starts: Int32Array
  readonly indices: Int32Array
  readonly values: Float64Array
  readonly constants: readonly Constant[]
  readonly colTags: Tags
  readonly rowTags: Tags
}
export interface ColumnSpec {
  readonly asset: number
  readonly kind: Kind
  readonly step: number
  readonly lower: number
  readonly upper: number
  readonly cost?: number
  readonly line?: CostLineName
  readonly integer?: boolean
}
export interface RowSpec {
  readonly asset: number
  readonly kind: Kind
  readonly step: number
  readonly lower: number
  readonly upper: number
}
export interface ModelBuilder {
  column(spec: ColumnSpec): number
  row(spec: RowSpec): number
  /** Adds to the coefficient; the same place twice is summed. */
  entry(row: number, column: number, value: number): void
  constant(asset: number, line: CostLineName, amount: number): void
  addCost(column: number, cost: number): void
  /** Lets a column take only what lies in these bounds too. */
  tighten(column: number, lower: number, upper: number): void
  /** Moves both bounds of a row. */
  shift(row: number, by: number): void
  compile(): SparseModel
}

/** An empty model to which assets add columns, rows and coefficients in any order. */
export function createModelBuilder(): ModelBuilder {
  const columns = createParts()
  const rows = createParts()
  const constants: Constant[] = []
  const triplets = createTriplets()
  return {
    column: (spec) => columns.add(spec, spec.cost ?? 0, spec.line ?? 'none', spec.integer ?? false),
    row: (spec) => rows.add(spec, 0, 'none', false),
    entry: triplets.add,
    addCost: (column, cost) => void (columns.parts.cost[column] += cost),
    tighten(column, lower, upper) {
      const { parts } = columns
      parts.lower[column] = Math.max(parts.lower[column], lower)
      parts.upper[column] = Math.min(parts.upper[column], upper)
    },
    shift(row, by) {
      rows.parts.lower[row] += by
      rows.parts.upper[row] += by
    },
    constant: (asset, line, amount) => void constants.push({ asset, line: LINE_INDEX.get(line) ?? 0, amount }),
    compile() {
      admitCounts({ binaries: columns.integers(), nonzeros: triplets.size() <= MOST_STORED ? 0 : triplets.size() })
      const [cols, its] = [columns.cut(), rows.cut()]
      return {
        columns: cols.count,
        rows: its.count,
        cost: cols.cost,
        colLower: cols.lower,
        colUpper: cols.upper,
        rowLower: its.lower,
        rowUpper: its.upper,
        integer: cols.integer,
        binaries: cols.integer.reduce((sum, whole) => sum + whole, 0),
        ...triplets.compress(cols.count, its.count),
        constants,
        colTags: cols.tags,
        rowTags: its.tags,
      }
    },
  }
}

const KIND_INDEX: ReadonlyMap<Kind, number> = new Map(KINDS.map((kind, k) => [kind, k]))
const LINE_INDEX: ReadonlyMap<CostLineName, number> = new Map(COST_LINES.map((line, k) => [line, k]))

/** Columns or rows as parallel arrays that grow. */
interface Parts {
  lower: Float64Array
  upper: Float64Array
  cost: Float64Array
  integer: Uint8Array
  asset: Uint32Array
  kind: Uint32Array
  line: Uint32Array
  step: Uint32Array
}

function createParts() {
  let count = 0
  let integers = 0
  const parts: Parts = {
    lower: new Float64Array(1024),
    upper: new Float64Array(1024),
    cost: new Float64Array(1024),
    integer: new Uint8Array(1024),
    asset: new Uint32Array(1024),
    kind: new Uint32Array(1024),
    line: new Uint32Array(1024),
    step: new Uint32Array(1024),
  }
  const grow = (): void => {
    for (const name of Object.keys(parts) as (keyof Parts)[]) {
      const old = parts[name]
      const larger = new (old.constructor as new (length: number) => never)(2 * count)
      ;(larger as Float64Array).set(old)
      parts[name] = larger
    }
  }
  return {
    parts,
    add(spec: RowSpec, cost: number, line: CostLineName, integer: boolean): number {
      if (count === parts.lower.length) grow()
      parts.lower[count] = spec.lower
      parts.upper[count] = spec.upper
      parts.cost[count] = cost
      parts.integer[count] = integer ? 1 : 0
      if (integer) integers++
      parts.asset[count] = spec.asset
      parts.kind[count] = KIND_INDEX.get(spec.kind) ?? 0
      parts.line[count] = LINE_INDEX.get(line) ?? 0
      parts.step[count] = spec.step
      return count++
    },
    integers: () => integers,
    /** Copies of what is filled. */
    cut() {
      const { asset, kind, line, step } = parts
      return {
        count,
        lower: parts.lower.slice(0, count),
        upper: parts.upper.slice(0, count),
        cost: parts.cost.slice(0, count),
        integer: parts.integer.slice(0, count),
        tags: {
          asset: asset.slice(0, count),
          kind: kind.slice(0, count),
          line: line.slice(0, count),
          step: step.slice(0, count),
        } satisfies Tags,
      }
    },
  }
}

/**
 * Coefficients that are kept; beyond, they are counted and let go, since no solver takes a model of that size. Places that are
 * given twice are merged, so that more than are admitted are kept.
 */
const MOST_STORED = 4 * ADMISSION.nonzeros

interface Triplets {
  size(): number
  readonly add: (row: number, column: number, value: number) => void
  compress(columns: number, rows: number): Pick<SparseModel, 'starts' | 'indices' | 'values'>
}

/** Growable typed (row, column, value) triplets. */
function createTriplets(): Triplets {
  let rowOf = new Int32Array(1024)
  let columnOf = new Int32Array(1024)
  let valueOf = new Float64Array(1024)
  let count = 0
  let size = 0
  const grow = (): void => {
    rowOf = enlarged(rowOf, new Int32Array(2 * count))
    columnOf = enlarged(columnOf, new Int32Array(2 * count))
    valueOf = enlarged(valueOf, new Float64Array(2 * count))
  }
  return {
    size: () => size,
    add(row, column, value) {
      if (++size > MOST_STORED) return
      if (count === rowOf.length) grow()
      rowOf[count] = row
      columnOf[count] = column
      valueOf[count++] = value
    },
    compress(columns, rows) {
      const byRow = countingOrder(rowOf.subarray(0, count), rows)
      const order = countingOrder(columnOf.subarray(0, count), columns, byRow)
      return merge(order, rowOf, columnOf, valueOf, columns)
    },
  }
}

function enlarged<A extends Int32Array | Float64Array>(old: A, larger: A): A {
  larger.set(old)
  return larger
}

/** Positions sorted by key, stable with respect to `given`: one pass of a radix sort. */
function countingOrder(keys: Int32Array, keyCount: number, given?: Int32Array): Int32Array {
  const next = new Int32Array(keyCount + 1)
  for (const key of keys) next[key + 1]++
  for (let key = 0; key < keyCount; key++) next[key + 1] += next[key]
  const order = new Int32Array(keys.length)
  for (let i = 0; i < keys.length; i++) {
    const position = given ? given[i] : i
    order[next[keys[position]]++] = position
  }
  return order
}

function merge(order: Int32Array, rowOf: Int32Array, columnOf: Int32Array, valueOf: Float64Array, columns: number) {
  const starts = new Int32Array(columns + 1)
  const indices = new Int32Array(order.length)
  const values = new Float64Array(order.length)
  let kept = 0
  let last = -1
  for (const position of order) {
    const same = last >= 0 && columnOf[last] === columnOf[position] && rowOf[last] === rowOf[position]
    if (!same) {
      starts[columnOf[position] + 1]++
      indices[kept++] = rowOf[position]
    }
    values[kept - 1] += valueOf[position]
    last = position
  }
  for (let column = 0; column < columns; column++) starts[column + 1] += starts[column]
  return { starts, indices: indices.slice(0, kept), values: values.slice(0, kept) }
}
