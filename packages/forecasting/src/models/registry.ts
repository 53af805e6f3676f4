import type { Timeline } from '../columns.ts'
import { DAY_MS, type ForecastTask, type Model, stepsPerDay } from '../model.ts'
import { empirical } from './empirical.ts'
import { ets } from './ets.ts'
import { gam } from './gam.ts'
import { gbdt } from './gbdt.ts'
import { lastValue } from './last-value.ts'
import { lear } from './lear.ts'
import { mstl } from './mstl.ts'
import { pv } from './pv.ts'
import { ridgeAr } from './ridge-ar.ts'
import { ridgeRecursive } from './ridge-recursive.ts'
import { sameDayType } from './same-day-type.ts'
import { sarima } from './sarima.ts'
import { seasonalNaive } from './seasonal-naive.ts'
import { theta } from './theta.ts'
import { dynamicTheta } from './theta.ts'

/** A model that a task may name. */
export interface Registered {
  readonly model: Model<unknown>
  /** True when `auto` tries it on such a task; one that is named takes part whatever this says. */
  readonly inAuto: (task: ForecastTask, timeline: Timeline, steps: number) => boolean
  /** True of one whose formula is made for the thing itself: a mean with models of anything must earn its place. */
  readonly isPhysical?: boolean
}

const always = (): boolean => true
const never = (): boolean => false
const withWeather = (_: ForecastTask, { known }: Timeline): boolean => Object.keys(known).length > 0
const ofPlants = (task: ForecastTask, { values }: Timeline): boolean =>
  task.location !== undefined || (task.nonNegative && restsAtNight(values, stepsPerDay(task.stepMs)))
const LONG_HORIZON_DAYS = 7
const weeksAhead = ({ stepMs }: ForecastTask, _: Timeline, steps: number): boolean =>
  steps * stepMs > LONG_HORIZON_DAYS * DAY_MS

/** With more than a year of hours the regressions have learnt what the classical models cannot: day types and weather. */
const SHORT_HISTORY_STEPS = 10_000
// On quarter-hours they cost four times as much and gained nothing on substations, PV and wind.
const FINEST_STEP_MS = 1_800_000
const ofShortHistory = ({ stepMs }: ForecastTask, { values }: Timeline): boolean =>
  stepMs >= FINEST_STEP_MS && values.length <= SHORT_HISTORY_STEPS

const REST_DAYS = 30
const REST_SHARE = 0.25 // of the day
const NOTHING = 0.01 // of the largest value

/** True when for a quarter of the day or more nothing was measured on any of the last 30 days, and something at other times. */
function restsAtNight(values: Float64Array, perDay: number): boolean {
  const recent = values.subarray(-REST_DAYS * perDay)
  const largest = recent.reduce((most, value) => (value > most ? value : most), 0)
  const active = new Uint8Array(perDay)
  for (let i = 0; i < recent.length; i += 1) if (recent[i] > NOTHING * largest) active[i % perDay] = 1
  const rests = active.reduce((count, one) => count + 1 - one, 0)
  return largest > 0 && rests >= REST_SHARE * perDay
}

/** Floor, fallback and reference of every choice. */
export const REFERENCE: Model<unknown> = seasonalNaive

/** All models, one a line, the reference first: of two that do equally well, the earlier one stays. */
export const REGISTRY: readonly Registered[] = [
  { model: REFERENCE, inAuto: always },
  { model: ridgeAr, inAuto: always },
  { model: ridgeRecursive, inAuto: always },
  { model: empirical, inAuto: weeksAhead }, // nearer, yesterday says more
  { model: pv, inAuto: ofPlants, isPhysical: true },
  { model: gam, inAuto: withWeather },
  { model: gbdt, inAuto: withWeather }, // without covariates it gains little on the ridge and costs seven times as much
  { model: lear, inAuto: never }, // a price is not told from a load by its task; on loads it would only cost time
  { model: ets, inAuto: ofShortHistory },
  { model: lastValue, inAuto: never },
  { model: sameDayType, inAuto: ofShortHistory },
  { model: theta, inAuto: never },
  { model: dynamicTheta, inAuto: ofShortHistory },
  { model: mstl, inAuto: ofShortHistory },
  { model: sarima, inAuto: ofShortHistory },
]

/** @throws RangeError when there is no such model */
export function modelNamed(name: string): Model<unknown> {
  const entry = REGISTRY.find(({ model }) => model.name === name)
  if (!entry) throw new RangeError(`there is no model ${name}`)
  return entry.model
}

/** Names of the models of one kind of thing, such as PV plants. */
export const PHYSICAL_NAMES: readonly string[] = REGISTRY.filter(({ isPhysical }) => isPhysical).map(
  ({ model }) => model.name,
)

/** Names that a task's `model` may have beside `auto`. */
export const MODEL_NAMES: readonly string[] = REGISTRY.map(({ model }) => model.name)
