import { type Columns, DAY_MS, type ForecastTask, type Model } from '../model.ts'
import { empirical } from './empirical.ts'
import { ets } from './ets.ts'
import { gam } from './gam.ts'
import { gbdt } from './gbdt.ts'
import { lastValue } from './last-value.ts'
import { lear } from './lear.ts'
import { mstl } from './mstl.ts'
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
  readonly inAuto: (task: ForecastTask, known: Columns, steps: number) => boolean
}

const always = (): boolean => true
const never = (): boolean => false
const withWeather = (_: ForecastTask, known: Columns): boolean => Object.keys(known).length > 0
const LONG_HORIZON_DAYS = 7
const weeksAhead = ({ stepMs }: ForecastTask, _: Columns, steps: number): boolean =>
  steps * stepMs > LONG_HORIZON_DAYS * DAY_MS

/** Floor, fallback and reference of every choice. */
export const REFERENCE: Model<unknown> = seasonalNaive

/** All models, one a line, the reference first: of two that do equally well, the earlier one stays. */
export const REGISTRY: readonly Registered[] = [
  { model: REFERENCE, inAuto: always },
  { model: ridgeAr, inAuto: always },
  { model: ridgeRecursive, inAuto: always },
  { model: empirical, inAuto: weeksAhead }, // nearer, yesterday says more
  { model: gam, inAuto: withWeather },
  { model: gbdt, inAuto: withWeather }, // without covariates it gains little on the ridge and costs seven times as much
  { model: lear, inAuto: never }, // a price is not told from a load by its task; on loads it would only cost time
  { model: ets, inAuto: never },
  { model: lastValue, inAuto: never },
  { model: sameDayType, inAuto: never },
  { model: theta, inAuto: never },
  { model: dynamicTheta, inAuto: never },
  { model: mstl, inAuto: never },
  { model: sarima, inAuto: never },
]

/** @throws RangeError when there is no such model */
export function modelNamed(name: string): Model<unknown> {
  const entry = REGISTRY.find(({ model }) => model.name === name)
  if (!entry) throw new RangeError(`there is no model ${name}`)
  return entry.model
}

/** Names that a task's `model` may have beside `auto`. */
export const MODEL_NAMES: readonly string[] = REGISTRY.map(({ model }) => model.name)
