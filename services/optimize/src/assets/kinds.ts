import type { AssetConfig, AssetType, ConfigOf } from '@omarino/contracts'
import { battery, load, renewable } from './electric.ts'
import { deferrable } from './deferrable.ts'
import { ev } from './ev.ts'
import { grid } from './grid.ts'
import { boiler, building, heatLoad, heatPump, thermalStore } from './heat.ts'
import { electrolyzer, generator } from './machines.ts'
import type { AssetFacts, Clock, Plain, SeriesUse, StateQuestion, StoredKind, Told } from './stored-kind.ts'

/** An asset of a site, as it was configured. */
export interface PlanAsset {
  readonly key: string
  readonly config: AssetConfig
}

const KINDS: { readonly [T in AssetType]: StoredKind<ConfigOf<T>> } = {
  battery,
  pv: renewable,
  wind: renewable,
  load,
  grid,
  ev,
  deferrable,
  heatLoad,
  heatPump,
  boiler,
  thermalStore,
  building,
  generator,
  electrolyzer,
}
const kindOf = (config: AssetConfig): StoredKind<AssetConfig> => KINDS[config.type] as StoredKind<AssetConfig>

/** Every series that a configuration names. */
export function seriesOf(config: AssetConfig): SeriesUse[] {
  const { fields, nested } = kindOf(config)
  const named = Object.entries(fields).flatMap(([field, [need, use]]): SeriesUse[] => {
    const key = seriesIn((config as Readonly<Record<string, unknown>>)[field])
    return key === undefined ? [] : [{ pointer: `/${field}`, key, need, use }]
  })
  return [...named, ...(nested?.(config) ?? [])]
}

const seriesIn = (value: unknown): string | undefined => {
  if (typeof value === 'string') return value
  return typeof value === 'object' && value !== null && 'series' in value ? String(value.series) : undefined
}

/** Series whose forecasts assets are planned on, each once. */
export const forecastKeys = (assets: readonly PlanAsset[]): string[] => [
  ...new Set(assets.flatMap(({ config }) => seriesOf(config).flatMap(({ use, key }) => (use === 'forecast' ? [key] : [])))),
] // prettier-ignore

/** Name of a profile in the request: a measurable one goes by its series, prices by asset and field, which no series is named like. */
export const profileName = (assetKey: string, { key, pointer, use }: Pick<SeriesUse, 'key' | 'pointer' | 'use'>): string =>
  use === 'price' ? `${assetKey}:${pointer.slice(1)}` : key // prettier-ignore

/** What is to be known of an asset as the plan begins. */
export const statesOf = ({ config }: PlanAsset, clock: Clock): readonly StateQuestion[] =>
  kindOf(config).states?.(config, clock) ?? []

/** An asset as the optimizer is asked about it, to be read by `parseOptimizeRequest`; none or several where the clock says so. */
export function requestsOf({ key, config }: PlanAsset, facts: AssetFacts): readonly object[] {
  const plain = plainOf(key, config)
  return kindOf(config).requests?.(plain, config, facts) ?? [plain]
}

/** What the inputs of a plan should say about an asset beside what was read. */
export const toldOf = ({ key, config }: PlanAsset, facts: AssetFacts): Told[] =>
  (kindOf(config).tells?.(config, facts) ?? []).map(({ name, detail }) => ({ name: `${key} ${name}`, detail }))

/** @throws Failure 'invalid' at `/config/…` for what neither its schema nor the engine can see */
export const checkKind = (config: AssetConfig): void => kindOf(config).check?.(config)

function plainOf(key: string, config: AssetConfig): Plain {
  const { fields } = kindOf(config)
  const parts = Object.entries(config).flatMap(([field, value]): [string, unknown][] => {
    if (!Object.hasOwn(fields, field)) return [[field, value]]
    const [, use] = fields[field]
    if (use !== 'profile' && use !== 'price') return []
    const series = seriesIn(value)
    return [[field, series === undefined ? value : profileName(key, { key: series, pointer: `/${field}`, use })]]
  })
  return { id: key, ...Object.fromEntries(parts) }
}
