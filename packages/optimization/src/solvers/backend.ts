import type { OptimizeRequest } from '@omarino/contracts'
import { Failure } from '@omarino/energy'
import { createProgramSolver, type ProgramCommand } from './program.ts'
import type { RunProgram } from './program-dialect.ts'
import type { Solver } from './port.ts'

/** A solver program of the machine, as its operator named it. */
export interface SolverProgram {
  readonly path: string | undefined
  run(path: string, call: Parameters<RunProgram>[0]): ReturnType<RunProgram>
}
const COMMANDS: readonly ProgramCommand[] = ['cbc', 'highs']

/**
 * The solver that a request asks for: the one of this process, or for `backend: 'exec'` the program of the machine, with the
 * one of this process for models without integers.
 * @throws Failure 'invalid' `BACKEND_ABSENT` when no program is named, or one that is neither CBC nor HiGHS; 'unavailable'
 *   `SOLVER_MISSING` when it cannot be run
 */
export function solverFor({ solver }: OptimizeRequest, own: Solver, program: SolverProgram): Solver {
  if (solver?.backend !== 'exec') return own
  const { path } = program
  const name = path?.split('/').at(-1)
  const command = COMMANDS.find((known) => known === name)
  if (path === undefined || command === undefined) {
    const there = path === undefined ? 'none is named' : `"${path}" is neither cbc nor highs`
    const text = `a solver program solves only where EMS_SOLVER_PROGRAM names cbc or highs; ${there}`
    throw new Failure('invalid', 'BACKEND_ABSENT', text, '/solver/backend')
  }
  return createProgramSolver(command, (call) => program.run(path, call), own)
}
