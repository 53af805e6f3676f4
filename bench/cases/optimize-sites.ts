// Seeded sites for the benchmarks of plans: the same seed is the same site. Prices have the shape of a day-ahead market.
import type { OptimizeAsset, OptimizeRequest } from '@omarino/contracts'
import { seededRandom } from '@omarino/energy'

type Of<T extends OptimizeAsset['type']> = Extract<OptimizeAsset, { type: T }>

const START_MS = Date.UTC(2026, 0, 5) // a Monday
const HOUR_MS = 3_600_000
const QUARTER = 15
const instant = (hours: number): string => new Date(START_MS + hours * HOUR_MS).toISOString()

export interface Weather {
  readonly uniform: () => number
  readonly between: (low: number, high: number) => number
  readonly price: number[]
  readonly sun: number[]
  readonly load: number[]
}

/** Quarter hours of price (two peaks a day, sometimes below zero), sun and load, with noise. */
function weatherOf(seed: number, steps: number, mayBeNegative: boolean): Weather {
  const uniform = seededRandom(seed)
  const between = (low: number, high: number): number => low + (high - low) * uniform()
  const hourOf = (t: number): number => (t / 4) % 24
  const bump = (hour: number, at: number, width: number): number => Math.exp(-(((hour - at) / width) ** 2))
  const base = between(0.08, 0.16)
  const price = Array.from({ length: steps }, (_, t) => {
    const hour = hourOf(t)
    const shape = 0.08 * bump(hour, 8, 2) + 0.12 * bump(hour, 19, 2.5) - 0.09 * bump(hour, 13, 3)
    const value = base + shape + between(-0.02, 0.02)
    return mayBeNegative ? value - 0.08 * bump(hour, 13, 2) : Math.max(value, 0.01)
  })
  const sun = Array.from(
    { length: steps },
    (_, t) => Math.max(0, Math.sin(((hourOf(t) - 7) / 10) * Math.PI)) * between(0.6, 1),
  )
  const load = Array.from(
    { length: steps },
    (_, t) => 0.5 + bump(hourOf(t), 8, 2) + 1.4 * bump(hourOf(t), 19, 3) + between(0, 0.3),
  )
  return { uniform, between, price, sun, load }
}

const siteOf = (steps: number, assets: OptimizeAsset[], more: Partial<OptimizeRequest> = {}): OptimizeRequest => ({
  schema: 'ems.optimize/1',
  site: { id: 'bench', currency: 'EUR', timeZone: 'Europe/Berlin' },
  horizon: { start: instant(0), stepMinutes: QUARTER, steps },
  assets,
  ...more,
})

const battery = (id: string, { between }: Weather, change: Partial<Of<'battery'>> = {}): Of<'battery'> => ({
  id,
  type: 'battery',
  capacityKwh: between(8, 20),
  maxChargeKw: between(3, 8),
  maxDischargeKw: between(3, 8),
  chargeEfficiency: between(0.93, 0.97),
  dischargeEfficiency: between(0.93, 0.97),
  socMin: 0.1,
  socMax: 0.95,
  startSoc: between(0.2, 0.8),
  wearCostPerKwh: 0.01,
  endValuePerKwh: 0.1,
  ...change,
})

const grid = (price: readonly number[], change: Partial<Of<'grid'>> = {}): Of<'grid'> => ({
  id: 'grid',
  type: 'grid',
  importLimitKw: 40,
  exportLimitKw: 20,
  importPricePerKwh: price.map((value) => value + 0.08),
  exportPricePerKwh: [...price],
  ...change,
})

/** A battery, PV and a load; prices below zero at noon where `mayBeNegative`, so that directions must be kept apart. */
export function batterySite(seed: number, steps: number, mayBeNegative = true): OptimizeRequest {
  const weather = weatherOf(seed, steps, mayBeNegative)
  return siteOf(steps, [
    battery('battery', weather),
    { id: 'pv', type: 'pv', availableKw: weather.sun.map((share) => 10 * share), curtailable: true },
    { id: 'load', type: 'load', powerKw: weather.load.map((kw) => 2 * kw) },
    grid(weather.price),
  ])
}

/** Batteries behind one connection that is too small for all of them at once: a linear model. */
export function portfolio(seed: number, batteries: number, steps = 96): OptimizeRequest {
  const weather = weatherOf(seed, steps, false)
  const all = Array.from({ length: batteries }, (_, k) => battery(`battery ${k}`, weather))
  const limitKw = 3 * batteries
  return siteOf(steps, [
    ...all,
    { id: 'load', type: 'load', powerKw: weather.load.map((kw) => kw * batteries) },
    grid(weather.price, { importLimitKw: limitKw, exportLimitKw: limitKw / 2 }),
  ])
}

/** A battery site whose load and sun are quantiles, planned over scenarios. */
export function unsureSite(seed: number, scenarios: number, steps = 96): OptimizeRequest {
  const weather = weatherOf(seed, steps, false)
  const band = (values: readonly number[], scale: number) => ({
    quantiles: {
      p10: values.map((value) => 0.7 * scale * value),
      p50: values.map((value) => scale * value),
      p90: values.map((value) => 1.35 * scale * value),
    },
  })
  return siteOf(
    steps,
    [
      battery('battery', weather),
      { id: 'pv', type: 'pv', availableKw: band(weather.sun, 10), curtailable: true },
      { id: 'load', type: 'load', powerKw: band(weather.load, 2) },
      grid(weather.price),
    ],
    { uncertainty: { scenarios, seed, nowSteps: 4, cvarLevel: 0.9, cvarWeight: 0.2 } },
  )
}

/** Two batteries, PV, EV, five shiftable loads, CHP, boiler, heat store, heat and electric load, and a price on the peak. */
export function microgrid(seed: number, steps: number): OptimizeRequest {
  const weather = weatherOf(seed, steps, false)
  const { between, price, sun, load } = weather
  const days = steps / 96
  const shiftable = Array.from({ length: 5 }, (_, k): Of<'deferrable'> => {
    const day = Math.floor(between(0, days)) * 24
    const earliest = day + Math.floor(between(0, 12))
    return {
      id: `shiftable ${k}`,
      type: 'deferrable',
      mode: 'block',
      profileKw: Array.from({ length: 4 + k }, () => between(1, 3)),
      profileStepMinutes: QUARTER,
      earliest: instant(earliest),
      latestEnd: instant(Math.min(earliest + 10, steps / 4)),
    }
  })
  const sessions = Array.from({ length: Math.floor(days) }, (_, day) => ({
    arrive: instant(day * 24 + 1),
    depart: instant(day * 24 + 8),
    arriveSoc: 0.3,
    targetSoc: 0.8,
  }))
  return siteOf(steps, [
    battery('battery 0', weather),
    battery('battery 1', weather),
    { id: 'pv', type: 'pv', availableKw: sun.map((share) => 15 * share), curtailable: true },
    { id: 'ev', type: 'ev', capacityKwh: 60, maxChargeKw: 11, chargeEfficiency: 0.92, sessions },
    ...shiftable,
    {
      id: 'chp', type: 'generator', minPowerKw: 4, maxPowerKw: 10, noLoadCostPerHour: 0.6,
      costSegments: [{ sizeKw: 6, pricePerKwh: 0.14 }], startCosts: [{ offHours: 0, cost: 1 }], shutdownCost: 0.2,
      minUpHours: 2, minDownHours: 2, heat: { heatNode: 'heat', ratio: 1.4, dump: true },
    },
    { id: 'boiler', type: 'boiler', heatNode: 'heat', maxHeatKw: 30, efficiency: 0.92, electric: false, fuelPricePerKwh: 0.09 },
    {
      id: 'heat store', type: 'thermalStore', heatNode: 'heat', capacityKwh: 30, maxChargeKw: 15, maxDischargeKw: 15,
      chargeEfficiency: 0.98, dischargeEfficiency: 0.98, lossPerHour: 0.01, startKwh: 10, endValuePerKwh: 0.07,
    },
    { id: 'heat load', type: 'heatLoad', heatNode: 'heat', powerKw: load.map((kw) => 3 + 3 * kw) },
    { id: 'load', type: 'load', powerKw: load.map((kw) => 10 * kw) },
    grid(price, {
      importLimitKw: 50,
      demandCharges: [{ id: 'peak', pricePerKw: 5, intervalMinutes: QUARTER, realisedKw: 5 }],
    }),
  ]) // prettier-ignore
}

/** A site whose wishes clash: too little power for what is wanted by when, in one of several ways. */
export function contradictorySite(seed: number): OptimizeRequest {
  const weather = weatherOf(seed, 48, true)
  const { between, load } = weather
  const limitKw = between(1, 4)
  const ask = seed % 4
  const assets: OptimizeAsset[] = [
    battery('battery', weather, ask === 0 ? { startSoc: 0.1, endSocMin: 0.95, maxChargeKw: 0.3 } : {}),
    { id: 'load', type: 'load', powerKw: load.map((kw) => kw * (ask === 1 ? 6 : 1)) },
    {
      id: 'ev', type: 'ev', capacityKwh: 60, maxChargeKw: 11, chargeEfficiency: 0.9,
      sessions: [{ arrive: instant(1), depart: instant(ask === 2 ? 3 : 11), arriveSoc: 0.1, targetSoc: ask === 2 ? 1 : 0.2 }],
    },
    { id: 'pv', type: 'pv', availableKw: weather.sun.map((share) => (ask === 3 ? 30 : 3) * share + (ask === 3 ? 8 : 0)), curtailable: ask !== 3 },
    grid(weather.price, { importLimitKw: limitKw + (ask === 1 ? 0 : 6), exportLimitKw: limitKw }),
  ] // prettier-ignore
  return siteOf(48, assets)
}
