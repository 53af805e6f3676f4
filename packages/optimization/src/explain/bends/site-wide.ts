// What the whole site bends: shared limits, sold reserve that cannot be held, the cap on CO₂.
import { sharedKw } from '../../costs/site-wide.ts'
import { siteTotals } from '../../emissions.ts'
import type { Plant } from '../../plant/plant.ts'
import type { Schedules } from '../../schedule-costs.ts'
import { most, relaxationsOf, spans, roundedUp, type Relaxation } from './bend.ts'

export const bentSite = (plant: Plant, schedules: Schedules): Relaxation[] => [
  ...plant.limits.flatMap((limit) => bentLimit(plant, limit, schedules)),
  ...plant.reserves.flatMap((reserve) => bentOffer(plant, reserve, schedules)),
  ...bentCap(plant, schedules),
]

function bentLimit(plant: Plant, limit: Plant['limits'][number], schedules: Schedules): Relaxation[] {
  const { tier, maxKw, id, direction } = limit
  if (tier === 'hard') return []
  const sign = direction === 'import' ? 1 : -1
  const missing = sharedKw(plant, limit, schedules).map((kw, t) => sign * kw - maxKw[t])
  return relaxationsOf(limit, {
    kind: 'limit',
    tier,
    missing,
    unit: 'kW',
    scale: most(maxKw),
    amount: () => most(missing),
    text: (ranges, amount) => `${direction} limit "${id}" is passed ${spans(plant, ranges)}, by at most ${amount}`,
    remedies: () => [`allow ${most(missing).toFixed(1)} kW more on "${id}"`],
  })
}

function bentOffer(plant: Plant, reserve: Plant['reserves'][number], schedules: Schedules): Relaxation[] {
  const soldKw = reserve.offerKw
  if (soldKw === undefined) return []
  const columns = schedules[reserve.id] ?? {}
  const parts = reserve.assets.flatMap((asset) => columns[`${plant.assets[asset].id}Kw`] ?? [])
  const missing = new Float64Array(plant.axis.steps)
  for (const { from, to } of reserve.blocks)
    for (let t = from; t < to; t++) missing[t] = soldKw[from] - parts.reduce((sum, part) => sum + part[t], 0)
  return relaxationsOf(reserve, {
    kind: 'offer',
    tier: 1,
    missing,
    unit: 'kW',
    scale: most(soldKw),
    amount: () => most(missing),
    text: (ranges, amount) =>
      `reserve "${reserve.id}" was sold but cannot be held ${spans(plant, ranges)}: ${amount} missing`,
    remedies: () => [`buy back ${roundedUp(most(missing))} kW of "${reserve.id}"`],
  })
}

function bentCap(plant: Plant, schedules: Schedules): Relaxation[] {
  const capKg = plant.wants.co2CapKg
  if (capKg === undefined) return []
  const overKg = siteTotals(plant, schedules).co2 - capKg
  const missing = new Float64Array(plant.axis.steps).fill(overKg)
  return relaxationsOf({ id: 'co2' }, {
    kind: 'co2',
    tier: 2,
    missing,
    unit: 'kg CO₂',
    scale: capKg,
    amount: () => overKg,
    text: (_, amount) => `the cap of ${capKg} kg CO₂ cannot be kept: ${amount} too much`,
    remedies: () => [`allow ${roundedUp(overKg)} kg more`],
  }) // prettier-ignore
}
