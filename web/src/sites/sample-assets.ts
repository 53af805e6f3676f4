// One configuration of each type with as many fields as it may have, for tests.
import type { AssetConfig } from '@omarino/contracts'

const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6]
const commitment = { minOnHours: 1, minOffHours: 0.5, startCost: 2 }

export const SAMPLE_ASSETS: readonly AssetConfig[] = [
  {
    type: 'battery', capacityKwh: 500, maxChargeKw: 200, maxDischargeKw: 200, chargeEfficiency: 0.95, dischargeEfficiency: 0.95, socMin: 0.07, socMax: 0.95,
    startSoc: 0.5, socSeries: 'demo/battery/soc', endValuePerKwh: 0.1, endSocMin: 0.2, maxCycles: 1.5, gridCharge: false, gridExport: false,
    wearSegments: [{ share: 0.6, costPerKwh: 0.01 }, { share: 0.4, costPerKwh: 0.03 }],
  },
  { type: 'pv', series: 'demo/pv', peakKw: 320, curtailable: true, curtailCostPerKwh: 0.01 },
  { type: 'wind', series: 'demo/wind', peakKw: 320, curtailable: false },
  { type: 'load', series: 'demo/load', shedCostPerKwh: 5 },
  {
    type: 'grid', importLimitKw: 420, exportLimitKw: 250, co2KgPerKwh: { series: 'demo/co2' },
    demandCharges: [{ id: 'month', pricePerKw: 12, intervalMinutes: 15, powerSeries: 'demo/import', realisedKw: 300 }],
  },
  {
    type: 'ev', capacityKwh: 60, maxChargeKw: 11, minChargeKw: 1.4, maxDischargeKw: 5, chargeEfficiency: 0.92, dischargeEfficiency: 0.9, wearCostPerKwh: 0.02,
    socSeries: 'demo/car/soc',
    stays: [{ weekdays: [0, 1, 2, 3, 4], arrive: '18:00', depart: '07:00', arriveSoc: 0.3, targetSoc: 0.8, minSoc: 0.2 }],
  },
  { type: 'deferrable', mode: 'block', weekdays: EVERY_DAY, earliest: '08:00', latestEnd: '20:00', profileKw: [2, 1.5, 0.2], profileStepMinutes: 30, skipCost: 3, powerSeries: 'demo/washer' },
  {
    type: 'deferrable', mode: 'interruptible', weekdays: [5, 6], earliest: '22:00', latestEnd: '06:00', powerKw: 3, energyKwh: 9, minPowerKw: 1, maxStarts: 2,
    minOnHours: 0.5,
  },
  { type: 'heatLoad', heatNode: 'heat', series: 'demo/heat' },
  { type: 'heatPump', heatNode: 'heat', maxPowerKw: 20, minPowerKw: 4, cop: { series: 'demo/cop' }, commitment },
  { type: 'boiler', heatNode: 'heat', maxHeatKw: 100, minHeatKw: 10, efficiency: 0.92, fuelPricePerKwh: 0.06, co2KgPerKwh: 0.2 },
  {
    type: 'thermalStore', heatNode: 'heat', capacityKwh: 200, maxChargeKw: 100, maxDischargeKw: 100, chargeEfficiency: 1, dischargeEfficiency: 0.98, lossPerHour: 0.005,
    startKwh: 80, energySeries: 'demo/store', minKwh: 10, endValuePerKwh: 0.04,
  },
  {
    type: 'building', heatNode: 'heat', model: '2R2C', resistanceKPerKw: 0.5, capacityKwhPerK: 20, wallResistanceKPerKw: 0.8, wallCapacityKwhPerK: 90, wallStartC: 17,
    startC: 20.5, temperatureSeries: 'demo/room', outdoorC: { series: 'demo/outdoor' }, gainsKw: 3, comfortMinC: 20, comfortMaxC: 23, discomfortPricePerKh: 2,
  },
  {
    type: 'generator', minPowerKw: 50, maxPowerKw: 200, noLoadCostPerHour: 8, costSegments: [{ sizeKw: 100, pricePerKwh: 0.15 }, { sizeKw: 50, pricePerKwh: 0.17 }],
    startCosts: [{ offHours: 0, cost: 5 }, { offHours: 8, cost: 12 }], shutdownCost: 1, minUpHours: 2, minDownHours: 1, rampUpKwPerHour: 400, rampDownKwPerHour: 400,
    startLimitKw: 100, stopLimitKw: 100, co2KgPerKwh: 0.45, heat: { heatNode: 'heat', ratio: 1.2, dump: true },
  },
  {
    type: 'electrolyzer', maxPowerKw: 100, minPowerKw: 15, loadSegments: [{ sizeKw: 60, kwhPerKg: 50 }, { sizeKw: 40, kwhPerKg: 55 }],
    hydrogenPricePerKg: { series: 'demo/hydrogen' }, commitment,
  },
] // prettier-ignore
