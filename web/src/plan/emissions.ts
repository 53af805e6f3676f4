// Kg of CO₂ that a plan emits, as the optimizer counts them, and what the front of cheaper and cleaner plans says.
import type { OptimizeAsset, OptimizeRequest, OptimizeResult } from '@omarino/contracts'
import { planAxis, stepHoursOf } from './flows.ts'
import { profileValues } from './profiles.ts'

type Columns = OptimizeResult['schedules'][string]
export type Front = NonNullable<OptimizeResult['paretoFront']>

/** True when something of the request is told to emit: energy bought, or fuel burnt. */
export const emits = (request: OptimizeRequest): boolean =>
  request.assets.some((asset) => 'co2KgPerKwh' in asset && kgPerKwhOf(asset, request, 1).some((kg) => kg !== 0))

/** kg per kWh of each step; a profile told by scenarios counts with its mean. */
function kgPerKwhOf(asset: OptimizeAsset, request: OptimizeRequest, steps: number): Float64Array {
  if (asset.type === 'grid') return everyStep(asset.co2KgPerKwh, request, steps)
  const kg = asset.type === 'boiler' || asset.type === 'generator' ? (asset.co2KgPerKwh ?? 0) : 0
  return new Float64Array(steps).fill(kg)
}

/** Nothing told is nothing emitted; of a list at least as many values are read as it has. */
function everyStep(
  profile: Parameters<typeof profileValues>[0],
  request: OptimizeRequest,
  steps: number,
): Float64Array {
  if (profile === undefined) return new Float64Array(steps)
  const told = profileValues(profile, request, Math.max(steps, MOST_STEPS))
  return steps > 1 ? told.subarray(0, steps) : told.filter((kg) => !Number.isNaN(kg))
}
const MOST_STEPS = 20_000 // a list is read as far as it goes

/** kg of CO₂ over the horizon. */
export function emittedKg(request: OptimizeRequest, result: OptimizeResult): number {
  const hours = stepHoursOf(planAxis(result))
  return request.assets.reduce((total, asset) => {
    const columns = result.schedules[asset.id] as Columns | undefined
    if (!columns || !('co2KgPerKwh' in asset)) return total
    const kgPerKwh = kgPerKwhOf(asset, request, hours.length)
    return hours.reduce((kg, stepHours, t) => kg + burntKw(asset, columns, t) * stepHours * kgPerKwh[t], total)
  }, 0)
}

/** What emissions are counted by: what is bought, fuel of a boiler, electricity of a machine with what its heat takes away. */
function burntKw(asset: OptimizeAsset, columns: Columns, t: number): number {
  const at = (name: string): number => (columns as Partial<Columns>)[name]?.[t] ?? 0
  if (asset.type === 'grid') return Math.max(0, at('powerKw'))
  if (asset.type === 'boiler') return at('fuelKw')
  if (asset.type !== 'generator') return 0
  const heatKw = at('heatKw') + at('dumpedKw')
  return at('powerKw') + at('spilledKw') + (asset.heat?.powerLossPerHeat ?? 0) * heatKw
}

/** What a plan costs in money: its lines without the weights that it was only chosen by. */
export const moneyOf = ({ costs }: OptimizeResult): number =>
  costs.reduce((sum, { line, amount }) => (line.startsWith('weight.') ? sum : sum + amount), 0)

export interface FrontStep {
  readonly co2Kg: number
  readonly cost: number
  readonly status: string
  /** What each further tonne less costs from the next dirtier point to this one; null for the first, and where kg are the same. */
  readonly perTonne: number | null
}

const SAME_KG = 1e-6

/** Points of a front from the dirtiest, which is the cheapest, to the cleanest, each with the price of the way to it. */
export function frontSteps(front: Front): FrontStep[] {
  const falling = [...front].sort((a, b) => b.co2Kg - a.co2Kg || a.cost - b.cost)
  return falling.map((point, i) => {
    const before = i > 0 ? falling[i - 1] : undefined
    const savedKg = before ? before.co2Kg - point.co2Kg : 0
    return { ...point, perTonne: before && savedKg > SAME_KG ? ((point.cost - before.cost) / savedKg) * 1000 : null }
  })
}
