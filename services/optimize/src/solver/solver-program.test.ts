import type { OptimizeRequest } from '@omarino/contracts'
import { createHighsSolver, createProgramSolver, optimize } from '@omarino/optimization'
import type { ProgramCommand, Solve, Solver } from '@omarino/optimization'
import { runProgram } from '@omarino/platform/compute'
import { createSolverPool } from './solver-pool.ts'
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'

type Model = Parameters<Solve>[0]
const linear = await createHighsSolver()
const EXACT = { timeLimitMs: 30_000, relativeGap: 0, absoluteGap: 1e-9, seed: 0 }

const createExecSolver = (command: ProgramCommand, program: string = command, own?: Solver): Solver =>
  createProgramSolver(command, (call) => runProgram(program, call), own)

/** Why a program cannot be tested here; `command -v` says the same. */
const absent = (command: ProgramCommand): string | false =>
  spawnSync('/bin/sh', ['-c', `command -v ${command}`]).status === 0 ? false : `no ${command} on PATH`

/** Two batteries under prices of both signs: charging and discharging at once would pay, so that integers keep them apart. */
const request: OptimizeRequest = {
  schema: 'ems.optimize/1',
  site: { id: 'site', currency: 'EUR', timeZone: 'UTC' },
  horizon: { start: '2026-01-01T00:00:00Z', stepMinutes: 60, steps: 24 },
  assets: [
    ...['small', 'large'].map((id, k) => ({
      id,
      type: 'battery' as const,
      capacityKwh: 10 * (k + 1),
      maxChargeKw: 5,
      maxDischargeKw: 4,
      chargeEfficiency: 0.9,
      dischargeEfficiency: 0.95,
      socMin: 0,
      socMax: 1,
      startSoc: 0.9,
      wearCostPerKwh: 0.01,
    })),
    { id: 'load', type: 'load', powerKw: Array.from({ length: 24 }, (_, hour) => 1 + (hour % 5)) },
    {
      id: 'grid',
      type: 'grid',
      importLimitKw: 12,
      exportLimitKw: 6,
      importPricePerKwh: Array.from({ length: 24 }, (_, hour) => ((hour * 7) % 11) / 20 - 0.2),
      exportPricePerKwh: Array.from({ length: 24 }, (_, hour) => ((hour * 7) % 11) / 20 - 0.21),
    },
  ],
}

/** Every model that a plan of the request takes. */
function modelsOf(solve: Solve = linear.solve): Model[] {
  const models: Model[] = []
  optimize(request, { codeVersion: 'test', solve: (model, options) => (models.push(model), solve(model, options)) })
  return models
}

for (const command of ['cbc', 'highs'] as const) {
  const skip = absent(command)

  test(
    `${command} finds the objective of every model of a plan, and duals where there are no integers`,
    { skip },
    () => {
      const program = createExecSolver(command)
      const models = modelsOf()
      assert.ok(models.some(({ binaries }) => binaries > 0))
      for (const model of models) {
        const [here, there] = [linear.solve(model, EXACT), program.solve(model, EXACT)]
        assert.equal(there.outcome, here.outcome)
        assert.ok(Math.abs((there.objective ?? NaN) - (here.objective ?? NaN)) < 1e-5)
        assert.equal(there.rowDuals === null, model.binaries > 0)
      }
    },
  )

  test(`a plan by ${command} passes the check, costs the same and names its solver`, { skip }, () => {
    const plan = (solve: Solve) => optimize(request, { codeVersion: 'test', solve })
    const [here, there] = [plan(linear.solve), plan(createExecSolver(command, command, linear).solve)]
    assert.ok(there.verifier.passed)
    assert.ok(Math.abs((there.objective ?? NaN) - (here.objective ?? NaN)) <= 0.01) // the absolute gap of a request that names none
  })

  test(`${command} stops by its limit, with a bound below what it found or with nothing`, { skip }, () => {
    const model = modelsOf().find(({ binaries }) => binaries > 0) as Model
    const { outcome, objective, bound } = createExecSolver(command).solve(model, { ...EXACT, timeLimitMs: 1 })
    if (outcome === 'solved')
      assert.ok((bound as number) <= (objective as number)) // quicker than the limit is looked at
    else assert.ok(objective === null || bound === null || bound <= objective)
  })
}

test('a program that is not there is missing, not a bad plan', () => {
  assert.throws(() => createExecSolver('cbc', '/nowhere/cbc'), { kind: 'unavailable', code: 'SOLVER_MISSING' })
})

test('a request that wants the program is solved by it in a solver process', { skip: absent('cbc') }, async () => {
  process.env['EMS_SOLVER_PROGRAM'] = 'cbc'
  const pool = createSolverPool(1, () => undefined)
  try {
    const { engine, verifier } = await pool.solve({ ...request, solver: { backend: 'exec' } })
    assert.deepEqual([engine.backend, verifier.passed], ['exec', true])
  } finally {
    delete process.env['EMS_SOLVER_PROGRAM']
    await pool.close()
  }
})

test('a request that wants a program where none is named is refused with the variable to set', async () => {
  const pool = createSolverPool(1, () => undefined)
  try {
    const wanted = pool.solve({ ...request, solver: { backend: 'exec' } })
    await assert.rejects(wanted, { code: 'BACKEND_ABSENT', message: /EMS_SOLVER_PROGRAM/ })
  } finally {
    await pool.close()
  }
})
