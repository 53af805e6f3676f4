// Seeded random sites with demand that can move: cars at their chargers, blocks, interruptible loads.
import type { OptimizeAsset, OptimizeRequest } from '@omarino/contracts'
import { drawsOf, type Draws } from './random-draws.ts'
import { battery, block, ev, grid, hourOf, interruptible, load, pv, siteOf, stay } from './sites.ts'

type Extra = (draw: Draws) => OptimizeAsset[]

/** PV, load and a connection around the assets that `extra` draws; the same seed gives the same site. */
function siteAround(seed: number, steps: number, extra: Extra): OptimizeRequest {
  const draws = drawsOf(seed, steps)
  const { between, series, chance } = draws
  const spot = series(chance(0.5) ? -0.2 : 0.01, 0.4)
  const spread = chance(0.3) ? -0.02 : 0.05
  return siteOf(steps, [
    ...extra(draws),
    pv(series(0, 8), { curtailable: chance(0.7) }),
    load(series(0, 4)),
    grid(0, {
      importLimitKw: between(6, 20),
      exportLimitKw: between(2, 10),
      importPricePerKwh: spot.map((price) => price + spread),
      exportPricePerKwh: spot,
    }),
  ])
}

/** Two cars, one that may deliver, with stays that need not begin or end with a step, and sometimes a battery. */
export const randomEvSite = (seed: number, steps: number): OptimizeRequest =>
  siteAround(seed, steps, (draw) => [
    randomEv('car', draw, steps),
    { ...randomEv('van', draw, steps), maxDischargeKw: 7, dischargeEfficiency: draw.between(0.8, 1) },
    ...(draw.chance(0.4) ? [battery({ startSoc: draw.between(0, 1) })] : []),
  ])

function randomEv(id: string, { between, chance }: Draws, steps: number) {
  const first = between(-1, steps / 2)
  const parts = chance(0.4) ? 2 : 1
  const length = (steps - first) / parts
  const sessions = Array.from({ length: parts }, (_, k) => {
    const arrive = Math.round(4 * (first + k * length)) / 4
    const depart = Math.round(4 * (arrive + between(1, Math.max(1, length - 1.5)))) / 4
    const session = stay(arrive, depart, between(0, 0.6), between(0.4, 0.9))
    return chance(0.5) ? { ...session, minSoc: 0.2 } : session
  })
  return ev({
    id,
    chargeEfficiency: between(0.8, 1),
    capacityKwh: 40,
    ...(chance(0.4) ? { minChargeKw: 4.2 } : {}),
    ...(chance(0.5) ? { wearCostPerKwh: 0.02 } : {}),
    sessions,
  })
}

/** A washer, a dryer that follows it, and a pump that may pause. */
export const randomDeferrableSite = (seed: number, steps: number): OptimizeRequest =>
  siteAround(seed, steps, (draw) => {
    const { between, chance } = draw
    const hours = (low: number, high: number): number => Math.round(4 * between(low, high)) / 4
    const window = () => {
      const first = hours(-1, steps / 2)
      return { earliest: hourOf(first), latestEnd: hourOf(first + hours(2, steps)) }
    }
    const skip = (share: number) => (chance(share) ? { skipCost: between(0, 1) } : {})
    const profileKw = draw.series(0, 3)
    return [
      block({ id: 'washer', ...window(), ...skip(0.3), profileKw: profileKw.slice(0, 5), profileStepMinutes: 30 }),
      block({ id: 'dryer', ...window(), ...skip(0.5), ...(chance(0.7) ? { after: { assetId: 'washer', gapHours: 0.5 } } : {}) }),
      interruptible({
        ...window(),
        ...skip(0.3),
        energyKwh: between(1, 8),
        ...(chance(0.6) ? { minPowerKw: between(0.5, 2) } : {}),
      }),
      ...(chance(0.4) ? [battery({ startSoc: between(0, 1) })] : []),
    ]
  }) // prettier-ignore
