// Seeded random small models for properties of what writes, reads and solves models.
import { seededRandom } from '@omarino/energy'
import { createModelBuilder, NO_ASSET, type SparseModel } from '../model.ts'

/** At most 6 bounded columns and 5 rows of every kind, a constant; some have no point. The same seed gives the same model. */
export function smallModel(seed: number): SparseModel {
  const uniform = seededRandom(seed)
  const quarter = (): number => Math.round(80 * uniform() - 40) / 4
  const width = (): number => (uniform() < 0.2 ? 0 : Math.ceil(12 * uniform()))
  const builder = createModelBuilder()
  const columns = 1 + Math.floor(6 * uniform())
  for (let k = 0; k < columns; k++) {
    const integer = uniform() < 0.5
    const lower = integer ? Math.round(quarter()) : quarter()
    const asset = uniform() < 0.5 ? 0 : 1
    builder.column({ asset, kind: 'charge', step: 0, lower, upper: lower + width(), cost: quarter(), integer })
  }
  for (let k = 1 + Math.floor(5 * uniform()); k > 0; k--) {
    const side = quarter()
    const lower = uniform() < 0.4 ? -Infinity : side
    const upper = uniform() < 0.4 ? Infinity : side + width()
    const row = builder.row({ asset: NO_ASSET, kind: 'balance', step: 0, lower, upper })
    for (let column = 0; column < columns; column++) if (uniform() < 0.7) builder.entry(row, column, quarter())
  }
  builder.constant(0, 'wear', quarter())
  return builder.compile()
}
