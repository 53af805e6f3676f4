// What can wait: cars by the week's stays at the charger, loads by the day's window.
import { z } from 'zod'
import { Key } from '../scalars.ts'
import { ClockTime, efficiency, energy, hours, money, power, share, Weekdays } from './field.ts'

/** Each of the days, from `arrive` until `depart`: of the next day when that is not later. */
const stay = z.strictObject({
  weekdays: Weekdays,
  arrive: ClockTime,
  depart: ClockTime,
  arriveSoc: share,
  targetSoc: share,
  minSoc: share.optional(),
})
export const EvConfig = z.strictObject({
  type: z.literal('ev'),
  capacityKwh: z.number().gt(0).max(1e6),
  maxChargeKw: z.number().gt(0).max(1e5),
  minChargeKw: power.optional(),
  maxDischargeKw: power.optional(),
  chargeEfficiency: efficiency,
  dischargeEfficiency: efficiency.optional(),
  wearCostPerKwh: z.number().min(0).max(10).optional(),
  stays: z.array(stay).min(1).max(28),
  /** State of charge of a car whose stay has begun; without a fresh point its `arriveSoc` counts. */
  socSeries: Key.optional(),
})

/** Once on each of the days, between `earliest` and `latestEnd`: of the next day when that is not later. */
const daily = {
  type: z.literal('deferrable'),
  weekdays: Weekdays,
  earliest: ClockTime,
  latestEnd: ClockTime,
  /** Money for not running at all; without it, it runs if it can. */
  skipCost: money.optional(),
  /** Measured power: what it has drawn in a window that has begun; without it, it is taken not to have run. */
  powerSeries: Key.optional(),
}
const block = z.strictObject({
  ...daily,
  mode: z.literal('block'),
  profileKw: z.array(power).min(1).max(2000),
  profileStepMinutes: z.number().gt(0).max(1440),
})
const interruptible = z.strictObject({
  ...daily,
  mode: z.literal('interruptible'),
  powerKw: z.number().gt(0).max(1e7),
  energyKwh: energy,
  minPowerKw: power.optional(),
  maxStarts: z.int().min(0).max(1000).optional(),
  minOnHours: hours.optional(),
})
export const DeferrableConfig = z.discriminatedUnion('mode', [block, interruptible])
