import type { CalendarColumns } from '../model.ts'

export const HOURS = 24

/** Local days that a run of hourly steps covers, from the first whole one on; the last may be partly covered. */
export interface DayGrid {
  readonly firstDay: number // days since 1970-01-01
  readonly days: number
}

export function dayGrid({ day, slot }: CalendarColumns): DayGrid {
  if (day.length === 0) return { firstDay: 0, days: 0 }
  const firstDay = day[0] + (slot[0] === 0 ? 0 : 1)
  return { firstDay, days: Math.max(0, day[day.length - 1] - firstDay + 1) }
}

/**
 * Hourly steps as rows of 24 local hours. A doubled hour is the mean of its two steps, a lost one the mean of its
 * neighbours, so that days of 23 and 25 hours look like others.
 * @param column one value per step; NaN is missing
 * @returns shape [days × 24]; NaN where nothing is known
 */
export function toDays(column: Float64Array, calendar: CalendarColumns, grid: DayGrid): Float64Array {
  const sums = new Float64Array(grid.days * HOURS)
  const known = new Float64Array(sums.length)
  const steps = new Float64Array(sums.length)
  for (let i = 0; i < column.length; i += 1) {
    const cell = cellOf(calendar, grid, i)
    if (cell < 0) continue
    steps[cell] += 1
    if (Number.isNaN(column[i])) continue
    sums[cell] += column[i]
    known[cell] += 1
  }
  const table = sums.map((sum, cell) => (known[cell] > 0 ? sum / known[cell] : NaN))
  for (let cell = 1; cell + 1 < table.length; cell += 1) {
    if (steps[cell] === 0 && steps[cell + 1] > 0) table[cell] = (table[cell - 1] + table[cell + 1]) / 2
  }
  return table
}

/** The cell of a step in a table of the grid; below 0 before its first day. */
export const cellOf = ({ day, slot }: CalendarColumns, grid: DayGrid, step: number): number =>
  (day[step] - grid.firstDay) * HOURS + slot[step]

/**
 * Completes days in place: an unknown hour is that of the day before, moved by as much as the day's known hours differ
 * from theirs. Hours before any known day become 0.
 */
export function completeDays(table: Float64Array): void {
  for (let start = 0; start < table.length; start += HOURS) {
    const difference = levelChange(table, start)
    for (let cell = start; cell < start + HOURS; cell += 1) {
      if (Number.isNaN(table[cell])) table[cell] = cell >= HOURS ? table[cell - HOURS] + difference : 0
    }
  }
}

function levelChange(table: Float64Array, start: number): number {
  if (start < HOURS) return 0
  let sum = 0
  let known = 0
  for (let cell = start; cell < start + HOURS; cell += 1) {
    if (Number.isNaN(table[cell])) continue
    sum += table[cell] - table[cell - HOURS]
    known += 1
  }
  return known > 0 ? sum / known : 0
}
