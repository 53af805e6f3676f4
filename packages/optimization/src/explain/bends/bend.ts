// A limit that a schedule bends, as it is listed: where, by how much, in words, and what would help.
import type { OptimizeResult } from '@omarino/contracts'
import { assetsOf, type Plant } from '../../plant/plant.ts'
import { rangesWhere, span, type StepRange } from '../../step-ranges.ts'

export type Relaxation = OptimizeResult['relaxations'][number]

const NOISE = 5e-7 // relative; half of what the check forgives, so that nothing falls between the two

export interface Bend {
  /** Unit of `amount`; kWh if not told. */
  readonly unit?: string
  readonly kind: string
  readonly tier: number
  readonly missing: Float64Array
  readonly scale: number
  readonly amount: (ranges: readonly StepRange[]) => number
  readonly text: (ranges: readonly StepRange[], amount: string) => string
  readonly remedies: (ranges: readonly StepRange[]) => string[]
}

export function relaxationsOf(owner: { readonly id: string }, bend: Bend): Relaxation[] {
  const { kind, tier, missing, unit = 'kWh' } = bend
  const steps = rangesWhere(missing.length, (t) => missing[t] > NOISE * Math.max(1, bend.scale))
  if (steps.length === 0) return []
  const amount = bend.amount(steps)
  const text = bend.text(steps, `${amount.toFixed(1)} ${unit}`)
  return [{ assetId: owner.id, kind, tier, steps, amount, unit, text, remedies: bend.remedies(steps) }]
}

interface Flow {
  readonly kind: string
  /** What is bent, kW ≥ 0; shape [T]. */
  readonly kw: Float64Array
  /** What it is measured against; shape [T]. */
  readonly ofKw: Float64Array
  readonly says: string
  /** What stands behind the energy: missing, too much. */
  readonly fault: string
  readonly remedies: (mostKw: number) => string[]
}
/** Power or heat that is not served or finds no way out (tier 1). */
export function bentFlow(owner: { readonly id: string }, plant: Plant, flow: Flow): Relaxation[] {
  const { kind, kw, ofKw, says, fault, remedies } = flow
  return relaxationsOf(owner, {
    kind,
    tier: 1,
    missing: kw,
    scale: most(ofKw.map(Math.abs)),
    amount: () =>
      sumKwh(
        plant,
        kw.map((one) => Math.max(one, 0)),
      ),
    text: (ranges, amount) => `${says} ${spans(plant, ranges)}: ${amount} ${fault}, at most ${most(kw).toFixed(1)} kW`,
    remedies: () => remedies(most(kw)),
  })
}

interface Fill {
  readonly kind: string
  /** How far the stored energy lies outside, kWh; shape [T]. */
  readonly missing: Float64Array
  readonly capacityKwh: number
  readonly says: string
}
/** Energy in store outside its band (tier 2). */
export const bentFill = (owner: { readonly id: string }, plant: Plant, fill: Fill): Relaxation[] =>
  relaxationsOf(owner, {
    kind: fill.kind,
    tier: 2,
    missing: fill.missing,
    scale: fill.capacityKwh,
    amount: () => most(fill.missing),
    text: (ranges, amount) => `${fill.says} ${spans(plant, ranges)}, by at most ${amount}`,
    remedies: () => [],
  })

export const spans = (plant: Plant, ranges: readonly StepRange[]): string =>
  ranges.map((range) => span(plant, range)).join(', ')
export const most = (values: Float64Array): number => values.reduce((high, value) => Math.max(high, value), 0)
export const sumKwh = (plant: Plant, powerKw: Float64Array): number =>
  powerKw.reduce((sum, kw, t) => sum + kw * plant.axis.stepHours[t], 0)

/** Rounded up to tenths, so that what is advised is enough. */
export const roundedUp = (kw: number): string => (Math.ceil(kw * 10 - 1e-3) / 10).toFixed(1)

/** Names the connection whose limit is in the way and by how much more it would have to allow. */
export function widen(
  plant: Plant,
  asset: { readonly node: number },
  direction: 'import' | 'export',
  kw: number,
): string[] {
  const grid = assetsOf(plant, 'grid').find(({ node }) => node === asset.node)
  const there = grid ? `the ${direction} limit of "${grid.id}"` : `a grid connection`
  return [`allow ${roundedUp(kw)} kW more on ${there}`]
}
