import type { RegularSeries } from '@omarino/energy'
import { calendarColumns } from './calendar-columns.ts'
import { cleanSeries } from './cleaning.ts'
import { HOUR_MS, stepsPerDay } from './model.ts'

export type AnomalyKind = 'spikes' | 'stuck-meter' | 'level-shift'

/** What is odd in a history, and when; `toMs` null: to this day. */
export interface Anomaly {
  readonly kind: AnomalyKind
  readonly fromMs: number
  readonly toMs: number | null
}

const MOST_ANOMALIES = 20

/**
 * What `cleanSeries` finds in the history of a load or a plant, told by the clock; spikes that touch are one. The model
 * still sees the values as they are.
 * @param zone IANA, in whose local time the days are compared
 * @returns oldest first, of more than 20 the newest
 */
export function findAnomalies({ startMs, stepMs, values }: RegularSeries, zone: string): Anomaly[] {
  const perDay = stepsPerDay(stepMs)
  const { local, stepOf } = onLocalSteps(startMs, stepMs, values, zone)
  const { spikes, stuck, levelShift } = cleanSeries(local, perDay, Math.max(1, Math.round(HOUR_MS / stepMs)))
  const msOf = (step: number): number => startMs + stepOf[step] * stepMs
  const ranged = (kind: AnomalyKind, from: number, last: number): Anomaly => ({ kind, fromMs: msOf(from), toMs: msOf(last) + stepMs }) // prettier-ignore
  const found = [
    ...runsOf(spikes).map(([from, last]) => ranged('spikes', from, last)),
    ...stuck.map(({ from, to }) => ranged('stuck-meter', from, to - 1)),
    ...(levelShift === null ? [] : [{ kind: 'level-shift' as const, fromMs: msOf(levelShift), toMs: null }]),
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
  return { local, stepOf }
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
