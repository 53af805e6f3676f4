import type { ConfigOf } from '@omarino/contracts'
import { STATE_UNKNOWN } from './machines.ts'
import type { StoredKind } from './stored-kind.ts'

export const heatLoad: StoredKind<ConfigOf<'heatLoad'>> = {
  fields: { series: ['power', 'forecast'] },
  requests: (plain, { series }) => [{ ...plain, powerKw: series }],
}

export const heatPump: StoredKind<ConfigOf<'heatPump'>> = {
  fields: { cop: ['ratio', 'profile'] },
  tells: ({ commitment }) => (commitment ? [STATE_UNKNOWN] : []),
}

export const boiler: StoredKind<ConfigOf<'boiler'>> = { fields: { fuelPricePerKwh: ['pricePerKwh', 'price'] } }

const START_HEAT = 'start heat'
export const thermalStore: StoredKind<ConfigOf<'thermalStore'>> = {
  fields: { energySeries: ['energy', 'state'] },
  states: ({ energySeries, startKwh, capacityKwh }) => [
    {
      name: START_HEAT, words: 'stored heat', need: 'energy', series: energySeries, configured: startKwh, configuredAs: 'startKwh',
      limits: [0, capacityKwh], code: 'START_HEAT_UNKNOWN',
    },
  ], // prettier-ignore
  requests: (plain, _config, { states }) => [{ ...plain, startKwh: states.get(START_HEAT) }],
  tells: ({ endValuePerKwh }) => [
    {
      name: 'end value',
      detail:
        endValuePerKwh === undefined
          ? 'none is configured: heat left at the end counts for nothing'
          : `${endValuePerKwh} per stored kWh as configured`,
    },
  ],
}

const START_TEMPERATURE = 'start temperature'
export const building: StoredKind<ConfigOf<'building'>> = {
  fields: {
    temperatureSeries: ['temperature', 'state'],
    outdoorC: ['temperature', 'profile'],
    gainsKw: ['power', 'profile'],
  },
  states: ({ temperatureSeries, startC }) => [
    {
      name: START_TEMPERATURE, words: 'room temperature', need: 'temperature', series: temperatureSeries, configured: startC,
      configuredAs: 'startC', limits: [-100, 300], code: 'START_TEMPERATURE_UNKNOWN',
    },
  ], // prettier-ignore
  requests: (plain, _config, { states }) => [{ ...plain, startC: states.get(START_TEMPERATURE) }],
}
