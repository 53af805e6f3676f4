import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createHighsSolver, optimize } from './index.ts'
import { createModelBuilder, type SparseModel } from './model.ts'
import { exactly, plan } from './planned-sites.ts'
import { battery, grid, load, siteOf } from './sites.ts'
import { provenStart } from './warm-proof.ts'

const { solve } = await createHighsSolver()
const OPTIONS = { timeLimitMs: 10_000, relativeGap: 0, absoluteGap: 0, seed: 0 }
const run = (model: SparseModel) => solve(model, OPTIONS)

/** Cost 2 and 3 for a whole unit each; 1.5 units are needed: both are bought for 5, half of the second would do for 3.5. */
function twoThings(): SparseModel {
  const builder = createModelBuilder()
  const tag = { asset: 0, step: 0, kind: 'charge' } as const
  const row = builder.row({ ...tag, lower: 1.5, upper: Infinity })
  for (const cost of [2, 3])
    builder.entry(row, builder.column({ ...tag, lower: 0, upper: 1, cost, line: 'wear', integer: true }), 1)
  return builder.compile()
}
const start = (...values: number[]) => ({ indices: Int32Array.from(values.keys()), values: Float64Array.from(values) })

test('decisions within the asked gap of the linear bound are proven without a search', () => {
  const asked = { relativeGap: 0, absoluteGap: 1.5 }
  const found = provenStart(twoThings(), start(1, 1), asked, run)
  assert.deepEqual([found?.objective, found?.bound, Array.from(found?.values ?? [])], [5, 3.5, [1, 1]])
  assert.equal(provenStart(twoThings(), start(1, 1), { ...asked, absoluteGap: 1.4 }, run), undefined)
})

test('decisions that do not fit, or do not name every integer, leave the search to the solver', () => {
  const asked = { relativeGap: 1, absoluteGap: 10 }
  assert.equal(provenStart(twoThings(), start(1, 0), asked, run), undefined)
  assert.equal(provenStart(twoThings(), start(1), asked, run), undefined)
})

test('a re-plan whose decisions still do takes no search, costs no more than asked and passes the check', () => {
  const prices = Array.from({ length: 24 }, (_, t) => (t % 5 === 0 ? -0.1 : 0.1 + (t % 3) / 10))
  const site = siteOf(24, [battery({ startSoc: 0.5 }), load(1), grid(prices)])
  const { schedules } = plan(site)
  const moved = { ...site, assets: [...site.assets.slice(0, 2), grid(prices.map((price) => price * 1.01))] }
  const again = optimize(
    { ...moved, solver: { relativeGap: 0.05 }, previous: { horizon: site.horizon, schedules } },
    { solve, codeVersion: 'test' },
  )
  const best = exactly(moved).objective ?? NaN
  assert.ok(again.statistics.binaries > 0)
  assert.equal(again.statistics.nodes, 0)
  assert.ok((again.objective ?? NaN) <= best + 0.05 * Math.abs(again.objective ?? NaN))
  assert.ok(again.bound !== null && again.bound <= best + 1e-9 && again.verifier.passed)
})
