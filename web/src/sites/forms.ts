// The form of each type of asset: its fields in the order in which a person thinks of them, with units.
import type { AssetType } from '@omarino/contracts'
import type { FieldName, FieldSpec } from './field-spec.ts'
import type { Need } from './needs.ts'

const OPTIONAL = { optional: true } as const
const MORE = { optional: true, more: true } as const
const number = (field: FieldName, unit: string, more: object = {}): FieldSpec => ({ kind: 'number', field, unit, ...more }) // prettier-ignore
const percent = (field: FieldName, more: object = {}): FieldSpec => ({ kind: 'percent', field, ...more })
const series = (field: FieldName, needs: Need, more: object = {}): FieldSpec => ({ kind: 'series', field, needs, ...more }) // prettier-ignore
const either = (field: FieldName, unit: string, needs: Need, more: object = {}): FieldSpec => ({ kind: 'numberOrSeries', field, unit, needs, ...more }) // prettier-ignore
const rows = (field: FieldName, columns: readonly FieldSpec[], more: object = {}): FieldSpec => ({ kind: 'rows', field, columns, ...more }) // prettier-ignore
const flag = (field: FieldName, absent: boolean, more: object = {}): FieldSpec => ({ kind: 'flag', field, absent, ...more }) // prettier-ignore

const heatNode: FieldSpec = { kind: 'text', field: 'heatNode', optional: true, more: true }
const weekdays: FieldSpec = { kind: 'weekdays', field: 'weekdays' }
const efficiencies = [percent('chargeEfficiency'), percent('dischargeEfficiency')]
const commitment: FieldSpec = {
  kind: 'group', field: 'commitment', ...MORE,
  fields: [number('minOnHours', 'h', OPTIONAL), number('minOffHours', 'h', OPTIONAL), number('startCost', '¤', OPTIONAL)],
} // prettier-ignore

const renewable: readonly FieldSpec[] = [
  series('series', 'power'),
  number('peakKw', 'kW'),
  flag('curtailable', true),
  number('curtailCostPerKwh', '¤/kWh', { ...OPTIONAL, when: ['curtailable', true] }),
]

export const FORMS: Readonly<Record<AssetType, readonly FieldSpec[]>> = {
  battery: [
    number('capacityKwh', 'kWh'),
    number('maxChargeKw', 'kW'),
    number('maxDischargeKw', 'kW'),
    ...efficiencies,
    percent('socMin'),
    percent('socMax'),
    series('socSeries', 'share', OPTIONAL),
    percent('startSoc', OPTIONAL),
    percent('endSocMin', MORE),
    number('endValuePerKwh', '¤/kWh', MORE),
    number('wearCostPerKwh', '¤/kWh', MORE),
    rows('wearSegments', [percent('share'), number('costPerKwh', '¤/kWh')], MORE),
    number('maxCycles', '', MORE),
    flag('gridCharge', true, { more: true }),
    flag('gridExport', true, { more: true }),
  ],
  pv: renewable,
  wind: renewable,
  load: [series('series', 'power'), number('shedCostPerKwh', '¤/kWh', OPTIONAL)],
  grid: [
    number('importLimitKw', 'kW'),
    number('exportLimitKw', 'kW'),
    series('series', 'power', MORE),
    either('co2KgPerKwh', 'kg/kWh', 'emission', OPTIONAL),
    rows(
      'demandCharges',
      [
        { kind: 'text', field: 'id' },
        number('pricePerKw', '¤/kW'),
        { kind: 'choice', field: 'intervalMinutes', options: ['15', '30', '60'], numeric: true },
        series('powerSeries', 'power', OPTIONAL),
        number('realisedKw', 'kW', OPTIONAL),
      ],
      OPTIONAL,
    ),
  ],
  ev: [
    number('capacityKwh', 'kWh'),
    number('maxChargeKw', 'kW'),
    number('minChargeKw', 'kW', MORE),
    percent('chargeEfficiency'),
    number('maxDischargeKw', 'kW', MORE),
    percent('dischargeEfficiency', MORE),
    number('wearCostPerKwh', '¤/kWh', MORE),
    series('socSeries', 'share', OPTIONAL),
    rows('stays', [
      weekdays,
      { kind: 'clock', field: 'arrive' },
      { kind: 'clock', field: 'depart' },
      percent('arriveSoc'),
      percent('targetSoc'),
      percent('minSoc', OPTIONAL),
    ]),
  ],
  deferrable: [
    { kind: 'choice', field: 'mode', options: ['block', 'interruptible'] },
    { kind: 'clock', field: 'earliest' },
    { kind: 'clock', field: 'latestEnd' },
    weekdays,
    { kind: 'numbers', field: 'profileKw', unit: 'kW', when: ['mode', 'block'] },
    number('profileStepMinutes', 'min', { when: ['mode', 'block'] }),
    number('powerKw', 'kW', { when: ['mode', 'interruptible'] }),
    number('energyKwh', 'kWh', { when: ['mode', 'interruptible'] }),
    number('minPowerKw', 'kW', { ...MORE, when: ['mode', 'interruptible'] }),
    number('maxStarts', '', { ...MORE, when: ['mode', 'interruptible'] }),
    number('minOnHours', 'h', { ...MORE, when: ['mode', 'interruptible'] }),
    series('powerSeries', 'power', MORE),
    number('skipCost', '¤', MORE),
  ],
  heatLoad: [series('series', 'power'), heatNode],
  heatPump: [number('maxPowerKw', 'kW'), number('minPowerKw', 'kW', OPTIONAL), either('cop', '', 'ratio'), heatNode, commitment], // prettier-ignore
  boiler: [
    number('maxHeatKw', 'kW'),
    number('minHeatKw', 'kW', OPTIONAL),
    percent('efficiency'),
    flag('electric', false),
    either('fuelPricePerKwh', '¤/kWh', 'pricePerKwh', { when: ['electric', false] }),
    number('co2KgPerKwh', 'kg/kWh', { ...OPTIONAL, when: ['electric', false] }),
    heatNode,
  ],
  thermalStore: [
    number('capacityKwh', 'kWh'),
    number('maxChargeKw', 'kW'),
    number('maxDischargeKw', 'kW'),
    ...efficiencies,
    percent('lossPerHour'),
    series('energySeries', 'energy', OPTIONAL),
    number('startKwh', 'kWh', OPTIONAL),
    number('minKwh', 'kWh', MORE),
    number('endValuePerKwh', '¤/kWh', MORE),
    heatNode,
  ],
  building: [
    { kind: 'choice', field: 'model', options: ['1R1C', '2R2C'] },
    number('resistanceKPerKw', 'K/kW'),
    number('capacityKwhPerK', 'kWh/K'),
    number('wallResistanceKPerKw', 'K/kW', { when: ['model', '2R2C'] }),
    number('wallCapacityKwhPerK', 'kWh/K', { when: ['model', '2R2C'] }),
    number('wallStartC', '°C', { when: ['model', '2R2C'] }),
    number('comfortMinC', '°C'),
    number('comfortMaxC', '°C'),
    number('discomfortPricePerKh', '¤/(K·h)'),
    either('outdoorC', '°C', 'temperature'),
    series('temperatureSeries', 'temperature', OPTIONAL),
    number('startC', '°C', OPTIONAL),
    either('gainsKw', 'kW', 'power', MORE),
    heatNode,
  ],
  generator: [
    number('minPowerKw', 'kW'),
    number('maxPowerKw', 'kW'),
    number('noLoadCostPerHour', '¤/h'),
    rows('costSegments', [number('sizeKw', 'kW'), number('pricePerKwh', '¤/kWh')]),
    rows('startCosts', [number('offHours', 'h'), number('cost', '¤')]),
    number('shutdownCost', '¤'),
    number('minUpHours', 'h'),
    number('minDownHours', 'h'),
    {
      kind: 'group', field: 'heat', ...OPTIONAL,
      fields: [
        number('ratio', 'kWh/kWh', OPTIONAL), number('powerLossPerHeat', 'kWh/kWh', OPTIONAL), number('maxHeatKw', 'kW', OPTIONAL),
        { kind: 'flag', field: 'dump' }, { kind: 'text', field: 'heatNode', ...OPTIONAL },
      ],
    },
    number('rampUpKwPerHour', 'kW/h', MORE),
    number('rampDownKwPerHour', 'kW/h', MORE),
    number('startLimitKw', 'kW', MORE),
    number('stopLimitKw', 'kW', MORE),
    number('co2KgPerKwh', 'kg/kWh', MORE),
  ],
  electrolyzer: [
    number('maxPowerKw', 'kW'),
    number('minPowerKw', 'kW', OPTIONAL),
    rows('loadSegments', [number('sizeKw', 'kW'), number('kwhPerKg', 'kWh/kg')]),
    either('hydrogenPricePerKg', '¤/kg', 'pricePerKg'),
    commitment,
  ],
} // prettier-ignore

export const ASSET_TYPES = Object.keys(FORMS) as readonly AssetType[]

export const TARIFF_FORM: readonly FieldSpec[] = [
  series('importSeries', 'pricePerKwh'),
  number('importAddPerKwh', '¤/kWh', OPTIONAL),
  series('exportSeries', 'pricePerKwh'),
  number('exportAddPerKwh', '¤/kWh', OPTIONAL),
]
