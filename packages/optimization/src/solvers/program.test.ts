import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ProgramAnswer, ProgramCall } from '@omarino/contracts'
import { createModelBuilder, type SparseModel } from '../model.ts'
import { createHighsSolver } from './highs.ts'
import type { SolveOptions } from './port.ts'
import { createProgramSolver, type ProgramCommand } from './program.ts'

const OPTIONS: SolveOptions = { timeLimitMs: 1500, relativeGap: 0.001, absoluteGap: 0.01, seed: 0 }
const VERSIONS = {
  cbc: 'Welcome to the CBC MILP Solver \nVersion: 2.10.8 \nBuild Date: May  9 2022 \n',
  highs: 'HiGHS version 1.15.1 Githash 04024d7. Copyright (c) 2026 under MIT licence terms\n',
}

/** Minimise 2a + 3b + 10 with a + b ≥ 1.5, a and b from 0 to 1; a second row binds nothing. */
function model(integer: boolean): SparseModel {
  const builder = createModelBuilder()
  const at = { asset: 0, step: 0 } as const
  const row = builder.row({ ...at, kind: 'balance', lower: 1.5, upper: Infinity })
  builder.row({ ...at, kind: 'energy', lower: -Infinity, upper: Infinity })
  builder.entry(row, builder.column({ ...at, kind: 'charge', lower: 0, upper: 1, cost: 2, integer }), 1)
  builder.entry(row, builder.column({ ...at, kind: 'discharge', lower: 0, upper: 1, cost: 3 }), 1)
  builder.constant(0, 'wear', 10)
  return builder.compile()
}

/** Solves by a program that says what it is told to. */
function by(
  command: ProgramCommand,
  solution: string | null,
  log = '',
  integer = true,
  answer: Partial<ProgramAnswer> = {},
) {
  // prettier-ignore
  const calls: ProgramCall[] = []
  const { solve } = createProgramSolver(command, (call) => {
    calls.push(call)
    const output = calls.length === 1 ? VERSIONS[command] : log
    return { killed: false, exitCode: 0, output, files: { 'solution.txt': solution }, wallMs: 7, ...answer }
  })
  return { calls, solution: solve(model(integer), OPTIONS) }
}

const CBC = `Optimal - objective value 13.50000000
      0 asset0.balance.0                            1.5                       3
      0 asset0.charge.0                      1                      -1
      1 asset0.discharge.0                 0.5                       0
`
const HIGHS = `Model status
Optimal

# Primal solution values
Feasible
Objective 13.5
# Columns 2
asset0.charge.0 1
asset0.discharge.0 0.5
# Rows 1
asset0.balance.0 1.5

# Dual solution values
Feasible
# Columns 2
asset0.charge.0 -1
asset0.discharge.0 0
# Rows 1
asset0.balance.0 3

# Basis
HiGHS_basis_file v2
None
`

test('a linear model comes back with its point and its duals, the rows that bind nothing at 0', () => {
  for (const { solution } of [by('cbc', CBC, '', false), by('highs', HIGHS, '', false)]) {
    assert.deepEqual([...(solution.values ?? [])], [1, 0.5])
    assert.deepEqual([...(solution.rowDuals ?? [])], [3, 0])
    assert.deepEqual([solution.outcome, solution.objective, solution.bound], ['solved', 13.5, null])
  }
})

test('integers have no duals; the bound is what the log says, less what it rounds away', () => {
  const cbc = by(
    'cbc',
    CBC,
    'Lower bound:                    13.000\nEnumerated nodes:  4\nTotal iterations:  9\n',
  ).solution
  assert.deepEqual([cbc.rowDuals, cbc.bound, cbc.nodes, cbc.iterations], [null, 12.9995, 4, 9])
  const highs = by('highs', HIGHS, '  Dual bound        13.25\n  Nodes             4\n  LP iterations     9\n').solution
  assert.deepEqual([highs.rowDuals, highs.bound, highs.nodes, highs.iterations], [null, 13.25, 4, 9])
})

test('a search that ended without a word of a bound proved its own objective', () => {
  assert.equal(by('cbc', CBC).solution.bound, 13.5)
})

test('stopped with a point keeps it and its bound; stopped without one has none, whatever numbers stand there', () => {
  const kept = by('cbc', CBC.replace('Optimal', 'Stopped on time'), 'Lower bound: 12.000\n').solution
  assert.deepEqual([kept.outcome, kept.objective, kept.bound], ['stopped', 13.5, 11.9995])
  const none = by('cbc', CBC.replace('Optimal', 'Stopped on time (no integer solution - continuous used)')).solution
  assert.deepEqual([none.outcome, none.values, none.objective, none.bound], ['stopped', null, null, null])
  const late = HIGHS.replace('\nOptimal', '\nTime limit reached')
  assert.deepEqual(by('highs', late, '  Dual bound        -inf\n').solution.bound, null)
  const empty = by('highs', 'Model status\nTime limit reached\n\n# Primal solution values\nNone\n').solution
  assert.deepEqual([empty.outcome, empty.values], ['stopped', null])
})

test('a limit that ends while the model is still being read is a stop, too', () => {
  const { outcome, values } = by('highs', null, 'ERROR:   Parser reached timeout\nError loading file\n').solution
  assert.deepEqual([outcome, values], ['stopped', null])
})

test('a linear model that was stopped has no point: its numbers need not keep the rows', () => {
  assert.equal(by('cbc', CBC.replace('Optimal', 'Stopped on time'), '', false).solution.values, null)
})

test('a killed program is stopped without values, and its limit and gaps were told', () => {
  const { solution, calls } = by('cbc', CBC, '', true, { killed: true, exitCode: null })
  assert.deepEqual([solution.outcome, solution.values, solution.bound], ['stopped', null, null])
  assert.equal(calls[1].killAfterMs, 3800) // 1.2 · 1.5 s + 2 s
  assert.match(calls[1].args.join(' '), /-sec 1\.5 -ratio 0\.001 -allow 0\.01 /)
  assert.match(by('highs', HIGHS).calls[1].files['options.txt'], /time_limit = 1\.5\nmip_rel_gap = 0\.001\n/)
})

test('infeasible and unbounded hold no values', () => {
  const outcomes = [
    by('cbc', CBC.replace('Optimal', 'Infeasible')),
    by('cbc', CBC.replace('Optimal', 'Integer infeasible')),
    by('cbc', CBC.replace('Optimal', 'Unbounded')),
    by('highs', 'Model status\nInfeasible\n'),
    by('highs', 'Model status\nUnbounded\n'),
  ].map(({ solution }) => [solution.outcome, solution.values])
  assert.deepEqual(outcomes, ['infeasible', 'infeasible', 'unbounded', 'infeasible', 'unbounded'].map((outcome) => [outcome, null])) // prettier-ignore
})

test('a damaged solution is refused, with the program and the place named', () => {
  const refused = (command: ProgramCommand, solution: string | null, message: RegExp): void =>
    assert.throws(() => by(command, solution), { kind: 'unavailable', code: 'SOLVER_FAILED', message })
  refused('cbc', null, /CBC 2\.10\.8 \(exit 0\): its solution file begins with ""/)
  refused('cbc', CBC.replace('0.5  ', 'nan  '), /"nan" where a number belongs/)
  refused('cbc', CBC.split('\n').slice(0, 3).join('\n'), /does not name asset0\.discharge\.0/)
  refused('cbc', CBC.replace('discharge', 'charge'), /there twice/)
  refused('cbc', CBC.replace(' 0.5 ', ' '), /the line/)
  refused('highs', null, /wrote no solution file/)
  refused('highs', HIGHS.replace('discharge.0 0.5', 'discharge.0 x'), /"x"/)
  refused('highs', HIGHS.replace('values\nFeasible', 'values\nNone'), /no point/)
})

test('a program that does not tell its version is missing', () => {
  const answer = { killed: false, exitCode: 127, output: 'not found', files: {}, wallMs: 1 }
  assert.throws(() => createProgramSolver('cbc', () => answer), { kind: 'unavailable', code: 'SOLVER_MISSING' })
})

test('models without integers go to the solver in this process, where there is one', async () => {
  const linear = await createHighsSolver()
  const silent = { killed: true, exitCode: null, output: VERSIONS.cbc, files: {}, wallMs: 1 }
  const solver = createProgramSolver('cbc', () => silent, linear)
  assert.equal(solver.solve(model(false), OPTIONS).objective, 13.5)
  assert.equal(solver.solve(model(true), OPTIONS).outcome, 'stopped')
})
