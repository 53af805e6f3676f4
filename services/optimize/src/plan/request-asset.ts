import type { AssetConfig, BatteryConfig } from '@omarino/contracts'

/** An asset of a site, as it was configured. */
export interface PlanAsset {
  readonly key: string
  readonly config: AssetConfig
}

/** What a plan knows beside the configuration. */
export interface AssetFacts {
  /** Of a battery; 0..1. */
  readonly startSoc: number | undefined
  /** All-in, per kWh, over the horizon. */
  readonly medianImportPrice: number
  /** Names of the import and export price in the request. */
  readonly prices: readonly [importName: string, exportName: string]
}

/** An asset as the optimizer is asked about it, to be read by `parseOptimizeRequest`; its forecast goes by its series' key. */
export function requestAsset({ key: id, config }: PlanAsset, facts: AssetFacts): object {
  switch (config.type) {
    case 'battery':
      return battery(id, config, facts)
    case 'load': {
      const { series, ...rest } = config
      return { id, ...rest, powerKw: series }
    }
    case 'grid': {
      const { importLimitKw, exportLimitKw, type } = config
      const [importPricePerKwh, exportPricePerKwh] = facts.prices
      return { id, type, importLimitKw, exportLimitKw, importPricePerKwh, exportPricePerKwh }
    }
    default: {
      const { series, peakKw: _peakKw, ...rest } = config
      return { id, ...rest, availableKw: series }
    }
  }
}

/**
 * Energy left at the end is worth what it saves later: unless configured, the median import price, less the loss of
 * discharging it. Without any value a plan would empty the battery in its last hours.
 */
function battery(id: string, config: BatteryConfig, { startSoc, medianImportPrice }: AssetFacts): object {
  const { socSeries: _socSeries, startSoc: _configured, endValuePerKwh, ...rest } = config
  const worth = endValuePerKwh ?? medianImportPrice * config.dischargeEfficiency
  return { id, ...rest, startSoc, endValuePerKwh: worth }
}
