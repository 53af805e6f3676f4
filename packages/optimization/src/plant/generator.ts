import type { OptimizeAsset } from '@omarino/contracts'
import { HELD, heldBySwitch, millisOf, readCommitment, type Commitment } from './commitment.ts'
import { descend, type Descent } from './generator-descent.ts'
import type { AssetBase } from './plant.ts'
import type { FieldReader } from './profiles.ts'

export interface CostSegment {
  readonly sizeKw: number
  readonly pricePerKwh: number
}
/** What a start costs after standing still for at least `afterMs`; costs rise. */
export interface StartCost {
  readonly afterMs: number
  readonly cost: number
}
/** Heat is `ratio` times electricity, or extracted up to a limit at a loss of electricity. */
export interface GeneratorHeat {
  readonly node: number
  readonly ratio: number | undefined
  readonly powerLossPerHeat: number
  readonly maxHeatKw: number
  readonly dump: boolean
}
/**
 * A machine with a minimum power. *Fired* power is electricity plus what extracted heat takes of it: cost segments, start
 * and stop limits and the maximum hold for it, ramps for electricity alone. Shapes [T] are per step.
 */
export interface GeneratorPlant extends AssetBase {
  readonly type: 'generator'
  readonly minPowerKw: number
  /** 0 where it cannot run. */
  readonly maxPowerKw: Float64Array
  /** 1 where the maximum allows the minimum. */
  readonly available: Uint8Array
  readonly noLoadCostPerHour: number
  readonly costSegments: readonly CostSegment[]
  readonly startCosts: readonly StartCost[]
  readonly shutdownCost: number
  readonly commitment: Commitment
  /** On, off or free at each step by what it was doing before (`HELD`). */
  readonly held: Int8Array
  /** Electricity of the step before the first, at least the minimum when it was on, else 0. */
  readonly powerBeforeKw: number
  /** Highest change from the step before, between the middles of both; Infinity without a ramp. */
  readonly rampUpKw: Float64Array
  readonly rampDownKw: Float64Array
  readonly startLimitKw: number
  readonly stopLimitKw: number
  readonly descent: Descent
  readonly co2KgPerKwh: number | undefined
  readonly heat: GeneratorHeat | undefined
}
type GeneratorRequest = Extract<OptimizeAsset, { type: 'generator' }>

const TOLERANCE_KW = 1e-9

/** @throws Failure 'invalid' when limits contradict each other, segments are too short or start costs fall */
export function readGenerator(asset: GeneratorRequest, base: AssetBase, reader: FieldReader): GeneratorPlant {
  const { minPowerKw, state } = asset
  const askedKw = reader.numbers('maxPowerKw', asset.maxPowerKw, { min: 0 })
  const available = Uint8Array.from(askedKw, (kw) => (kw >= minPowerKw ? 1 : 0))
  const maxPowerKw = askedKw.map((kw, t) => (available[t] ? kw : 0))
  refuseShortSegments(asset, maxPowerKw, reader)
  refuseLowLimits(asset, reader)
  const commitment = readCommitment(asset, reader.axis)
  const machine = {
    minPowerKw,
    maxPowerKw,
    available,
    commitment,
    powerBeforeKw: state?.on ? Math.max(state.powerKw, minPowerKw) : 0,
    rampUpKw: rampOf(asset.rampUpKwPerHour, reader),
    rampDownKw: rampOf(asset.rampDownKwPerHour, reader),
    startLimitKw: asset.startLimitKw ?? Infinity,
    stopLimitKw: asset.stopLimitKw ?? Infinity,
  }
  const descent = descend(machine, heldBySwitch(commitment))
  return {
    ...base,
    type: 'generator',
    ...machine,
    descent,
    held: heldFirst(machine, descent),
    noLoadCostPerHour: asset.noLoadCostPerHour,
    costSegments: asset.costSegments,
    startCosts: readStartCosts(asset, reader),
    shutdownCost: asset.shutdownCost,
    co2KgPerKwh: asset.co2KgPerKwh,
    heat: asset.heat && readHeat(asset.heat, reader),
  }
}

/** The last switch, the stop limit at the first step, outages; at a trip the rules give way. */
function heldFirst(
  machine: Parameters<typeof descend>[0] & { commitment: Commitment },
  { tripStep }: Descent,
): Int8Array {
  const held = heldBySwitch(machine.commitment)
  if (machine.commitment.wasOn && machine.powerBeforeKw > machine.stopLimitKw + TOLERANCE_KW) held[0] = HELD.on
  if (tripStep !== undefined) {
    held.fill(HELD.free, tripStep)
    held[tripStep] = HELD.off
  }
  return held.map((hold, t) => (machine.available[t] ? hold : HELD.off))
}

/** The step before the first is taken to be as long as the first. */
function rampOf(kwPerHour: number | undefined, { axis }: FieldReader): Float64Array {
  const { stepHours } = axis
  if (kwPerHour === undefined) return new Float64Array(axis.steps).fill(Infinity)
  return stepHours.map((hours, t) => (kwPerHour * (hours + stepHours[Math.max(t - 1, 0)])) / 2)
}

function refuseShortSegments(asset: GeneratorRequest, maxPowerKw: Float64Array, reader: FieldReader): void {
  const sizeKw = asset.costSegments.reduce((sum, segment) => sum + segment.sizeKw, 0)
  const step = maxPowerKw.findIndex((kw) => kw - asset.minPowerKw > sizeKw + TOLERANCE_KW)
  if (step < 0) return
  const text =
    `costSegments price ${sizeKw} kW above minPowerKw ${asset.minPowerKw}, ` +
    `which does not reach maxPowerKw ${maxPowerKw[step]} at step ${step}`
  reader.fail('COST_SEGMENTS_SHORT', 'costSegments', text)
}

function refuseLowLimits(asset: GeneratorRequest, reader: FieldReader): void {
  for (const field of ['startLimitKw', 'stopLimitKw'] as const) {
    const kw = asset[field] ?? Infinity
    if (kw < asset.minPowerKw)
      reader.fail('LIMIT_BELOW_MINIMUM', field, `${field} ${kw} is below minPowerKw ${asset.minPowerKw}`)
  }
}

function readStartCosts({ startCosts }: GeneratorRequest, reader: FieldReader): StartCost[] {
  const wrong = startCosts.findIndex(
    ({ offHours, cost }, k) => k > 0 && (offHours <= startCosts[k - 1].offHours || cost < startCosts[k - 1].cost),
  )
  if (wrong >= 0)
    reader.fail(
      'START_COSTS_FALL',
      `startCosts/${wrong}`,
      `start cost ${wrong} must come after more hours than the one before and must not be lower`,
    )
  if (startCosts.length === 0) return [{ afterMs: 0, cost: 0 }]
  return startCosts.map(({ offHours, cost }, k) => ({ afterMs: k === 0 ? 0 : millisOf(offHours), cost }))
}

function readHeat(heat: NonNullable<GeneratorRequest['heat']>, reader: FieldReader): GeneratorHeat {
  const { ratio, powerLossPerHeat, maxHeatKw, dump } = heat
  const extracts = powerLossPerHeat !== undefined && maxHeatKw !== undefined
  const either = ratio === undefined ? extracts : powerLossPerHeat === undefined && maxHeatKw === undefined
  if (!either) reader.fail('HEAT_MODE', 'heat', 'give ratio, or powerLossPerHeat and maxHeatKw, of heat')
  const node = reader.node('heat', heat.heatNode)
  return { node, ratio, powerLossPerHeat: powerLossPerHeat ?? 0, maxHeatKw: maxHeatKw ?? Infinity, dump }
}
