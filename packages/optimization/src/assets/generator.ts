import type { GeneratorPlant } from '../plant/generator.ts'
import { declareCommitment, type CommitmentColumns } from './commitment.ts'
import type { AssetBlock, Columns, DeclareContext } from './declare.ts'
import { declareGeneratorHeat, type HeatColumns } from './generator-heat.ts'
import { declareFuel, type FuelColumns } from './generator-fuel.ts'
import { declareCapacity, declareRamps } from './generator-limits.ts'
import { declareStartCosts } from './generator-starts.ts'

/**
 * Tight unit commitment: p = P̲u + p̃, fired power f̃ = p̃ + β·q above the minimum. If UT > h_t:
 * f̃ ≤ ΔP·u − (P̄ − SU)v − (P̄ − SD)w_{t+1}; else two rows: f̃ ≤ ΔP·u − (P̄ − SU)v − max(SU − SD, 0)w_{t+1} and
 * f̃ ≤ ΔP·u − (P̄ − SD)w_{t+1} − max(SD − SU, 0)v. Ramps |p̃_t − p̃_{t−1}| ≤ R·δ between the middles of steps. No-load cost
 * per hour on, segments on f̃, hot and cold starts, stops. Where limits may bend, power that finds no way out is spilled and
 * heat thrown away (tier 1).
 */
export function declareGenerator(generator: GeneratorPlant, context: DeclareContext): AssetBlock {
  const { heat, startCosts, hard } = generator
  const commitment = declareSwitches(generator, context)
  const { on } = commitment
  if (startCosts.length > 1) declareStartCosts(generator, commitment, context)
  const power = declarePower(generator, context)
  const heated = heat && declareGeneratorHeat(generator, heat, { power, on }, context)
  const fuel = declareFuel(generator, { power, on, heat: heated?.extracted }, context)
  const capacity = declareCapacity(generator, commitment, { power, heat: heated?.extracted }, context)
  const ramps = declareRamps(generator, power, context)
  declareOutput(generator, { on, power, heat: heated?.extracted }, context)
  const spills = context.elastic && !hard.includes('minPowerKw')
  const spill = spills ? declareSpill(generator, on, power, context) : undefined
  return {
    upRows: capacity.map((rows, t) => [...rows, ...ramps[t]]),
    columns: { running: on, power, ...(heated?.extracted === undefined ? {} : { heat: heated.extracted }) },
    integersOf: (columns) => integersOf(columns, commitment, fuel),
    publish: (x) => publish(generator, x, { commitment, power, spill, heated }),
  }
}

/** A start of one price is paid where it starts. */
function declareSwitches(generator: GeneratorPlant, context: DeclareContext): CommitmentColumns {
  const { noLoadCostPerHour, shutdownCost, startCosts, held } = generator
  const { stepHours } = context.axis
  const spec = {
    held,
    running: { line: 'noLoad', cost: (t: number) => noLoadCostPerHour * stepHours[t] },
    stopping: { line: 'stop', cost: () => shutdownCost },
    ...(startCosts.length > 1 ? {} : { starting: { line: 'start' as const, cost: () => startCosts[0].cost } }),
  } as const
  return declareCommitment(generator, generator.commitment, spec, context)
}

/** Electricity above the minimum; a single segment is paid here. */
function declarePower(generator: GeneratorPlant, context: DeclareContext): number {
  const { costSegments, maxPowerKw, minPowerKw } = generator
  const [only] = costSegments
  const price = { line: 'fuel' as const, cost: (t: number) => only.pricePerKwh * context.axis.stepHours[t] }
  return context.block(generator, {
    kind: 'power',
    lower: 0,
    upper: maxPowerKw.map((kw) => Math.max(kw - minPowerKw, 0)),
    ...(costSegments.length > 1 ? {} : price),
  })
}

/** What the machine delivers to its node, and emits. */
function declareOutput(
  generator: GeneratorPlant,
  { on, power, heat }: { on: number; power: number; heat: number | undefined },
  context: DeclareContext,
): void {
  const { node, minPowerKw, co2KgPerKwh = 0 } = generator
  for (const [t, hours] of context.axis.stepHours.entries()) {
    const kgPerKw = co2KgPerKwh * hours
    context.supply(node, t, on + t, minPowerKw)
    context.supply(node, t, power + t, 1)
    context.account('co2', on + t, kgPerKw * minPowerKw)
    context.account('co2', power + t, kgPerKw)
    if (heat !== undefined) context.account('co2', heat + t, kgPerKw * (generator.heat?.powerLossPerHeat ?? 0))
  }
}

/** Spill ≤ p: power that is made because it must be and that nothing takes. */
function declareSpill(generator: GeneratorPlant, on: number, power: number, context: DeclareContext): number {
  const { builder, axis } = context
  const spill = context.block(generator, { kind: 'spill', lower: 0, upper: generator.maxPowerKw })
  for (const [t, hours] of axis.stepHours.entries()) {
    const row = builder.row({ asset: generator.index, kind: 'spill', step: t, lower: -Infinity, upper: 0 })
    builder.entry(row, spill + t, 1)
    builder.entry(row, on + t, -generator.minPowerKw)
    builder.entry(row, power + t, -1)
    context.supply(generator.node, t, spill + t, -1)
    context.slack(1, spill + t, hours)
  }
  return spill
}

function* integersOf(
  columns: Columns,
  { on }: CommitmentColumns,
  fuel: FuelColumns,
): Generator<readonly [number, number]> {
  for (const [t, isOn] of columns['on'].entries()) {
    yield [on + t, isOn]
    yield* fuel.integersAt(t, isOn, columns)
  }
}

interface Firsts {
  readonly commitment: CommitmentColumns
  readonly power: number
  readonly spill: number | undefined
  readonly heated: HeatColumns | undefined
}

function publish(generator: GeneratorPlant, x: Float64Array, { commitment, power, spill, heated }: Firsts): Columns {
  const steps = generator.held.length
  const on = x.slice(commitment.on, commitment.on + steps).map(Math.round)
  const startUp = x.slice(commitment.start, commitment.start + steps).map(Math.round)
  const madeKw = on.map((isOn, t) => generator.minPowerKw * isOn + x[power + t])
  const spilledKw = spill === undefined ? undefined : x.slice(spill, spill + steps)
  const powerKw = spilledKw === undefined ? madeKw : madeKw.map((kw, t) => kw - spilledKw[t])
  return {
    powerKw,
    on,
    startUp,
    ...(spilledKw === undefined ? {} : { spilledKw }),
    ...heated?.publish(x, madeKw),
  }
}
