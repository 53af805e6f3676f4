import { Failure } from '@omarino/energy'
import { KINDS, NO_ASSET, type SparseModel, type Tags } from '../model.ts'
import type { Plant } from '../plant/plant.ts'

/**
 * Refuses a model that a solver would answer with nonsense ("infeasible", status −1), naming the asset at fault.
 * @throws Failure 'invalid' for a number that is none or a lower bound above its upper
 */
export function validateModel(model: SparseModel, plant: Plant): void {
  const { cost, values, colLower, colUpper, rowLower, rowUpper } = model
  refuseBounds(colLower, colUpper, model.colTags, plant)
  refuseBounds(rowLower, rowUpper, model.rowTags, plant)
  const column = cost.findIndex((value) => !Number.isFinite(value))
  if (column >= 0) refuse('a cost', cost[column], model.colTags, column, plant)
  const place = values.findIndex((value) => !Number.isFinite(value))
  if (place >= 0) {
    const at = model.starts.findIndex((start) => start > place) - 1
    refuse('a coefficient', values[place], model.colTags, at, plant)
  }
}

function refuseBounds(lower: Float64Array, upper: Float64Array, tags: Tags, plant: Plant): void {
  for (const [i, low] of lower.entries()) {
    if (low <= upper[i] && low < Infinity && upper[i] > -Infinity) continue
    refuse('bounds', `${low} to ${upper[i]}`, tags, i, plant)
  }
}

function refuse(what: string, value: number | string, tags: Tags, i: number, plant: Plant): never {
  const index = tags.asset[i]
  const asset = index === NO_ASSET ? 'the site' : `${plant.assets[index].type} "${plant.assets[index].id}"`
  const text = `${asset}: ${KINDS[tags.kind[i]]} at step ${tags.step[i]} has ${what} of ${value}`
  throw new Failure('invalid', 'MODEL_NOT_SOLVABLE', text, index === NO_ASSET ? '/assets' : `/assets/${index}`)
}
