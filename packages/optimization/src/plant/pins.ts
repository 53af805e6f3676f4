// Powers that somebody fixed for some steps: overrides of an operator, and the questions of a counterfactual.
import type { OptimizeRequest } from '@omarino/contracts'
import type { AssetPlant } from './plant.ts'
import type { FieldReader } from './profiles.ts'

/** The published power of an asset, held at `powerKw` over steps [from, to). */
export interface Pin {
  readonly id: string
  readonly asset: number
  readonly from: number
  readonly to: number
  readonly powerKw: number
}
type ReaderAt = (pointer: string, title: string) => FieldReader

/** Power that is what it is: needs, and the electricity of a boiler that burns fuel. */
const hasNoChoice = (asset: AssetPlant): boolean =>
  asset.type === 'load' || asset.type === 'heatLoad' || (asset.type === 'boiler' && asset.fuel !== undefined)

/** @throws Failure 'invalid' for an unknown asset, one whose power cannot be chosen, or a time that covers no whole step */
export function readPins(pins: OptimizeRequest['pins'], assets: readonly AssetPlant[], readerAt: ReaderAt): Pin[] {
  return (pins ?? []).map((pin, k) => {
    const reader = readerAt(`/pins/${k}`, `pin "${pin.id}"`)
    const asset = assets.findIndex(({ id }) => id === pin.assetId)
    if (asset < 0) reader.fail('ASSET_UNKNOWN', 'assetId', `there is no asset "${pin.assetId}"`)
    const { type } = assets[asset]
    if (hasNoChoice(assets[asset]))
      reader.fail('PIN_FIXED_LOAD', 'assetId', `"${pin.assetId}" is a ${type}, its power is what it is`)
    const [fromMs, toMs] = [reader.instantMs('from', pin.from), reader.instantMs('to', pin.to)]
    const { startsMs, endsMs } = reader.axis
    const from = startsMs.findIndex((startMs) => startMs >= fromMs)
    const to = endsMs.findLastIndex((endMs) => endMs <= toMs) + 1
    if (from < 0 || to <= from)
      reader.fail('PIN_WITHOUT_STEPS', 'from', `no whole step lies between ${pin.from} and ${pin.to}`)
    return { id: pin.id, asset, from, to, powerKw: pin.powerKw }
  })
}
