import { z } from 'zod'
import { asset, costPerKwh, instant } from './profile.ts'

const kw = z.number().nonnegative()
const task = {
  ...asset,
  type: z.literal('deferrable'),
  earliest: instant,
  latestEnd: instant,
  /** Money for not running at all; without it, it runs if it can. */
  skipCost: costPerKwh.optional(),
  /** When it began to run before the horizon. */
  startedAt: instant.optional(),
}
/** Runs once, by its profile, without a break. */
const block = z.strictObject({
  ...task,
  mode: z.literal('block'),
  profileKw: z.array(kw).min(1).max(2000),
  profileStepMinutes: z.number().positive(),
  after: z.strictObject({ assetId: z.string().min(1), gapHours: z.number().nonnegative() }).optional(),
})
/** Takes an amount of energy whenever it likes within its window. */
const interruptible = z.strictObject({
  ...task,
  mode: z.literal('interruptible'),
  powerKw: z.number().positive(),
  energyKwh: z.number().nonnegative(),
  minPowerKw: kw.optional(),
  maxStarts: z.int().nonnegative().optional(),
  minOnHours: z.number().nonnegative().optional(),
})

export const deferrable = z.discriminatedUnion('mode', [block, interruptible])
