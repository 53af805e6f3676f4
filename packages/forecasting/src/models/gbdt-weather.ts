import { fillGaps } from '../fill-gaps.ts'
import type { Columns } from '../model.ts'

/** Known covariates that tell the same (stations of one region), read as one column of about unit size. */
export interface WeatherGroup {
  readonly members: readonly Standard[]
  readonly lagSteps: number // by which the series trails the group: storage in walls, or clocks that differ
}

interface Standard {
  readonly name: string
  readonly mean: number
  readonly deviation: number // negative for a member that falls when the first one rises
}

/** A group over past and horizon. */
export interface WeatherColumn {
  readonly raw: Float64Array // NaN is missing
  readonly filled: Float64Array // no gaps, within ± 4
  readonly prefix: Float64Array // prefix[i] = sum of filled[0..i)
  readonly lagSteps: number
}

const MOST_GROUPS = 4
const ALIKE = 0.85 // correlation above which columns are one group
const LEAST_KNOWN = 0.5 // share of the past
const LEAST_DEVIATION = 1e-9 // share of the mean's size below which a column is constant
const MOST_LAG_HOURS = 4
const LAG_GAIN = 0.03 // of the correlation, below which no lag is worth it
const FILL_HOURS = 6
const CLIP = 4 // deviations; cubes of more would run away
// A prime, so that no season aliases: enough rows for a correlation.
const SAMPLE_ROWS = 4093

/**
 * Groups known covariates by their correlation and keeps the four groups that tell most about the target.
 * @param target scaled values, NaN is missing; shape [T]
 */
export function weatherGroups(known: Columns, target: Float64Array, perHour: number): WeatherGroup[] {
  const groups: { columns: Float64Array[]; members: Standard[] }[] = []
  for (const name of Object.keys(known).sort()) {
    const standard = standardOf(name, known[name])
    if (!standard) continue
    const column = standardised(known[name], standard)
    const alike = groups
      .map((group) => ({ group, r: correlation(group.columns[0], column, 0) }))
      .find(({ r }) => Math.abs(r) > ALIKE)
    if (!alike) groups.push({ columns: [column], members: [standard] })
    else alike.group.members.push({ ...standard, deviation: Math.sign(alike.r) * standard.deviation })
  }
  return groups
    .map(({ columns, members }) => ({ members, column: columns[0], told: toldBy(columns[0], target) }))
    .sort((a, b) => b.told - a.told)
    .slice(0, MOST_GROUPS)
    .map(({ members, column }) => ({ members, lagSteps: bestLag(column, target, perHour) }))
}

function standardOf(name: string, column: Float64Array): Standard | undefined {
  const values = column.filter(Number.isFinite)
  if (values.length < LEAST_KNOWN * column.length || values.length === 0) return undefined
  const mean = values.reduce((sum, value) => sum + value / values.length, 0)
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2 / values.length, 0))
  return deviation > LEAST_DEVIATION * Math.abs(mean) ? { name, mean, deviation } : undefined
}

const standardised = (column: Float64Array, { mean, deviation }: Standard): Float64Array =>
  column.map((value) => (Number.isFinite(value) ? (value - mean) / deviation : NaN))

/** How much a column or its square tells about the target: the larger correlation. */
const toldBy = (column: Float64Array, target: Float64Array): number =>
  Math.max(
    Math.abs(correlation(column, target, 0)),
    Math.abs(
      correlation(
        column.map((value) => value * value),
        target,
        0,
      ),
    ),
  )

function bestLag(column: Float64Array, target: Float64Array, perHour: number): number {
  let best = { lag: 0, told: Math.abs(correlation(column, target, 0)) + LAG_GAIN }
  for (let lag = 1; lag <= MOST_LAG_HOURS * perHour; lag += 1) {
    const told = Math.abs(correlation(column, target, lag))
    if (told > best.told) best = { lag, told }
  }
  return best.lag
}

/** Correlation of `x[t − lag]` with `y[t]` over a sample of the pairs that are both known; 0 where it has no meaning. */
function correlation(x: Float64Array, y: Float64Array, lag: number): number {
  const rows = Math.min(SAMPLE_ROWS, y.length - lag)
  let [n, sx, sy, xx, yy, xy] = [0, 0, 0, 0, 0, 0]
  for (let i = 0; i < rows; i += 1) {
    const t = lag + Math.floor((i * (y.length - lag)) / rows)
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

/** The group as a column over past and horizon: the mean of the members that are known. */
export function weatherColumn(
  { members, lagSteps }: WeatherGroup,
  known: Columns,
  offset: Float64Array,
  perDay: number,
  perHour: number,
): WeatherColumn {
  const columns = members
    .filter(({ name }) => Object.hasOwn(known, name))
    .map((own) => standardised(known[own.name], own))
  const raw = Float64Array.from(offset, (_, i) => {
    let [sum, count] = [0, 0]
    for (const column of columns) {
      if (Number.isNaN(column[i])) continue
      sum += column[i]
      count += 1
    }
    return count > 0 ? Math.min(Math.max(sum / count, -CLIP), CLIP) : NaN
  })
  const filled = fillGaps(raw, offset, perDay, FILL_HOURS * perHour)
  const prefix = new Float64Array(filled.length + 1)
  for (let i = 0; i < filled.length; i += 1) prefix[i + 1] = prefix[i] + filled[i]
  return { raw, filled, prefix, lagSteps }
}
