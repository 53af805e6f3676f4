// Blocks that follow other blocks: names become indexes once all assets have been read.
import type { OptimizeRequest } from '@omarino/contracts'
import type { BlockPlant } from './deferrable.ts'
import type { AssetPlant } from './plant.ts'
import type { FieldReader } from './profiles.ts'

const HOUR_MS = 3_600_000

type ReaderAt = (pointer: string, title: string) => FieldReader

/**
 * Links every block to the one it follows. One that follows a block left to a later horizon is left to it too.
 * @throws Failure 'invalid' for an unknown asset, one that is no block, or blocks that wait for each other
 */
export function linkSequences(
  request: OptimizeRequest,
  assets: readonly AssetPlant[],
  readerAt: ReaderAt,
): readonly AssetPlant[] {
  const linked = [...assets]
  const link = (index: number, waiting: readonly number[]): BlockPlant | undefined => {
    const asset = request.assets[index]
    const plant = linked[index]
    if (asset.type !== 'deferrable' || plant.type !== 'deferrable' || plant.mode !== 'block') return undefined
    if (asset.mode !== 'block' || asset.after === undefined || plant.after !== undefined) return plant
    const { assetId, gapHours } = asset.after
    const reader = readerAt(`/assets/${index}`, `deferrable "${asset.id}"`)
    const other = assets.findIndex(({ id }) => id === assetId)
    if (other < 0) reader.fail('ASSET_UNKNOWN', 'after/assetId', `there is no asset "${assetId}"`)
    if (waiting.includes(other) || other === index)
      reader.fail('SEQUENCE_CIRCLES', 'after/assetId', `"${asset.id}" waits for "${assetId}", which waits for it`)
    const first = link(other, [...waiting, index])
    if (!first) return reader.fail('ASSET_TYPE', 'after/assetId', `"${assetId}" is no block that could be followed`)
    const after = { asset: other, gapMs: gapHours * HOUR_MS }
    const waits = first.isLater && !plant.starts.some(({ step }) => step < 0)
    const block = waits ? { ...plant, after, starts: [], isLater: true } : { ...plant, after }
    linked[index] = block
    return block
  }
  for (const index of assets.keys()) link(index, [])
  return linked
}
