import type { RegularSeries } from '@omarino/energy'
import { calendarColumns } from './calendar-columns.ts'
import { cleanSeries } from './cleaning.ts'
import { HOUR_MS, stepsPerDay } from './model.ts'
import { medianOf } from './order-statistics.ts'

export type AnomalyKind = 'spikes' | 'stuck-meter' | 'level-shift'

/** What is odd in a history, and when; `toMs` null: to this day. */
export interface Anomaly {
  readonly kind: AnomalyKind
  readonly fromMs: number
  readonly toMs: number | null
}

const MOST_ANOMALIES = 20
// A day of which more is out of the ordinary is a day of another kind, such as a holiday: no meter spikes for so long.
const MOST_OF_DAY = 1 / 8
const LEAST_SPIKES = 3 // that a day may have, however few steps it has
// What a level is before and after a shift is looked for a week away from it, over two weeks.
const AWAY_DAYS = 7
const LEVEL_DAYS = 14
const LEAST_CHANGE = 3 // times what one week usually differs from the next

/**
 * What `cleanSeries` finds in the history of a load or a plant, told by the clock; spikes that touch are one. Left out are
 * days that are odd for hours, and shifts after which the old level came back. The model still sees the values as they are.
 * @param zone IANA, in whose local time the days are compared
 * @returns oldest first, of more than 20 the newest
 */
export function findAnomalies({ startMs, stepMs, values }: RegularSeries, zone: string): Anomaly[] {
  const perDay = stepsPerDay(stepMs)
  const { local, stepOf, firstSlot } = onLocalSteps(startMs, stepMs, values, zone)
  const { spikes, stuck, levelShift } = cleanSeries(local, perDay, Math.max(1, Math.round(HOUR_MS / stepMs)))
  const msOf = (step: number): number => startMs + stepOf[step] * stepMs
  const ranged = (kind: AnomalyKind, from: number, last: number): Anomaly => ({ kind, fromMs: msOf(from), toMs: msOf(last) + stepMs }) // prettier-ignore
  const found = [
    ...runsOf(withoutOddDays(spikes, local.length, perDay, firstSlot)).map(([from, last]) =>
      ranged('spikes', from, last),
    ),
    ...stuck.map(({ from, to }) => ranged('stuck-meter', from, to - 1)),
    ...(levelShift === null || !lasts(local, levelShift, perDay)
      ? []
      : [{ kind: 'level-shift' as const, fromMs: msOf(levelShift), toMs: null }]),
  ]
  return found.sort((a, b) => a.fromMs - b.fromMs).slice(-MOST_ANOMALIES)
}

/**
 * Values on local time, where every day has the same steps: the hour that spring lacks is missing, of the one that autumn
 * has twice the first stands. `stepOf` is the step that each local one shows, or the one before it.
 */
function onLocalSteps(startMs: number, stepMs: number, values: Float64Array, zone: string) {
  const perDay = stepsPerDay(stepMs)
  const { day, slot } = calendarColumns(startMs, stepMs, values.length, zone, null)
  const at = (step: number): number => day[step] * perDay + slot[step]
  const [first, last] = values.length > 0 ? [at(0), at(values.length - 1)] : [0, -1]
  const local = new Float64Array(last - first + 1).fill(NaN)
  const stepOf = new Int32Array(local.length).fill(-1)
  for (const [step, value] of values.entries()) {
    const place = at(step) - first
    if (!(place < local.length) || stepOf[place] >= 0) continue
    local[place] = value
    stepOf[place] = step
  }
  for (let i = 1; i < stepOf.length; i += 1) if (stepOf[i] < 0) stepOf[i] = stepOf[i - 1]
  return { local, stepOf, firstSlot: values.length > 0 ? slot[0] : 0 }
}

/** Spikes on days that have few of them. */
function withoutOddDays(spikes: Int32Array, steps: number, perDay: number, firstSlot: number): Int32Array {
  const dayOf = (step: number): number => Math.floor((step + firstSlot) / perDay)
  const counts = new Int32Array(dayOf(steps) + 1)
  for (const step of spikes) counts[dayOf(step)] += 1
  const most = Math.max(LEAST_SPIKES, MOST_OF_DAY * perDay)
  return spikes.filter((step) => counts[dayOf(step)] <= most)
}

/** Whether the level of the weeks after a step is another than that of the weeks before; true while it is too new to tell. */
function lasts(local: Float64Array, step: number, perDay: number): boolean {
  const [away, length, week] = [AWAY_DAYS, LEVEL_DAYS, 7].map((days) => days * perDay)
  const before = local.subarray(Math.max(0, step - away - length), Math.max(0, step - away))
  const after = local.subarray(step + away, step + away + length)
  if (before.length < week || after.length < week) return true
  const weekly = Float64Array.from({ length: Math.floor(local.length / week) }, (_, i) => meanOf(local.subarray(i * week, (i + 1) * week))) // prettier-ignore
  const usual = medianOf(weekly.subarray(1).map((mean, i) => Math.abs(mean - weekly[i])))
  const wholeWeeks = (part: Float64Array): Float64Array => part.subarray(0, part.length - (part.length % week))
  return Math.abs(meanOf(wholeWeeks(after)) - meanOf(wholeWeeks(before))) > LEAST_CHANGE * usual
}

function meanOf(values: Float64Array): number {
  const known = values.filter(Number.isFinite)
  return known.reduce((sum, value) => sum + value / known.length, known.length > 0 ? 0 : NaN)
}

/** First and last of each run of neighbours. */
function runsOf(steps: Int32Array): (readonly [number, number])[] {
  const runs: [number, number][] = []
  for (const step of steps) {
    const run = runs.at(-1)
    if (run && step === run[1] + 1) run[1] = step
    else runs.push([step, step])
  }
  return runs
}
