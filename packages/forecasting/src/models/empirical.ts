import { joinColumns } from '../columns.ts'
import { sameTimeBefore } from '../local-lag.ts'
import { type CalendarColumns, type ForecastTask, type Future, type Model, type Past, stepsPerDay } from '../model.ts'
import { quantileOf, sortedKnown } from '../order-statistics.ts'

export interface EmpiricalState {
  readonly perDay: number
  readonly levels: readonly number[] // rising, hold 0.5
}

/** 52 weeks: the same weekday a year ago. */
const YEAR_DAYS = 364
const AROUND_DAYS = 15
const MOST_YEARS = 6
const LEVEL_DAYS = 28
const MINIMUM_DAYS = YEAR_DAYS + AROUND_DAYS + LEVEL_DAYS
/** What is left of a change of level a month later: half of it, in logarithms. */
const LEVEL_SHARE = 0.5
const LEAST_SAMPLES = 5
const MOST_RATIO = 1.5

/**
 * Quantiles of what happened at the same local time on days of the same type around the same date of earlier years,
 * moved half way to the level of the last four weeks against the same weeks of that year. For horizons of weeks, where
 * neither yesterday nor a weather forecast says anything: it is the distribution that is asked for, not a path.
 */
export const empirical: Model<EmpiricalState> = {
  name: 'empirical',
  minimumSteps: (task) => MINIMUM_DAYS * stepsPerDay(task.stepMs),
  fit: (_, task) => ({ perDay: stepsPerDay(task.stepMs), levels: levelsOf(task) }),
  update: (state) => state,
  predict: (state, past, future) => ({ levels: state.levels, values: predictEmpirical(state, past, future) }),
}

const levelsOf = ({ levels }: ForecastTask): number[] => [...new Set([0.1, 0.5, 0.9, ...levels])].sort((a, b) => a - b)

interface Source {
  readonly values: Float64Array // to the origin
  readonly calendar: CalendarColumns // and the horizon
  readonly perDay: number
  readonly origin: number
}

function predictEmpirical({ perDay, levels }: EmpiricalState, past: Past, future: Future): Float64Array {
  const origin = past.values.length
  const source = { values: past.values, calendar: joinColumns(past.calendar, future.calendar), perDay, origin }
  const changes = Array.from({ length: MOST_YEARS + 1 }, (_, years) => levelChange(source, years))
  const fallback = sortedKnown(past.values)
  const quantiles = new Float64Array(levels.length * future.steps)
  for (let step = 0; step < future.steps; step += 1) {
    const samples = samplesAt(source, origin + step, changes)
    const sorted = samples.length > 0 ? Float64Array.from(samples).sort() : fallback
    for (const [row, level] of levels.entries()) quantiles[row * future.steps + step] = quantileOf(sorted, level)
  }
  return quantiles
}

/** Values at a step's local time around its date in earlier years, on its day type; on any day where those are too few. */
function samplesAt(source: Source, step: number, changes: readonly Change[]): number[] {
  const same: number[] = []
  const any: number[] = []
  const { values, calendar, perDay, origin } = source
  for (const [years, change] of changes.entries()) {
    if (years > 0 && step - years * YEAR_DAYS * perDay < -AROUND_DAYS * perDay) break
    for (let days = -AROUND_DAYS; days <= AROUND_DAYS; days += 1) {
      const index = sameTimeBefore(calendar.offset, step, years * YEAR_DAYS + days, perDay)
      if (index < 0 || index >= origin || Number.isNaN(values[index])) continue
      const value = values[index] * change.factor + change.shift
      any.push(value)
      if (calendar.dayType[index] === calendar.dayType[step]) same.push(value)
    }
  }
  return same.length >= LEAST_SAMPLES ? same : any
}

/** How values of an earlier year are moved to today's level: by a factor where all is above 0, else by a shift. */
interface Change {
  readonly factor: number
  readonly shift: number
}

const NO_CHANGE: Change = { factor: 1, shift: 0 }

function levelChange(source: Source, years: number): Change {
  if (years === 0) return NO_CHANGE
  const { values, perDay, origin } = source
  const back = years * YEAR_DAYS * perDay
  let [now, before, count, positive] = [0, 0, 0, true]
  for (let i = Math.max(back, origin - LEVEL_DAYS * perDay); i < origin; i += 1) {
    const [value, earlier] = [values[i], values[i - back]]
    if (Number.isNaN(value) || Number.isNaN(earlier)) continue
    now += value
    before += earlier
    count += 1
    positive &&= value > 0 && earlier > 0
  }
  if (count < (LEVEL_DAYS * perDay) / 2) return NO_CHANGE
  if (!positive) return { factor: 1, shift: (LEVEL_SHARE * (now - before)) / count }
  const ratio = Math.min(Math.max(now / before, 1 / MOST_RATIO), MOST_RATIO)
  return { factor: ratio ** LEVEL_SHARE, shift: 0 }
}
