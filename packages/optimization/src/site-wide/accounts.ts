// Quantities of the whole site that are priced, weighed or capped: one column and one row each.
import type { Quantity } from '../assets/declare.ts'
import type { CostLineName } from '../cost-lines.ts'
import { NO_ASSET, type ModelBuilder } from '../model.ts'
import type { Wants } from '../plant/site-wide.ts'

/** κ = Σ amounts over the horizon at `pricePerUnit`, on a cost line of the site's own. */
export interface Account {
  readonly quantity: Quantity
  readonly line: CostLineName
  readonly pricePerUnit: number
}
/** The accounts that a site is charged by. */
export function accountsOf(wants: Wants): Account[] {
  const asked: [Quantity, CostLineName, number | undefined][] = [
    ['co2', 'co2', wants.co2PricePerKg],
    ['co2', 'weight.co2', wants.weightPerKgCo2],
    ['import', 'weight.import', wants.weightPerKwhImport],
    ['export', 'weight.export', wants.weightPerKwhExport],
  ]
  return asked.flatMap(([quantity, line, pricePerUnit]) =>
    pricePerUnit === undefined ? [] : [{ quantity, line, pricePerUnit }],
  )
}

export interface OpenAccounts {
  count(quantity: Quantity, column: number, amountPerUnit: number): void
}

/** Opens the accounts and the cap on emissions; where limits may bend, `bendCap` lets the cap (tier 2). */
export function openAccounts(
  wants: Wants,
  builder: ModelBuilder,
  bendCap: ((slack: number) => void) | undefined,
): OpenAccounts {
  const rows: { quantity: Quantity; row: number }[] = accountsOf(wants).map(({ quantity, line, pricePerUnit }) => {
    const row = builder.row({ asset: NO_ASSET, kind: 'weight', step: 0, lower: 0, upper: 0 })
    const free = { asset: NO_ASSET, kind: 'weight', step: 0, lower: -Infinity, upper: Infinity } as const
    builder.entry(row, builder.column({ ...free, cost: pricePerUnit, line }), -1)
    return { quantity, row }
  })
  if (wants.co2CapKg !== undefined) {
    const cap = { asset: NO_ASSET, kind: 'co2', step: 0 } as const
    const row = builder.row({ ...cap, lower: -Infinity, upper: wants.co2CapKg })
    rows.push({ quantity: 'co2', row })
    if (bendCap) {
      const slack = builder.column({ ...cap, lower: 0, upper: Infinity })
      builder.entry(row, slack, -1)
      bendCap(slack)
    }
  }
  return {
    count(quantity, column, amountPerUnit) {
      if (amountPerUnit === 0) return
      for (const account of rows) if (account.quantity === quantity) builder.entry(account.row, column, amountPerUnit)
    },
  }
}
