import type { ConfigOf } from '@omarino/contracts'
import type { AssetFacts, StoredKind } from './stored-kind.ts'

const START_SOC = 'start SoC'

/**
 * Energy left at the end is worth what it saves later: unless configured, the median import price, less the loss of
 * discharging it. Without any value a plan would empty the battery in its last hours.
 */
const endValue = ({ endValuePerKwh, dischargeEfficiency }: ConfigOf<'battery'>, { medianImportPrice }: AssetFacts) =>
  endValuePerKwh ?? medianImportPrice * dischargeEfficiency

export const battery: StoredKind<ConfigOf<'battery'>> = {
  fields: { socSeries: ['soc', 'state'] },
  states: ({ socSeries, startSoc }) => [
    {
      name: START_SOC, words: 'state of charge', need: 'soc', series: socSeries, configured: startSoc, configuredAs: 'startSoc',
      limits: [0, 1], code: 'START_SOC_UNKNOWN',
    },
  ], // prettier-ignore
  requests: (plain, config, facts) => [
    { ...plain, startSoc: facts.states.get(START_SOC), endValuePerKwh: endValue(config, facts) },
  ],
  tells: ({ endValuePerKwh, dischargeEfficiency }, { medianImportPrice }) => [
    {
      name: 'end value',
      detail:
        endValuePerKwh === undefined
          ? `median import price of the horizon, ${medianImportPrice}, times the discharge efficiency ${dischargeEfficiency}`
          : `${endValuePerKwh} per stored kWh as configured`,
    },
  ],
}

export const renewable: StoredKind<ConfigOf<'pv'> | ConfigOf<'wind'>> = {
  fields: { series: ['power', 'forecast'] },
  requests: ({ peakKw: _peakKw, ...plain }, { series }) => [{ ...plain, availableKw: series }],
}

export const load: StoredKind<ConfigOf<'load'>> = {
  fields: { series: ['power', 'forecast'] },
  requests: (plain, { series }) => [{ ...plain, powerKw: series }],
}
