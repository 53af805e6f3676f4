import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import highsModule from 'highs'
import { createModelBuilder, NO_ASSET, type SparseModel } from '../model.ts'
import { createHighsSolver } from './highs.ts'
import { lpText } from './lp-text.ts'
import { modelNames, mpsText } from './mps.ts'
import { smallModel } from './small-models.ts'

const solver = await createHighsSolver()
const highs = await (highsModule as unknown as (typeof highsModule)['default'])()
const OPTIONS = { timeLimitMs: 10_000, relativeGap: 0, absoluteGap: 1e-9, seed: 0 }

/** What HiGHS finds for the text, by its own reader. */
function throughText(
  text: string,
  format: 'mps' | 'lp' = 'mps',
): { readonly infeasible: boolean; readonly objective: number } {
  return highs.withModel({ format, data: text }, (model) => {
    model.options.set({ output_flag: false, mip_rel_gap: 0, mip_abs_gap: 1e-9 })
    model.run()
    const status = model.getModelStatus()
    const { infeasible, unboundedOrInfeasible } = highs.constants.modelStatus
    return {
      infeasible: status === infeasible || status === unboundedOrInfeasible,
      objective: model.getObjectiveValue(),
    }
  })
}

/** One battery, one grid: a range, an equality, an integer, a free column, a constant. */
function example(): SparseModel {
  const builder = createModelBuilder()
  const range = builder.row({ asset: 0, kind: 'energy', step: 3, lower: 1, upper: 4 })
  builder.row({ asset: NO_ASSET, kind: 'balance', step: 0, lower: -Infinity, upper: Infinity })
  const equal = builder.row({ asset: NO_ASSET, kind: 'balance', step: 1, lower: 0, upper: 0 })
  const at = { asset: 0, step: 3 } as const
  builder.entry(range, builder.column({ ...at, kind: 'charging', lower: 0, upper: 1, integer: true, cost: 2 }), 1)
  builder.entry(equal, builder.column({ ...at, kind: 'energy', lower: -Infinity, upper: Infinity }), 0.1)
  builder.column({ asset: 1, kind: 'import', step: 0, lower: -5, upper: -1, cost: 0.5, line: 'grid.import' })
  builder.constant(1, 'grid.import', 7)
  return builder.compile()
}

test('the text says names, sides, ranges, integers and every bound', () => {
  assert.deepEqual(mpsText(example(), ['Öl 1', 'site'], 'plan').trimEnd().split('\n'), [
    'NAME plan FREE',
    'ROWS',
    ' N cost',
    ' G _l_1.energy.3',
    ' E site.balance.1', // balance 0 binds nothing
    'COLUMNS',
    " MARKER0 'MARKER' 'INTORG'",
    ' _l_1.charging.3 cost 2',
    ' _l_1.charging.3 _l_1.energy.3 1',
    " MARKER3 'MARKER' 'INTEND'",
    ' _l_1.energy.3 cost 0',
    ' _l_1.energy.3 site.balance.1 0.1',
    ' site_2.import.0 cost 0.5', // "site" itself is what belongs to no asset
    'RHS',
    ' RHS cost -7',
    ' RHS _l_1.energy.3 1',
    'RANGES',
    ' RANGE _l_1.energy.3 3',
    'BOUNDS',
    ' LO BOUND _l_1.charging.3 0',
    ' UP BOUND _l_1.charging.3 1',
    ' FR BOUND _l_1.energy.3',
    ' LO BOUND site_2.import.0 -5',
    ' UP BOUND site_2.import.0 -1',
    'ENDATA',
  ])
})

test('names are unique, whatever assets are called and however often a tag comes', () => {
  const builder = createModelBuilder()
  for (const asset of [0, 0, 1, 2, 3, 9]) builder.column({ asset, kind: 'charge', step: 5, lower: 0, upper: 1 })
  assert.deepEqual(modelNames(builder.compile(), ['a b', 'a_b', 'a_b_2', '']).columns, [
    'a_b.charge.5',
    'a_b.charge.5.2',
    'a_b_3.charge.5',
    'a_b_2.charge.5',
    '.charge.5',
    'asset9.charge.5',
  ])
})

test('LP text names what it means and reads like the model', () => {
  assert.deepEqual(lpText(example(), ['Öl 1', 'site']).trimEnd().split('\n'), [
    'Minimize',
    ' cost: + 2 x__l_1.charging.3 + 0 x__l_1.energy.3 + 0.5 x_site_2.import.0 + 7',
    'Subject To',
    ' r__l_1.energy.3: + 1 x__l_1.charging.3 >= 1',
    ' r__l_1.energy.3_u: + 1 x__l_1.charging.3 <= 4',
    ' r_site.balance.1: + 0.1 x__l_1.energy.3 = 0',
    'Bounds',
    ' 0 <= x__l_1.charging.3 <= 1',
    ' x__l_1.energy.3 free',
    ' -5 <= x_site_2.import.0 <= -1',
    'General',
    ' x__l_1.charging.3',
    'End',
  ])
})

test('the constant is part of the objective that another reader finds', () => {
  const model = example()
  assert.equal(throughText(mpsText(model, [])).objective, 6.5) // 2 · 1 + 0.5 · (−5) + 7
  assert.equal(solver.solve(model, OPTIONS).objective, 6.5)
})

test('any small model has the same optimum through the text, or none both ways', () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const model = smallModel(seed)
      const direct = solver.solve(model, OPTIONS)
      for (const [format, text] of [
        ['mps', mpsText(model, ['first', 'second'])],
        ['lp', lpText(model, ['1st', 'sec-ond'])],
      ] as const) {
        const read = throughText(text, format)
        assert.equal(read.infeasible, direct.outcome === 'infeasible', format)
        if (direct.objective !== null) assert.ok(Math.abs(read.objective - direct.objective) < 1e-6, format)
      }
    }),
    { numRuns: 300, seed: 4 },
  )
})
