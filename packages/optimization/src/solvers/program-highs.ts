// The dialect of the HiGHS executable: options in a file, its raw solution file, the report of its log.
import type { ProgramAnswer } from '@omarino/contracts'
import type { SparseModel } from '../model.ts'
import type { ModelNames } from './mps.ts'
import { MODEL_FILE, type ProgramDialect, type ProgramResult } from './program-dialect.ts'
import { byName, logged } from './program-text.ts'

const SOLUTION_FILE = 'solution.txt'
const OPTIONS_FILE = 'options.txt'

export const highsProgram: ProgramDialect = {
  title: 'HiGHS',
  versionArgs: ['--version'],
  version: /^HiGHS version (\S+)/,
  call: (_model, _names, options) => ({
    args: ['--options_file', OPTIONS_FILE, '--solution_file', SOLUTION_FILE, MODEL_FILE],
    files: {
      [OPTIONS_FILE]: [
        `time_limit = ${options.timeLimitMs / 1000}`,
        `mip_rel_gap = ${options.relativeGap}`,
        `mip_abs_gap = ${options.absoluteGap}`,
        `random_seed = ${options.seed}`,
        'threads = 1',
        '',
      ].join('\n'),
    },
    wanted: [SOLUTION_FILE],
  }),
  read: readHighs,
}

function readHighs({ files, output }: ProgramAnswer, model: SparseModel, names: ModelNames): ProgramResult {
  const text = files[SOLUTION_FILE] ?? ''
  const status = /^Model status\n(.+)\n/.exec(text)?.[1]
  const isMip = model.binaries > 0
  const effort = {
    iterations: logged(output, /^ {2}LP iterations +(\d+)/m) ?? logged(output, /^Simplex +iterations: (\d+)/m) ?? 0,
    nodes: logged(output, /^ {2}Nodes +(\d+)/m) ?? 0,
  }
  const bound = isMip ? logged(output, /^ {2}Dual bound +(\S+)/m) : null
  const none = { values: null, rowDuals: null, bound: null, ...effort }
  if (status === undefined) {
    if (/time_limit while parsing|Parser reached timeout/.test(output)) return { outcome: 'stopped', ...none }
    throw new Error('it wrote no solution file')
  }
  // Every asset is bounded, so that either of the two is infeasible unless a ray exists.
  if (status === 'Infeasible' || status === 'Primal infeasible or unbounded') return { outcome: 'infeasible', ...none }
  if (status === 'Unbounded') return { outcome: 'unbounded', ...none }
  const solved = status === 'Optimal' || status === 'Empty'
  const [primal, dual] = text.split('\n# Dual solution values\n')
  const hasPoint = /\n# Primal solution values\nFeasible\n/.test(primal)
  if (!hasPoint) {
    if (solved) throw new Error(`its status is ${status}, but it wrote no point`)
    return { outcome: 'stopped', ...none, bound }
  }
  const values = byName(names.columns, section(primal, 'Columns'))
  const free = (row: number): boolean => model.rowLower[row] === -Infinity && model.rowUpper[row] === Infinity
  const hasDuals = solved && !isMip && dual?.startsWith('Feasible\n')
  const rowDuals = hasDuals ? byName(names.rows, section(dual, 'Rows'), free) : null
  return { outcome: solved ? 'solved' : 'stopped', values, rowDuals, bound, ...effort }
}

/** The `name value` lines below `# Columns 3`, as many as it says. */
function section(text: string, title: 'Columns' | 'Rows'): (readonly [string, string])[] {
  const lines = text.split('\n')
  const at = lines.findIndex((line) => line.startsWith(`# ${title} `))
  if (at < 0) throw new Error(`its solution file has no ${title.toLowerCase()}`)
  const end = lines.findIndex((line, k) => k > at && (line.startsWith('#') || line === ''))
  return lines.slice(at + 1, end < 0 ? undefined : end).map((line) => {
    const parts = line.split(' ')
    if (parts.length !== 2) throw new Error(`its solution file holds the line "${line.slice(0, 80)}"`)
    return [parts[0], parts[1]]
  })
}
