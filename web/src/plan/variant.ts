import type { OptimizeAsset, OptimizeRequest, PlanVariant } from '@omarino/contracts'
import { parseDecimal } from '@omarino/energy'
import { instantMs, isoInstant } from '../instants.ts'
import { profileValues } from './profiles.ts'

export type VariantFault = 'asset' | 'span' | 'power' | 'many' | 'certain'
/** A variant to ask for, or why there is none to ask for. */
export type Asked = { readonly body: PlanVariant } | { readonly fault: VariantFault }

const FIXED: readonly string[] = ['load', 'heatLoad'] // their power is what it is: the engine refuses to hold it
const MOST_PINS = 100
const HOUR_MS = 3_600_000
/** Ways that the future may go when a plan has not said how many. */
export const SCENARIOS = 20
const SEED = 1 // the same question gives the same plan

/** Assets whose power somebody may choose. */
export const holdable = ({ assets }: OptimizeRequest): readonly OptimizeAsset[] =>
  assets.filter(({ type }) => !FIXED.includes(type))

export interface HoldFields {
  readonly assetId: string
  readonly fromMs: number
  readonly toMs: number
  /** As typed, with a point or a comma. */
  readonly power: string
}

/** The plan again, with one asset held at a power; overrides that it has already stay. */
export function holdVariant(request: OptimizeRequest, { assetId, fromMs, toMs, power }: HoldFields): Asked {
  const pins = request.pins ?? []
  if (!holdable(request).some(({ id }) => id === assetId)) return { fault: 'asset' }
  if (!(toMs > fromMs)) return { fault: 'span' }
  if (pins.length >= MOST_PINS) return { fault: 'many' }
  const powerKw = parseDecimal(power.trim().replace('−', '-').replace(',', '.'))
  if (typeof powerKw !== 'number') return { fault: 'power' }
  const pin = { id: freeId(pins.map(({ id }) => id)), assetId, from: isoInstant(fromMs), to: isoInstant(toMs), powerKw }
  return { body: { pins: [...pins, pin] } }
}

function freeId(taken: readonly string[]): string {
  let number = taken.length + 1
  while (taken.includes(`override-${number}`)) number++
  return `override-${number}`
}

/**
 * The plan again, over several ways the forecasts may go. Set points of the first hour are shared by all of them.
 * @param cvarWeight  0 minds the mean only, 1 only the dearest scenarios
 */
export function riskVariant(request: OptimizeRequest, stepEnds: readonly string[], cvarWeight: number): Asked {
  if (!isUncertain(request)) return { fault: 'certain' }
  const startMs = instantMs(request.horizon.start)
  const nowSteps = Math.max(1, stepEnds.filter((end) => instantMs(end) <= startMs + HOUR_MS).length)
  return { body: { uncertainty: { scenarios: SCENARIOS, seed: SEED, nowSteps, ...request.uncertainty, cvarWeight } } }
}

/** True when a number of the request is told with its quantiles or scenarios. */
export function isUncertain({ prices, forecasts, assets }: OptimizeRequest): boolean {
  const parts: readonly (object | undefined)[] = [prices, forecasts, ...assets]
  const profiles = parts.flatMap((part): unknown[] => Object.values(part ?? {}))
  return profiles.some(
    (profile) => typeof profile === 'object' && profile !== null && ('scenarios' in profile || spreads(profile)),
  )
}
const spreads = (profile: object): boolean =>
  'quantiles' in profile &&
  typeof profile.quantiles === 'object' &&
  profile.quantiles !== null &&
  Object.keys(profile.quantiles).length > 1

/** Least and largest power that an asset can be held at, kW, in the sign of its schedule; undefined where its type does not say. */
export function powerRange(asset: OptimizeAsset, request: OptimizeRequest): readonly [number, number] | undefined {
  const most = (profile: Parameters<typeof profileValues>[0]): number =>
    profileValues(profile, request, MOST_STEPS).reduce((high, kw) => (kw > high ? kw : high), 0)
  switch (asset.type) {
    case 'battery':
      return [-most(asset.maxChargeKw), most(asset.maxDischargeKw)]
    case 'ev':
      return [-asset.maxChargeKw, asset.maxDischargeKw ?? 0]
    case 'thermalStore':
      return [-asset.maxChargeKw, asset.maxDischargeKw]
    case 'grid':
      return [-most(asset.exportLimitKw), most(asset.importLimitKw)]
    case 'generator':
      return [0, most(asset.maxPowerKw)]
    case 'heatPump':
      return [0, asset.maxPowerKw]
    case 'deferrable':
      return [0, asset.mode === 'interruptible' ? asset.powerKw : asset.profileKw.reduce((a, b) => Math.max(a, b), 0)]
    default:
      return undefined
  }
}
const MOST_STEPS = 20_000 // a list is read as far as it goes

/** True when a positive power of the asset's schedule flows into its node. */
export const delivers = ({ type }: OptimizeAsset): boolean =>
  ['battery', 'ev', 'thermalStore', 'grid', 'generator', 'pv', 'wind'].includes(type)

/** Points of a front between the cleanest and the cheapest plan, both included. */
export const FRONT_POINTS = 11

/** The plan again, with the question what less CO₂ costs. */
export const frontVariant = ({ explain }: OptimizeRequest): PlanVariant => ({
  explain: { ...explain, paretoPoints: FRONT_POINTS },
})
