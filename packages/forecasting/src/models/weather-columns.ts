import { correlation } from '../correlation.ts'
import { fillGaps } from '../fill-gaps.ts'
import type { Columns } from '../model.ts'
import { prefixSums } from '../prefix-means.ts'
import { type Standard, standardised, standardOf } from './standard-column.ts'

/** Known covariates that tell the same (stations of one region), read as one column of about unit size. */
export interface WeatherGroup {
  readonly members: readonly Standard[] // a negative deviation for one that falls when the first one rises
  readonly lagSteps: number // by which the series trails the group: storage in walls, or clocks that differ
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
      .map((group) => ({ group, r: sampled(group.columns[0], column) }))
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

const sampled = (x: Float64Array, y: Float64Array, lag = 0): number => correlation(x, y, lag, SAMPLE_ROWS)

/** How much a column or its square tells about the target: the larger correlation. */
const toldBy = (column: Float64Array, target: Float64Array): number =>
  Math.max(...[column, column.map((value) => value * value)].map((each) => Math.abs(sampled(each, target))))

function bestLag(column: Float64Array, target: Float64Array, perHour: number): number {
  let best = { lag: 0, told: Math.abs(sampled(column, target)) + LAG_GAIN }
  for (let lag = 1; lag <= MOST_LAG_HOURS * perHour; lag += 1) {
    const told = Math.abs(sampled(column, target, lag))
    if (told > best.told) best = { lag, told }
  }
  return best.lag
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
  return { raw, filled, prefix: prefixSums(filled), lagSteps }
}
