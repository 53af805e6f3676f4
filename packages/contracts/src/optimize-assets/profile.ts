// The numbers that requests are made of: instants, profiles, shares. Units stand in the names of the fields.
import { parseInstant } from '@omarino/energy'
import { z } from 'zod'

export const instant = z.string().refine((text) => text.endsWith('Z') && typeof parseInstant(text) === 'number', {
  error: 'must be an instant as ISO 8601 in UTC, such as 2026-01-31T23:00:00Z',
})
export const MAX_STEPS = 20_000 // the admission limit of the solver processes lies below what this many steps need
const values = z.array(z.number().nullable()).min(1).max(MAX_STEPS)
const quantiles = z.strictObject({
  quantiles: z
    .record(z.string().regex(/^p\d{1,2}(\.\d+)?$/), values)
    .refine((levels) => 'p50' in levels, { error: 'must hold p50' }),
})
export const MAX_SCENARIOS = 200
const scenarios = z.strictObject({ scenarios: z.array(values).min(1).max(MAX_SCENARIOS) })
/** V: a number, one value per step, or the name of a profile in `prices` or `forecasts`; null is a missing value. */
export const profile = z.union([z.number(), values, z.string().min(1)], {
  error: 'must be a number, a list with one number (or null) per step, or the name of a profile',
})
/** P: V, or quantiles or scenarios; without `uncertainty` the optimizer takes p50, and the mean of scenarios. */
export const uncertain = z.union([z.number(), values, z.string().min(1), quantiles, scenarios], {
  error:
    'must be a number, a list with one number (or null) per step, the name of a profile, {quantiles: {p50}} or {scenarios: [S][T]}',
})
export const named = z.union([z.number(), values, quantiles, scenarios], {
  error: 'must be a number, a list with one number (or null) per step, {quantiles: {p50}} or {scenarios: [S][T]}',
})
export const share = z.number().min(0).max(1)
export const efficiency = z.number().gt(0).max(1)
export const costPerKwh = z.number().nonnegative()
/** What every asset has. */
export const asset = { id: z.string().min(1), node: z.string().min(1).optional(), hard: z.array(z.string()).optional() }
