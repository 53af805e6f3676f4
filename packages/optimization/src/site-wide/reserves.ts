// Reserve (FCR, aFRR): power that stays free both in terminals and in store, offered constant over each block.
import type { AssetBlock, Columns, DeclareContext } from '../assets/declare.ts'
import { idleEnergyKwh } from '../passes/reach.ts'
import type { BatteryPlant } from '../plant/battery.ts'
import type { AssetPlant, Plant } from '../plant/plant.ts'
import type { ReservePlant } from '../plant/site-wide.ts'

/** First columns of what one asset holds for one reserve; `up` and `down` are the same columns where it is symmetric. */
interface Held {
  readonly reserve: ReservePlant
  readonly asset: number
  readonly up: number | undefined
  readonly down: number | undefined
}
/** How to read offers and what is held back from a point of the model. */
export interface ReserveBlocks {
  offers(x: Float64Array): Readonly<Record<string, Columns>>
  heldBy(asset: number, x: Float64Array): Columns
}

/** Declares offers, what each asset holds, and the room it needs; assets and connections must have been declared. */
export function declareReserves(plant: Plant, blocks: readonly AssetBlock[], context: DeclareContext): ReserveBlocks {
  const held = plant.reserves.flatMap((reserve) => reserve.assets.map((asset) => declareHeld(reserve, asset, context)))
  const offers = plant.reserves.map((reserve) => declareOffers(reserve, held, context))
  for (const asset of plant.assets) {
    const mine = held.filter((one) => one.asset === asset.index)
    if (mine.length > 0) keepRoom(asset, blocks[asset.index], mine, context)
    if (asset.type === 'grid' && held.length > 0) keepConnection(plant, asset, blocks[asset.index], held, context)
  }
  return readBack(plant, held, offers)
}

function declareHeld(reserve: ReservePlant, asset: number, context: DeclareContext): Held {
  const column = (): number => {
    let first = -1
    for (let step = 0; step < context.axis.steps; step++) {
      const made = context.builder.column({ asset, kind: 'reserve', step, lower: 0, upper: Infinity })
      if (step === 0) first = made
    }
    return first
  }
  const up = reserve.direction === 'down' ? undefined : column()
  const down = reserve.direction === 'up' ? undefined : reserve.direction === 'symmetric' ? up : column()
  return { reserve, asset, up, down }
}

/** R per block, Σ held ≥ R at each of its steps; income on R; a sold offer is fixed and its shortfall a broken promise. */
function declareOffers(reserve: ReservePlant, held: readonly Held[], context: DeclareContext): number[] {
  const { builder, axis } = context
  const asset = reserve.index
  return reserve.blocks.map(({ from, to }) => {
    let income = 0
    for (let t = from; t < to; t++) income += reserve.pricePerKwPerHour[t] * axis.stepHours[t]
    const sold = reserve.offerKw?.[from]
    const bounds = sold === undefined ? { lower: 0, upper: reserve.maxOfferKw } : { lower: sold, upper: sold }
    const offer = builder.column({ asset, kind: 'offer', step: from, ...bounds, cost: -income, line: 'reserve' })
    if (sold === undefined && reserve.minOfferKw > 0) declareLeastOffer(reserve, offer, from, context)
    for (let step = from; step < to; step++) {
      const row = builder.row({ asset, kind: 'reserve', step, lower: 0, upper: Infinity })
      builder.entry(row, offer, -1)
      for (const one of held)
        if (one.reserve === reserve) builder.entry(row, ((one.up ?? one.down) as number) + step, 1)
      if (sold === undefined || !context.elastic) continue
      const slack = builder.column({ asset, kind: 'bend', step, lower: 0, upper: sold })
      builder.entry(row, slack, 1)
      context.slack(1, slack, axis.stepHours[step])
    }
    return offer
  })
}

/** R = 0 or R ≥ least: a binary. */
function declareLeastOffer(reserve: ReservePlant, offer: number, step: number, { builder }: DeclareContext): void {
  const asset = reserve.index
  const most = Number.isFinite(reserve.maxOfferKw) ? reserve.maxOfferKw : 1e6
  const made = builder.column({ asset, kind: 'offer', step, lower: 0, upper: 1, integer: true })
  const least = builder.row({ asset, kind: 'offer', step, lower: 0, upper: Infinity })
  builder.entry(least, offer, 1)
  builder.entry(least, made, -reserve.minOfferKw)
  const only = builder.row({ asset, kind: 'offer', step, lower: -Infinity, upper: 0 })
  builder.entry(only, offer, 1)
  builder.entry(only, made, -most)
}

function keepRoom(asset: AssetPlant, block: AssetBlock, mine: readonly Held[], context: DeclareContext): void {
  if (asset.type === 'battery') keepBatteryRoom(asset, block, mine, context)
  else keepGeneratorRoom(asset, block, mine, context)
}

/** d − c + Σ r↑ ≤ Pd, c − d + Σ r↓ ≤ Pc; F hours of full activation fit before and after each step; α moves the energy. */
function keepBatteryRoom(
  battery: BatteryPlant,
  block: AssetBlock,
  mine: readonly Held[],
  context: DeclareContext,
): void {
  const { builder, axis } = context
  const { charge, discharge, energy } = block.columns as Readonly<Record<string, number>>
  const asset = battery.index
  const { minKwh, maxKwh } = roomFor(battery, context.elastic)
  for (let step = 0; step < axis.steps; step++) {
    const row = (upper: number): number => builder.row({ asset, kind: 'reserve', step, lower: -Infinity, upper })
    const upward = row(battery.maxDischargeKw[step])
    const downward = row(battery.maxChargeKw[step])
    for (const [at, sign] of [[upward, 1], [downward, -1]] as const) {
      builder.entry(at, discharge + step, sign)
      builder.entry(at, charge + step, -sign)
    } // prettier-ignore
    // −e ≤ −L − Σ r↑F/ηd and e ≤ U − Σ r↓F·ηc, at both ends of the step; the start of the first is known.
    const ends = [step - 1, step].map((t) => ({
      t,
      low: row(t < 0 ? battery.startKwh - minKwh[0] : -minKwh[t]),
      high: row(t < 0 ? maxKwh[0] - battery.startKwh : maxKwh[t]),
    }))
    for (const { t, low, high } of ends) {
      if (t < 0) continue
      builder.entry(low, energy + t, -1)
      builder.entry(high, energy + t, 1)
    }
    for (const { reserve, up, down } of mine) {
      const { fullActivationHours: full, expectedActivation: called } = reserve
      const store = (block.storeRow as number) + step
      const hours = axis.stepHours[step]
      if (up !== undefined) {
        builder.entry(upward, up + step, 1)
        for (const { low } of ends) builder.entry(low, up + step, full / battery.dischargeEfficiency)
        builder.entry(store, up + step, (called * hours) / battery.dischargeEfficiency)
      }
      if (down !== undefined) {
        builder.entry(downward, down + step, 1)
        for (const { high } of ends) builder.entry(high, down + step, full * battery.chargeEfficiency)
        builder.entry(store, down + step, -called * hours * battery.chargeEfficiency)
      }
    }
  }
}

/** The band that reserve must leave; where limits may bend, widened to the idle path and the start, as the band itself is. */
function roomFor(battery: BatteryPlant, elastic: boolean): { minKwh: Float64Array; maxKwh: Float64Array } {
  const idle = idleEnergyKwh(battery)
  const minKwh = battery.minKwh.map((kwh, t) => (elastic ? Math.min(kwh, idle[t]) : kwh))
  const maxKwh = battery.maxKwh.map((kwh, t) => (elastic ? Math.max(kwh, idle[t]) : kwh))
  minKwh[0] = Math.min(minKwh[0], battery.startKwh)
  maxKwh[0] = Math.max(maxKwh[0], battery.startKwh)
  return { minKwh, maxKwh }
}

/** Σ r↑ stands beside p̃ in the rows of maximum, start and stop limits and ramp; p̃ ≥ Σ r↓. */
function keepGeneratorRoom(asset: AssetPlant, block: AssetBlock, mine: readonly Held[], context: DeclareContext): void {
  const { builder, axis } = context
  const { power } = block.columns as Readonly<Record<string, number>>
  for (let step = 0; step < axis.steps; step++) {
    const least = builder.row({ asset: asset.index, kind: 'reserve', step, lower: 0, upper: Infinity })
    builder.entry(least, power + step, 1)
    for (const { up, down } of mine) {
      if (up !== undefined) for (const row of block.upRows?.[step] ?? []) builder.entry(row, up + step, 1)
      if (down !== undefined) builder.entry(least, down + step, -1)
    }
  }
}

/** What is held behind a connection must be able to pass it. */
function keepConnection(
  plant: Plant,
  grid: Extract<AssetPlant, { type: 'grid' }>,
  block: AssetBlock,
  held: readonly Held[],
  { builder, axis }: DeclareContext,
): void {
  const { import: imported, export: exported } = block.columns as Readonly<Record<string, number>>
  const behind = held.filter(({ asset }) => plant.assets[asset].node === grid.node)
  if (behind.length === 0) return
  for (let step = 0; step < axis.steps; step++) {
    const tag = { asset: grid.index, kind: 'reserve', step, lower: -Infinity } as const
    const out = builder.row({ ...tag, upper: grid.exportLimitKw[step] })
    const into = builder.row({ ...tag, upper: grid.importLimitKw[step] })
    for (const [row, sign] of [[out, 1], [into, -1]] as const) {
      builder.entry(row, exported + step, sign)
      builder.entry(row, imported + step, -sign)
    } // prettier-ignore
    for (const { up, down } of behind) {
      if (up !== undefined) builder.entry(out, up + step, 1)
      if (down !== undefined) builder.entry(into, down + step, 1)
    }
  }
}

function readBack(plant: Plant, held: readonly Held[], offers: readonly number[][]): ReserveBlocks {
  const { steps } = plant.axis
  const block = (x: Float64Array, first: number): Float64Array => x.slice(first, first + steps)
  return {
    offers: (x) =>
      Object.fromEntries(
        plant.reserves.map((reserve, k) => {
          const offerKw = new Float64Array(steps)
          for (const [b, { from, to }] of reserve.blocks.entries()) offerKw.fill(x[offers[k][b]], from, to)
          const mine = held.filter((one) => one.reserve === reserve)
          const parts = mine.map((one) => [`${plant.assets[one.asset].id}Kw`, block(x, (one.up ?? one.down) as number)])
          return [reserve.id, { offerKw, ...(Object.fromEntries(parts) as Columns) }]
        }),
      ),
    heldBy(asset, x) {
      const mine = held.filter((one) => one.asset === asset)
      if (mine.length === 0) return {}
      const sum = (side: 'up' | 'down'): Float64Array =>
        mine.reduce((total, one) => {
          const first = one[side]
          return first === undefined ? total : total.map((kw, t) => kw + x[first + t])
        }, new Float64Array(steps))
      return { reserveUpKw: sum('up'), reserveDownKw: sum('down') }
    },
  }
}
