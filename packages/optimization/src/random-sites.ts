// Seeded random sites for properties: everything the first assets can do, prices of either sign, limits that may bind.
import type { OptimizeRequest } from '@omarino/contracts'
import { drawsOf } from './random-draws.ts'
import { battery, grid, load, pv, siteOf } from './sites.ts'

/** A site with one or two batteries, PV, load and a connection; the same seed gives the same site. */
export function randomSite(seed: number, steps: number, stepMinutes = 60): OptimizeRequest {
  const { uniform, between, series } = drawsOf(seed, steps)
  const spot = series(uniform() < 0.5 ? -0.2 : 0.01, 0.4)
  const spread = uniform() < 0.3 ? -0.02 : 0.05
  const batteries = Array.from({ length: uniform() < 0.3 ? 2 : 1 }, (_, k) =>
    battery({
      id: `battery ${k}`,
      startSoc: between(0, 1),
      chargeEfficiency: between(0.8, 1),
      dischargeEfficiency: between(0.8, 1),
      socMin: 0.1,
      socMax: 0.95,
      selfDischargePerHour: uniform() < 0.3 ? 0.01 : 0,
      ...(uniform() < 0.5 ? { wearCostPerKwh: 0.01 } : {}),
      ...(uniform() < 0.5 ? { endValuePerKwh: between(0, 0.2) } : {}),
    }),
  )
  return siteOf(
    steps,
    [
      ...batteries,
      pv(series(0, 8), { curtailable: uniform() < 0.7, ...(uniform() < 0.3 ? { curtailCostPerKwh: 0.01 } : {}) }),
      load(series(0, 6)),
      grid(0, {
        importLimitKw: between(4, 20),
        exportLimitKw: between(2, 10),
        importPricePerKwh: spot.map((price) => price + spread),
        exportPricePerKwh: spot,
      }),
    ],
    stepMinutes,
  )
}
