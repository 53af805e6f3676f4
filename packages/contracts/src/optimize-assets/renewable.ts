import { z } from 'zod'
import { asset, costPerKwh, uncertain } from './profile.ts'

const renewable = { availableKw: uncertain, curtailable: z.boolean(), curtailCostPerKwh: costPerKwh.optional() }
export const pv = z.strictObject({ ...asset, type: z.literal('pv'), ...renewable })
export const wind = z.strictObject({ ...asset, type: z.literal('wind'), ...renewable })
