// What a solver program is to us: a call, an answer, and how one program is asked and read.
import type { ProgramAnswer, ProgramCall } from '@omarino/contracts'
import type { SparseModel } from '../model.ts'
import type { ModelNames } from './mps.ts'
import type { Solution, SolveOptions } from './port.ts'

/** Runs the program once and waits for it. */
export type RunProgram = (call: ProgramCall) => ProgramAnswer

/** What a dialect knows of one program. Every text may be damaged: what cannot be read throws. */
export interface ProgramDialect {
  readonly title: string
  readonly versionArgs: readonly string[]
  readonly version: RegExp
  call(model: SparseModel, names: ModelNames, options: SolveOptions): Pick<ProgramCall, 'args' | 'files' | 'wanted'>
  read(answer: ProgramAnswer, model: SparseModel, names: ModelNames): ProgramResult
}
export interface ProgramResult extends Pick<Solution, 'outcome' | 'values' | 'rowDuals' | 'iterations' | 'nodes'> {
  /** As the log says it, for models with integers; null when it says none. */
  readonly bound: number | null
}

export const MODEL_FILE = 'model.mps'
