// The dialect of CBC 2.10 (COIN-OR branch and cut).
import type { ProgramAnswer } from '@omarino/contracts'
import type { SparseModel } from '../model.ts'
import type { ModelNames } from './mps.ts'
import type { SolveOptions } from './port.ts'
import { MODEL_FILE, type ProgramDialect, type ProgramResult } from './program-dialect.ts'
import { byName, logged } from './program-text.ts'

const SOLUTION_FILE = 'solution.txt'
const START_FILE = 'start.txt'
const BOUND_ROUNDING = 0.0005 // the log tells the bound with three decimals, rounded up or down
const INCREMENT = '1e-9' // what a better plan must gain; 1e-5 unless told

/** `** 12 name value dual`: the stars mark what breaks a bound. */
const LINE = /^(?:\*\*)?\s*\d+\s+(\S+)\s+(\S+)\s+(\S+)\s*$/

export const cbc: ProgramDialect = {
  title: 'CBC',
  versionArgs: ['-stop'],
  version: /CBC MILP Solver[\s\S]*?Version: (\S+)/,
  call: (model, names, options) => {
    const start = startText(names, options)
    return {
      args: [
        MODEL_FILE,
        ...['-timeMode', 'elapsed', '-sec', `${options.timeLimitMs / 1000}`],
        ...['-ratio', `${options.relativeGap}`, '-allow', `${options.absoluteGap}`, '-increment', INCREMENT],
        ...(options.seed > 0 ? ['-randomC', `${options.seed}`, '-randomS', `${options.seed}`] : []), // 0 would be the time of day
        ...(model.binaries > 0 && start !== null ? ['-mips', START_FILE] : []),
        ...['-printing', 'all', '-solve', '-solu', SOLUTION_FILE],
      ],
      files: start === null ? {} : { [START_FILE]: start },
      wanted: [SOLUTION_FILE],
    }
  },
  read: readCbc,
}

function startText(names: ModelNames, { start }: SolveOptions): string | null {
  if (!start || start.indices.length === 0) return null
  const lines = Array.from(start.indices, (column, k) => `${k} ${names.columns[column]} ${start.values[k]} 0`)
  return `Stopped on iterations - objective value 0\n${lines.join('\n')}\n`
}

function readCbc({ files, output }: ProgramAnswer, model: SparseModel, names: ModelNames): ProgramResult {
  const [head, ...lines] = (files[SOLUTION_FILE] ?? '').trimEnd().split('\n')
  const effort = {
    iterations:
      logged(output, /^Total iterations:\s+(\S+)/m) ?? logged(output, /Optimal objective \S+ - (\d+) it/) ?? 0,
    nodes: logged(output, /^Enumerated nodes:\s+(\S+)/m) ?? 0,
  }
  const lowerBound = logged(output, /^Lower bound:\s+(\S+)/m)
  const bound = lowerBound === null ? null : lowerBound - BOUND_ROUNDING
  const none = { values: null, rowDuals: null, bound: null, ...effort }
  if (/^(Integer i|I)nfeasible/.test(head)) return { outcome: 'infeasible', ...none }
  if (head.startsWith('Unbounded')) return { outcome: 'unbounded', ...none }
  const solved = head.startsWith('Optimal')
  if (!solved && !head.startsWith('Stopped')) throw new Error(`its solution file begins with "${head.slice(0, 80)}"`)
  const isMip = model.binaries > 0
  const hasPoint = solved || (isMip && !head.includes('no integer solution'))
  if (!hasPoint) return { outcome: 'stopped', ...none, bound }
  const { values, rowDuals } = readLines(lines, model, names)
  return {
    outcome: solved ? 'solved' : 'stopped',
    values,
    rowDuals: solved && !isMip ? rowDuals : null,
    bound,
    ...effort,
  }
}

/** Rows first, then columns. Rows that bind nothing were never written. */
function readLines(lines: readonly string[], model: SparseModel, names: ModelNames) {
  const parsed = lines.map((line) => {
    const match = LINE.exec(line)
    if (!match) throw new Error(`its solution file holds the line "${line.slice(0, 80)}"`)
    return match
  })
  const free = (row: number): boolean => model.rowLower[row] === -Infinity && model.rowUpper[row] === Infinity
  const rows = names.rows.filter((_, row) => !free(row)).length
  return {
    rowDuals: byName(names.rows, parsed.slice(0, rows).map(([, name, , dual]) => [name, dual] as const), free), // prettier-ignore
    values: byName(names.columns, parsed.slice(rows).map(([, name, value]) => [name, value] as const)), // prettier-ignore
  }
}
