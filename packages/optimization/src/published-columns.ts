// Columns on the wire and in memory: numbers rounded to 1e-9 there, missing is null on the wire and NaN here.
import type { OptimizeResult } from '@omarino/contracts'
import { rounded } from './cost-lines.ts'
import type { Schedules } from './schedule-costs.ts'

type Published = OptimizeResult['schedules']
type Values = readonly (number | null)[]

/** Schedules as they go onto the wire. */
export const published = (schedules: Schedules): Published =>
  eachOf(schedules, (columns) => eachOf(columns, wireValues))

/** The columns of one published schedule as numbers, each of shape [T]. */
export const columnsOf = (schedule: Published[string]): Schedules[string] => eachOf(schedule, numbersOf)

/** Published values as numbers; shape [T]. */
export const numbersOf = (values: Values): Float64Array => Float64Array.from(values, (value) => value ?? NaN)

const wireValues = (values: Float64Array): (number | null)[] =>
  Array.from(values, (value) => (Number.isNaN(value) ? null : rounded(value)))

const eachOf = <A, B>(record: Readonly<Record<string, A>>, change: (value: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]))
