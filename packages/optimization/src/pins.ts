// Pins in the model, the check and the list of bent limits. What an asset does at its node is what its columns do there.
import { appendRows, type LateRow } from './append-rows.ts'
import type { DeclareContext } from './assets/declare.ts'
import type { Dispatch } from './dispatch.ts'
import { relaxationsOf, spans, type Relaxation } from './explain/bends/bend.ts'
import { flowsOf } from './flows.ts'
import type { SparseModel } from './model.ts'
import type { AssetPlant, Plant } from './plant/plant.ts'
import type { Pin } from './plant/pins.ts'
import type { Schedules } from './schedule-costs.ts'

/** +1 where a published positive power delivers to the node of the pin, −1 where it consumes. */
const signOf = (asset: AssetPlant): 1 | -1 => flowsOf(asset, {})[0].sign

/** Adds p = pinned for each pin and step, between slack columns that `bends` holds where limits may bend. */
export function pinPowers(plant: Plant, dispatch: Dispatch, bends: readonly PinSlack[]): Dispatch {
  if (plant.pins.length === 0) return dispatch
  const rows = plant.pins.flatMap((pin, k) =>
    stepsOf(pin).map((step): LateRow => {
      const asset = plant.assets[pin.asset]
      const kw = pin.powerKw * signOf(asset)
      const own = entriesAt(
        dispatch.model,
        pin.asset,
        dispatch.balanceRow + flowsOf(asset, {})[0].node * plant.axis.steps + step,
      )
      const slack = bends.filter((one) => one.pin === k && one.step === step)
      const bent = slack.flatMap(({ more, less }) => [[more, 1], [less, -1]] as const) // prettier-ignore
      return { asset: pin.asset, kind: 'pin', step, lower: kw, upper: kw, entries: [...own, ...bent] }
    }),
  )
  return { ...dispatch, model: appendRows(dispatch.model, rows), priced: appendRows(dispatch.priced, rows) }
}

/** Columns that let a pin give way at a step, in either direction. */
export interface PinSlack {
  readonly pin: number
  readonly step: number
  readonly more: number
  readonly less: number
}

/** Lets every pin give way, as the last of wishes (tier 3). */
export function declarePinSlacks(plant: Plant, context: DeclareContext): PinSlack[] {
  return plant.pins.flatMap((pin, k) =>
    stepsOf(pin).map((step) => {
      const [more, less] = [1, -1].map(() => {
        const slack = context.builder.column({ asset: pin.asset, kind: 'pin', step, lower: 0, upper: Infinity })
        context.slack(3, slack, context.axis.stepHours[step])
        return slack
      })
      return { pin: k, step, more, less }
    }),
  )
}

const stepsOf = ({ from, to }: Pin): number[] => Array.from({ length: to - from }, (_, k) => from + k)

/** What the columns of an asset add to a row. */
function entriesAt(model: SparseModel, asset: number, row: number): (readonly [number, number])[] {
  const entries: [number, number][] = []
  for (let column = 0; column < model.columns; column++) {
    if (model.colTags.asset[column] !== asset) continue
    for (let k = model.starts[column]; k < model.starts[column + 1]; k++)
      if (model.indices[k] === row) entries.push([column, model.values[k]])
  }
  return entries
}

/** Pins that a schedule does not keep (tier 3). */
export function bentPins(plant: Plant, schedules: Schedules): Relaxation[] {
  return plant.pins.flatMap((pin) => {
    const asset = plant.assets[pin.asset]
    const { powerKw } = schedules[asset.id]
    const missing = powerKw.map((kw, t) => (t >= pin.from && t < pin.to ? Math.abs(kw - pin.powerKw) : 0))
    const most = missing.reduce((high, kw) => Math.max(high, kw), 0)
    return relaxationsOf(asset, {
      kind: 'pin',
      tier: 3,
      missing,
      unit: 'kW',
      scale: Math.abs(pin.powerKw),
      amount: () => most,
      text: (ranges, amount) =>
        `${asset.type} "${asset.id}" cannot be held at ${pin.powerKw} kW ${spans(plant, ranges)}: off by at most ${amount}`,
      remedies: () => [`take back the override "${pin.id}"`],
    })
  })
}
