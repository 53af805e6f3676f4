import type { CalendarColumns, Columns, Future, Past } from './model.ts'

/** Copies steps `[from, to)` of every column; the copies share no buffer with the original. */
export function sliceColumns<C extends Columns>(columns: C, from: number, to: number): C {
  const sliced = Object.entries(columns).map(([name, column]) => [name, column.slice(from, to)])
  return Object.fromEntries(sliced) as C
}

/** Columns of the past followed by those of the horizon; a column that one side lacks is left out. */
export function joinColumns<C extends Columns>(past: C, future: C): C {
  const names = Object.keys(past).filter((name) => Object.hasOwn(future, name))
  return Object.fromEntries(names.map((name) => [name, concat(past[name], future[name])])) as C
}

function concat(first: Float64Array, second: Float64Array): Float64Array {
  const joined = new Float64Array(first.length + second.length)
  joined.set(first)
  joined.set(second, first.length)
  return joined
}

/** Past and horizon on one axis: what may be known ahead runs to the end, values and `observed` to the origin. */
export interface Timeline {
  readonly values: Float64Array
  readonly observed: Columns
  readonly known: Columns
  readonly calendar: CalendarColumns
}

/** @throws RangeError when a column's length is not that of its side */
export function timelineOf(past: Past, future: Future): Timeline {
  assertLengths(past.values.length, past.observed, past.known, past.calendar)
  assertLengths(future.steps, future.known, future.calendar)
  return {
    values: past.values,
    observed: past.observed,
    known: joinColumns(past.known, future.known),
    calendar: joinColumns(past.calendar, future.calendar),
  }
}

function assertLengths(steps: number, ...groups: Columns[]): void {
  for (const [name, column] of groups.flatMap((columns) => Object.entries(columns))) {
    if (column.length !== steps) throw new RangeError(`column ${name} has ${column.length} values for ${steps} steps`)
  }
}

/** What was known at `origin` (a step of the timeline), as copies that end there. */
export const pastAt = (timeline: Timeline, origin: number, from = 0): Past => ({
  values: timeline.values.slice(from, origin),
  observed: sliceColumns(timeline.observed, from, origin),
  known: sliceColumns(timeline.known, from, origin),
  calendar: sliceColumns(timeline.calendar, from, origin),
})

/** The last steps of a past, all of it where it holds fewer; copies. */
export const lastSteps = (past: Past, steps: number): Past =>
  pastAt(past, past.values.length, Math.max(0, past.values.length - steps))

/** The horizon that follows `origin`: at most `steps`, fewer where the timeline ends. */
export function futureAt(timeline: Timeline, origin: number, steps: number): Future {
  const end = Math.min(origin + steps, timeline.calendar.day.length)
  return {
    known: sliceColumns(timeline.known, origin, end),
    calendar: sliceColumns(timeline.calendar, origin, end),
    steps: end - origin,
  }
}
