import type { OptimizeAsset } from '@omarino/contracts'
import { isoInstant } from './axis.ts'
import { readRules, type SwitchRules } from './heat-pump.ts'
import type { AssetBase } from './plant.ts'
import type { FieldReader } from './profiles.ts'

export interface LoadSegment {
  readonly sizeKw: number
  readonly kwhPerKg: number
}
/** kg made since the horizon's start by an instant within `step`, after `share` of it. */
export interface HydrogenTarget {
  readonly byMs: number
  readonly kg: number
  readonly step: number
  readonly share: number
}
/** Power p = Σδ_k fills the segments in order and makes Σδ_k / kwhPerKg_k kg an hour; shapes [T] are per step. */
export interface ElectrolyzerPlant extends AssetBase {
  readonly type: 'electrolyzer'
  readonly minPowerKw: number
  /** 0 where it cannot run. */
  readonly maxPowerKw: Float64Array
  readonly loadSegments: readonly LoadSegment[]
  readonly hydrogenPricePerKg: Float64Array
  readonly targets: readonly HydrogenTarget[]
  readonly rules: SwitchRules | undefined
}
type ElectrolyzerRequest = Extract<OptimizeAsset, { type: 'electrolyzer' }>

const TOLERANCE_KW = 1e-9

/** @throws Failure 'invalid' when segments are too short or take fewer kWh the higher they lie, or targets do not rise */
export function readElectrolyzer(asset: ElectrolyzerRequest, base: AssetBase, reader: FieldReader): ElectrolyzerPlant {
  const { minPowerKw = 0, loadSegments } = asset
  const askedKw = reader.numbers('maxPowerKw', asset.maxPowerKw, { min: 0 })
  const maxPowerKw = askedKw.map((kw) => (kw >= minPowerKw ? kw : 0))
  refuseSegments(asset, maxPowerKw, reader)
  return {
    ...base,
    type: 'electrolyzer',
    minPowerKw,
    maxPowerKw,
    loadSegments,
    hydrogenPricePerKg: reader.numbers('hydrogenPricePerKg', asset.hydrogenPricePerKg, { min: 0 }),
    targets: readTargets(asset, reader),
    rules: readRules(asset.commitment, reader),
  }
}

function refuseSegments({ loadSegments }: ElectrolyzerRequest, maxPowerKw: Float64Array, reader: FieldReader): void {
  const better = loadSegments.findIndex(({ kwhPerKg }, k) => k > 0 && kwhPerKg < loadSegments[k - 1].kwhPerKg)
  if (better >= 0)
    reader.fail(
      'EFFICIENCY_RISES',
      `loadSegments/${better}`,
      `load segment ${better} takes ${loadSegments[better].kwhPerKg} kWh for a kg, fewer than the one before`,
    )
  const sizeKw = loadSegments.reduce((sum, segment) => sum + segment.sizeKw, 0)
  const step = maxPowerKw.findIndex((kw) => kw > sizeKw + TOLERANCE_KW)
  if (step < 0) return
  const text = `loadSegments reach ${sizeKw} kW, not maxPowerKw ${maxPowerKw[step]} at step ${step}`
  reader.fail('LOAD_SEGMENTS_SHORT', 'loadSegments', text)
}

function readTargets({ targets = [] }: ElectrolyzerRequest, reader: FieldReader): HydrogenTarget[] {
  const { startsMs, endsMs, stepHours } = reader.axis
  const read = targets.map(({ by, kg }, k) => {
    const field = `targets/${k}/by`
    const byMs = reader.instantMs(field, by)
    const step = endsMs.findIndex((endMs) => byMs <= endMs)
    if (byMs <= startsMs[0] || step < 0) {
      const span = `${isoInstant(startsMs[0])} to ${isoInstant(endsMs[endsMs.length - 1])}`
      reader.fail('TARGET_OUTSIDE', field, `target ${k} is due at ${isoInstant(byMs)}, outside ${span}`)
    }
    return { byMs, kg, step, share: (byMs - startsMs[step]) / (stepHours[step] * 3_600_000) }
  })
  const falls = read.findIndex(({ byMs, kg }, k) => k > 0 && (byMs <= read[k - 1].byMs || kg < read[k - 1].kg))
  if (falls >= 0)
    reader.fail('TARGETS_FALL', `targets/${falls}`, `target ${falls} is not later and higher than the one before`)
  return read
}
