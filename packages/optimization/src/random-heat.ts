// Seeded random sites with a heat node: demand that changes, several ways to serve it, limits that may bind.
import type { OptimizeAsset, OptimizeRequest } from '@omarino/contracts'
import { seededRandom } from '@omarino/energy'
import { boiler, building, heatLoad, heatPump, heatingRod, tank } from './heat-sites.ts'
import { grid, load, pv, siteOf } from './sites.ts'

/** The same seed gives the same site. */
export function randomHeatSite(seed: number, steps: number, stepMinutes = 60): OptimizeRequest {
  const uniform = seededRandom(seed)
  const between = (low: number, high: number): number => low + (high - low) * uniform()
  const series = (low: number, high: number): number[] => Array.from({ length: steps }, () => between(low, high))
  const spot = series(uniform() < 0.3 ? -0.2 : 0.01, 0.4)
  const minimum = (share: number, kw: number): number => (uniform() < share ? kw : 0)
  const assets: OptimizeAsset[] = [
    heatLoad(series(0, 8)),
    boiler(series(0.05, 0.2), { maxHeatKw: between(2, 10), minHeatKw: minimum(0.5, between(0.5, 2)) }),
    heatPump({
      maxPowerKw: between(1, 3),
      minPowerKw: minimum(0.5, between(0.2, 0.8)),
      cop: series(2, 4),
      ...(uniform() < 0.5 && {
        commitment: {
          minOnHours: between(0, 3),
          minOffHours: between(0, 3),
          ...(uniform() < 0.5 && { startCost: between(0, 0.3) }),
          ...(uniform() < 0.7 && { state: { on: uniform() < 0.5, sinceHours: between(0, 4) } }),
        },
      }),
    }),
    tank({
      chargeEfficiency: between(0.9, 1),
      dischargeEfficiency: between(0.9, 1),
      lossPerHour: minimum(0.5, 0.02),
      startKwh: between(0, 10),
      minKwh: minimum(0.3, between(0, 3)),
      ...(uniform() < 0.5 && { endValuePerKwh: between(-0.02, 0.1) }),
    }),
    building({
      startC: between(18, 22),
      outdoorC: series(-5, 15),
      gainsKw: series(0, 2),
      discomfortPricePerKh: between(0.02, 1),
      ...(uniform() < 0.5 && {
        model: '2R2C',
        resistanceKPerKw: between(0.5, 2),
        capacityKwhPerK: between(0.2, 2),
        wallResistanceKPerKw: between(2, 5),
        wallCapacityKwhPerK: between(5, 20),
        wallStartC: between(12, 18),
      }),
    }),
    heatingRod({ maxHeatKw: between(1, 6) }),
    load(series(0, 3)),
    pv(series(0, 5)),
    grid(spot, { importLimitKw: between(4, 20), importPricePerKwh: spot.map((price) => price + 0.05) }),
  ]
  return siteOf(steps, assets, stepMinutes)
}
