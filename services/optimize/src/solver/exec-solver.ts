import { createProgramSolver } from '@omarino/optimization'
import type { ProgramCommand, Solver } from '@omarino/optimization'
import { runProgram } from '@omarino/platform/compute'

/**
 * A solver program of this machine behind the port of the solver in this process.
 * @param program  its path, or its name on PATH
 * @param linear  solves models without integers instead, above all the last one of a plan: exact digits and duals
 * @throws Failure 'unavailable' `SOLVER_MISSING` when it cannot be run
 */
export const createExecSolver = (command: ProgramCommand, program: string = command, linear?: Solver): Solver =>
  createProgramSolver(command, (call) => runProgram(program, call), linear)
