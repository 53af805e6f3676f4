// Sites for tests: the smallest plants on which a golden case can be worked out by hand.
import type { OptimizeAsset, OptimizeRequest } from '@omarino/contracts'

type Of<T extends OptimizeAsset['type']> = Extract<OptimizeAsset, { type: T }>
type Values = number | (number | null)[]

/** An hourly site in UTC that starts at midnight, 1 January 2026. */
export function siteOf(steps: number, assets: OptimizeAsset[], stepMinutes = 60): OptimizeRequest {
  return {
    schema: 'ems.optimize/1',
    site: { id: 'site', currency: 'EUR', timeZone: 'UTC' },
    horizon: { start: '2026-01-01T00:00:00Z', stepMinutes, steps },
    assets,
  }
}

/** 10 kWh, 5 kW, 0.9 both ways, empty. */
export const battery = (change: Partial<Of<'battery'>> = {}): Of<'battery'> => ({
  id: 'battery',
  type: 'battery',
  capacityKwh: 10,
  maxChargeKw: 5,
  maxDischargeKw: 5,
  chargeEfficiency: 0.9,
  dischargeEfficiency: 0.9,
  socMin: 0,
  socMax: 1,
  startSoc: 0,
  ...change,
})

/** A connection of 100 kW each way with one price both ways unless told otherwise. */
export const grid = (price: Values, change: Partial<Of<'grid'>> = {}): Of<'grid'> => ({
  id: 'grid',
  type: 'grid',
  importLimitKw: 100,
  exportLimitKw: 100,
  importPricePerKwh: price,
  exportPricePerKwh: price,
  ...change,
})

/** 2 to 10 kW, the first 5 kW at 50 kWh for a kg, then 60; a kg sells for 5. */
export const electrolyzer = (change: Partial<Of<'electrolyzer'>> = {}): Of<'electrolyzer'> => ({
  id: 'electrolyzer',
  type: 'electrolyzer',
  maxPowerKw: 10,
  minPowerKw: 2,
  loadSegments: [
    { sizeKw: 5, kwhPerKg: 50 },
    { sizeKw: 5, kwhPerKg: 60 },
  ],
  hydrogenPricePerKg: 5,
  ...change,
})

/** 2 to 10 kW at 0.20 per kWh, a start for 1, off for long; no other rule. */
export const generator = (change: Partial<Of<'generator'>> = {}): Of<'generator'> => ({
  id: 'generator',
  type: 'generator',
  minPowerKw: 2,
  maxPowerKw: 10,
  noLoadCostPerHour: 0.4,
  costSegments: [{ sizeKw: 8, pricePerKwh: 0.2 }],
  startCosts: [{ offHours: 0, cost: 1 }],
  shutdownCost: 0,
  minUpHours: 0,
  minDownHours: 0,
  ...change,
})

export const load = (powerKw: Values, change: Partial<Of<'load'>> = {}): Of<'load'> => ({
  id: 'load',
  type: 'load',
  powerKw,
  ...change,
})

/** 60 kWh, 11 kW, no losses; plugged in from midnight to 02:00 with 20 kWh that must become 48. */
export const ev = (change: Partial<Of<'ev'>> = {}): Of<'ev'> => ({
  id: 'ev',
  type: 'ev',
  capacityKwh: 60,
  maxChargeKw: 11,
  chargeEfficiency: 1,
  sessions: [stay(0, 2, 20 / 60, 0.8)],
  ...change,
})

/** 2 kW for two hours, anywhere in the first four. */
export const block = (change: Partial<Extract<Of<'deferrable'>, { mode: 'block' }>> = {}): Of<'deferrable'> => ({
  id: 'block',
  type: 'deferrable',
  mode: 'block',
  profileKw: [2],
  profileStepMinutes: 120,
  earliest: hourOf(0),
  latestEnd: hourOf(4),
  ...change,
})

/** Up to 2 kW, 4 kWh, anywhere in the first four hours. */
export const interruptible = (
  change: Partial<Extract<Of<'deferrable'>, { mode: 'interruptible' }>> = {},
): Of<'deferrable'> => ({
  id: 'pump',
  type: 'deferrable',
  mode: 'interruptible',
  powerKw: 2,
  energyKwh: 4,
  earliest: hourOf(0),
  latestEnd: hourOf(4),
  ...change,
})

/** An hour of the first day; it may be negative or broken. */
export const hourOf = (hour: number): string => new Date(Date.UTC(2026, 0, 1) + hour * 3_600_000).toISOString()

/** A session by hours of the first day. */
export function stay(arriveHour: number, departHour: number, arriveSoc: number, targetSoc: number) {
  return { arrive: hourOf(arriveHour), depart: hourOf(departHour), arriveSoc, targetSoc }
}

export const pv = (availableKw: Values, change: Partial<Of<'pv'>> = {}): Of<'pv'> => ({
  id: 'pv',
  type: 'pv',
  availableKw,
  curtailable: true,
  ...change,
})
