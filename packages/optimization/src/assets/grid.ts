import type { CostLineName } from '../cost-lines.ts'
import type { GridPlant } from '../plant/grid.ts'
import type { AssetBlock, DeclareContext } from './declare.ts'
import { declareImportBlocks } from './import-blocks.ts'
import { declareMarket } from './market.ts'

/** g⁺ ≤ import limit and g⁻ ≤ export limit at c⁺g⁺h − c⁻g⁻h, and a peak variable per demand charge. */
export function declareGrid(grid: GridPlant, context: DeclareContext): AssetBlock {
  const { stepHours, steps } = context.axis
  const { importPricePerKwh, exportPricePerKwh } = grid
  const imported = context.block(grid, {
    kind: 'import',
    lower: 0,
    upper: grid.importLimitKw,
    line: 'grid.import',
    cost: (t) => importPricePerKwh[t] * stepHours[t],
  })
  const exported = context.block(grid, {
    kind: 'export',
    lower: 0,
    upper: grid.exportLimitKw,
    line: 'grid.export',
    cost: (t) => -exportPricePerKwh[t] * stepHours[t],
  })
  for (let t = 0; t < steps; t++) {
    context.supply(grid.node, t, imported + t, 1)
    context.supply(grid.node, t, exported + t, -1)
    context.account('co2', imported + t, grid.co2KgPerKwh[t] * stepHours[t])
    context.account('import', imported + t, stepHours[t])
    context.account('export', exported + t, stepHours[t])
  }
  const importing = declareExclusive(grid, context, imported, exported)
  const payer = { index: grid.index, line: 'grid.demand' } as const
  for (const charge of grid.demandCharges)
    declareDemandCharge(payer, context, charge, [
      { first: charge.direction === 'import' ? imported : exported, sign: 1 },
    ])
  if (grid.importBlocks.length > 0) declareImportBlocks(grid, context, imported)
  const trade = grid.market && declareMarket(grid, grid.market, context, { imported, exported })
  const harmless = Uint8Array.from(importPricePerKwh, (price, t) => (price >= exportPricePerKwh[t] ? 1 : 0))
  return {
    columns: { import: imported, export: exported },
    integersOf: ({ powerKw }) => importing.map(([t, column]) => [column, powerKw[t] > 0 ? 1 : 0]),
    pair: { asset: grid.index, first: imported, second: exported, harmless },
    publish: (x) => ({
      powerKw: x.slice(imported, imported + steps).map((kw, t) => kw - x[exported + t]),
      ...trade?.(x),
    }),
  }
}

/** g⁺ ≤ M⁺·b and g⁻ ≤ M⁻·(1 − b), with M no larger than the node can use. */
function declareExclusive(
  grid: GridPlant,
  context: DeclareContext,
  imported: number,
  exported: number,
): (readonly [step: number, column: number])[] {
  const { builder } = context
  const binaries: [number, number][] = []
  const asset = grid.index
  for (const [t, needed] of context.binarySteps(asset).entries()) {
    if (!needed) continue
    const reach = context.reachKw(grid, t)
    const mostImport = Math.min(grid.importLimitKw[t], reach.draw)
    const mostExport = Math.min(grid.exportLimitKw[t], reach.give)
    const importing = builder.column({ asset, kind: 'importing', step: t, lower: 0, upper: 1, integer: true })
    const only = builder.row({ asset, kind: 'import', step: t, lower: -Infinity, upper: 0 })
    builder.entry(only, imported + t, 1)
    builder.entry(only, importing, -mostImport)
    const or = builder.row({ asset, kind: 'export', step: t, lower: -Infinity, upper: mostExport })
    builder.entry(or, exported + t, 1)
    builder.entry(or, importing, mostExport)
    binaries.push([t, importing])
  }
  return binaries
}

type Charge = GridPlant['demandCharges'][number]
/** A block of columns that counts into a peak, kW per unit. */
interface Part {
  readonly first: number
  readonly sign: 1 | -1
}
interface Payer {
  readonly index: number
  readonly line: CostLineName
}

/** y ≥ realised, y ≥ (Σ g h + drawn) / hours in every interval; costs price·(y − realised). */
export function declareDemandCharge(
  payer: Payer,
  context: DeclareContext,
  charge: Charge,
  parts: readonly Part[],
): void {
  const { builder, axis } = context
  const { index: asset, line } = payer
  const { pricePerKw, realisedKw } = charge
  const peak = builder.column({
    asset, kind: 'demandPeak', step: 0, lower: realisedKw, upper: Infinity, cost: pricePerKw, line,
  }) // prettier-ignore
  builder.constant(asset, line, -pricePerKw * realisedKw)
  for (const { from, to, hours, drawnKwh } of charge.intervals) {
    const row = builder.row({ asset, kind: 'demandInterval', step: from, lower: drawnKwh / hours, upper: Infinity })
    builder.entry(row, peak, 1)
    for (let t = from; t < to; t++)
      for (const { first, sign } of parts) builder.entry(row, first + t, (-sign * axis.stepHours[t]) / hours)
  }
}
