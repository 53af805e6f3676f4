// What belongs to a site as a whole: reserve that it sells, limits that it shares, emissions, and what it wants.
import { z } from 'zod'
import { demandCharge } from './grid.ts'
import { costPerKwh, instant, MAX_SCENARIOS, profile, share, uncertain } from './profile.ts'

const assetIds = z.array(z.string().min(1)).min(1)

export const reserve = z.strictObject({
  id: z.string().min(1),
  direction: z.enum(['up', 'down', 'symmetric']),
  blockMinutes: z.int().positive(),
  pricePerKwPerHour: uncertain,
  assetIds,
  /** Hours that a full activation must last. */
  fullActivationHours: z.number().nonnegative(),
  /** Sold already; what cannot be held is a broken promise. */
  offerKw: profile.optional(),
  maxOfferKw: z.number().nonnegative().optional(),
  minOfferKw: z.number().nonnegative().optional(),
  /** Share of the offered power that is called in the mean. */
  expectedActivation: share.optional(),
})

/** A limit on the sum of several grid connections. */
export const limit = z.strictObject({
  id: z.string().min(1),
  assetIds,
  direction: z.enum(['import', 'export']),
  maxKw: profile,
  tier: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal('hard')]),
  demandCharge: demandCharge.omit({ direction: true }).optional(),
})

export const co2 = z.strictObject({
  pricePerKg: z.number().nonnegative().optional(),
  capKg: z.number().nonnegative().optional(),
})

export const objective = z.strictObject({
  moneyWeight: z.number().nonnegative().optional(),
  co2PerKg: costPerKwh.optional(),
  importPerKwh: costPerKwh.optional(),
  exportPerKwh: costPerKwh.optional(),
  preferences: z
    .array(z.enum(['less-cycling', 'earlier-charging', 'later-curtailing', 'flat-grid']))
    .max(4)
    .optional(),
})

/** How many ways the future may go, and how much the bad ones weigh. */
export const uncertainty = z.strictObject({
  scenarios: z.int().min(1).max(MAX_SCENARIOS),
  probabilities: z.array(share).min(1).max(MAX_SCENARIOS).optional(),
  seed: z.int().min(0).max(2_147_483_647),
  correlationHours: z.number().positive().optional(),
  /** Steps whose set points are the same in all scenarios. */
  nowSteps: z.int().nonnegative(),
  cvarLevel: z.number().min(0).lt(1).optional(),
  cvarWeight: share.optional(),
})

const held = {
  id: z.string().min(1).max(100),
  assetId: z.string().min(1),
  from: instant,
  to: instant,
}
/** An override: the asset's published power is held over the whole steps between the instants; it bends last of all wishes. */
export const pin = z.strictObject({ ...held, powerKw: z.number() })

export const explain = z.strictObject({
  sentences: z.boolean().optional(),
  /** What holding an asset at a power would cost. */
  counterfactuals: z
    .array(z.strictObject({ ...held, fixPowerKw: z.number() }))
    .max(20)
    .optional(),
  /** What less CO₂ costs, at so many points from the cleanest plan to the cheapest; each is a plan of its own. */
  paretoPoints: z.int().min(2).max(21).optional(),
})
