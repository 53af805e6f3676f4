// An external solver program (CBC, HiGHS) behind the port: MPS in, solution file out. Running it is the caller's business.
import type { ProgramAnswer } from '@omarino/contracts'
import { Failure } from '@omarino/energy'
import type { SparseModel } from '../model.ts'
import { modelNames, mpsText, type ModelNames } from './mps.ts'
import { cbc } from './program-cbc.ts'
import type { ProgramDialect, ProgramResult, RunProgram } from './program-dialect.ts'
import { MODEL_FILE } from './program-dialect.ts'
import { highsProgram } from './program-highs.ts'
import type { Solution, SolveOptions, Solver } from './port.ts'

export type ProgramCommand = 'cbc' | 'highs'
const DIALECTS: Readonly<Record<ProgramCommand, ProgramDialect>> = { cbc, highs: highsProgram }
const VERSION_MS = 10_000
const KILL_FACTOR = 1.2 // a program may overrun its own limit a little
const KILL_EXTRA_MS = 2000

/**
 * A solver program behind the port. It reports no progress and does not look at `shouldStop` while it runs; a killed one is
 * `stopped` without values.
 * @param linear  solves models without integers instead; CBC writes 8 digits only, so that the last solve, with its
 *   integers fixed, is best left to a solver in this process
 * @throws Failure 'unavailable' `SOLVER_MISSING` when the program does not tell its version
 */
export function createProgramSolver(command: ProgramCommand, run: RunProgram, linear?: Solver): Solver {
  const dialect = DIALECTS[command]
  const { output } = run({ args: dialect.versionArgs, files: {}, wanted: [], killAfterMs: VERSION_MS })
  const version = dialect.version.exec(output)
  if (!version) throw new Failure('unavailable', 'SOLVER_MISSING', `${command} cannot be run or is another program`)
  const name = `${dialect.title} ${version[1]}`
  return {
    name,
    backend: 'exec',
    solve: (model, options) =>
      linear && model.binaries === 0 ? linear.solve(model, options) : solveBy(dialect, name, run, model, options),
    memoryBytes: () => linear?.memoryBytes() ?? 0, // a program's memory goes with it
  }
}

function solveBy(
  dialect: ProgramDialect,
  name: string,
  run: RunProgram,
  model: SparseModel,
  options: SolveOptions,
): Solution {
  const by = { memoryBytes: 0, solver: name, backend: 'exec' }
  const none = { values: null, rowDuals: null, objective: null, bound: null, iterations: 0, nodes: 0 }
  if (options.timeLimitMs <= 0 || options.shouldStop?.()) return { outcome: 'stopped', ...none, runMs: 0, ...by }
  const names = modelNames(model, [])
  const call = dialect.call(model, names, options)
  const files = { ...call.files, [MODEL_FILE]: mpsText(model, []) }
  const answer = run({ ...call, files, killAfterMs: KILL_FACTOR * options.timeLimitMs + KILL_EXTRA_MS })
  const runMs = answer.wallMs
  if (answer.killed) return { outcome: 'stopped', ...none, runMs, ...by }
  const result = readBy(dialect, name, answer, model, names)
  const objective = result.values && objectiveOf(model, result.values)
  return { ...result, objective, bound: boundOf(model, result, objective), runMs, ...by }
}

function readBy(
  dialect: ProgramDialect,
  name: string,
  answer: ProgramAnswer,
  model: SparseModel,
  names: ModelNames,
): ProgramResult {
  try {
    return dialect.read(answer, model, names)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new Failure('unavailable', 'SOLVER_FAILED', `${name} (exit ${answer.exitCode ?? 'by signal'}): ${why}`)
  }
}

/** From the values as they were read: the file rounds them, and the objective must be theirs. */
function objectiveOf(model: SparseModel, values: Float64Array): number {
  const constant = model.constants.reduce((sum, { amount }) => sum + amount, 0)
  return values.reduce((sum, value, column) => sum + model.cost[column] * value, constant)
}

/** For models with integers: what the log says, at most the objective; without a word of it a finished search proves it. */
function boundOf(model: SparseModel, result: ProgramResult, objective: number | null): number | null {
  if (model.binaries === 0) return null
  if (result.bound !== null) return objective === null ? result.bound : Math.min(result.bound, objective)
  return result.outcome === 'solved' ? objective : null
}
