// Seeded random sites with a heat node: demand that changes, several ways to serve it, limits that may bind.
import type { OptimizeAsset, OptimizeRequest } from '@omarino/contracts'
import { seededRandom } from '@omarino/energy'
import { boiler, building, heatLoad, heatPump, heatingRod, tank } from './heat-sites.ts'
import { drawsOf } from './random-draws.ts'
import { grid, load, pv, siteOf } from './sites.ts'

/** The same seed gives the same site. */
export function randomHeatSite(seed: number, steps: number, stepMinutes = 60): OptimizeRequest {
  const { uniform, between, series } = drawsOf(seed, steps)
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

/** The same with needs, minimum times, minimum fills and connections that clash more often than not. */
export function contradictoryHeatSite(seed: number, steps: number): OptimizeRequest {
  const uniform = seededRandom(seed)
  const upTo = (high: number): number => high * uniform()
  const site = randomHeatSite(seed, steps)
  const clash = (asset: OptimizeAsset): OptimizeAsset => {
    if (asset.type === 'grid') return { ...asset, importLimitKw: upTo(3), exportLimitKw: upTo(2) }
    if (asset.type === 'pv') return { ...asset, curtailable: uniform() < 0.5 }
    if (asset.type === 'boiler') return { ...asset, maxHeatKw: upTo(asset.maxHeatKw), minHeatKw: 0 }
    if (asset.type === 'thermalStore') return { ...asset, startKwh: upTo(10), minKwh: upTo(10), lossPerHour: upTo(0.3) }
    if (asset.type === 'heatLoad')
      return { ...asset, powerKw: Array.from({ length: steps }, () => (uniform() < 0.4 ? 0 : upTo(15))) }
    if (asset.type !== 'heatPump') return asset
    const state = { on: uniform() < 0.7, sinceHours: upTo(3) }
    const commitment = { minOnHours: upTo(6), minOffHours: upTo(6), startCost: upTo(1), state }
    return { ...asset, minPowerKw: upTo(asset.maxPowerKw), commitment }
  }
  const keepsBuilding = uniform() < 0.3
  return { ...site, assets: site.assets.filter(({ type }) => keepsBuilding || type !== 'building').map(clash) }
}
