import { parseOptimizeRequest } from '@omarino/contracts'
import type { OptimizeRequest, OptimizeResult } from '@omarino/contracts'
import { DomainError, parseDecimal } from '@omarino/energy'
import { createHighsSolver, lpText, mpsText, optimize, solverFor } from '@omarino/optimization'
import type { SolveProgress } from '@omarino/optimization'
import { optionalVariable, runProgram, VERSION } from '@omarino/platform'
import { readFileSync, writeFileSync } from 'node:fs'
import { readOptions, UsageError } from '../usage.ts'

const OPTIONS = {
  input: { type: 'string' },
  output: { type: 'string' },
  'time-limit': { type: 'string' },
  mps: { type: 'string' },
  lp: { type: 'string' },
} as const
const MAX_SECONDS = 3600 // what a request may ask for
const STDIN = 0
const DONE = 0
const FAILED = 1
const BAD_REQUEST = 2
const clock = {
  wallMs: () => performance.now(),
  cpuMs: () => (process.cpuUsage().user + process.cpuUsage().system) / 1000,
}

const tell = (sentence: string): void => void process.stderr.write(`ems: ${sentence}\n`)

/** Plans from a request file: exit code 0 a schedule was written, 1 none was found, 2 the request or the usage is wrong. */
export async function run(argv: readonly string[]): Promise<number> {
  const { values } = readOptions(argv, OPTIONS, { max: 0 })
  const { input, output } = values
  if (input === undefined || output === undefined) throw new UsageError('name both files: --input FILE --output FILE')
  if ([output, values.mps, values.lp].filter((file) => file === '-').length > 1)
    throw new UsageError('only one of --output, --mps and --lp can be standard output')
  const timeLimitSeconds = readSeconds(values['time-limit'])
  const json = readJson(input)
  try {
    const request = withLimit(parseOptimizeRequest(json), timeLimitSeconds)
    const result = await solve(request, values)
    write(output, result)
    return report(result)
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    tell(sentenceOf(error))
    return error.kind === 'invalid' ? BAD_REQUEST : FAILED
  }
}

function readSeconds(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const seconds = parseDecimal(text)
  if (typeof seconds !== 'number' || !(seconds > 0 && seconds <= MAX_SECONDS))
    throw new UsageError(`--time-limit ${text} must be a number of seconds above 0, at most ${MAX_SECONDS}`)
  return seconds
}

function readJson(file: string): unknown {
  const name = file === '-' ? 'standard input' : file
  const text = read(file, name)
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new UsageError(`${name} is not JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function read(file: string, name: string): string {
  try {
    return readFileSync(file === '-' ? STDIN : file, 'utf8')
  } catch (error) {
    throw new UsageError(`${name} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  }
}

const write = (file: string, result: OptimizeResult): void => writeText(file, `${readable(result)}\n`)

/** JSON with every list of plain values on one line: a column of a schedule is a line, not a page. */
const readable = (result: OptimizeResult): string =>
  JSON.stringify(result, null, 2).replace(
    /\[\n\s+([^[\]{}]*)\n\s*\]/g,
    (_, values: string) => `[${values.replace(/,\n\s+/g, ', ')}]`,
  )

function writeText(file: string, text: string): void {
  if (file === '-') return void process.stdout.write(text)
  try {
    writeFileSync(file, text)
  } catch (error) {
    throw new UsageError(`${file} cannot be written: ${error instanceof Error ? error.message : String(error)}`)
  }
}

const withLimit = (request: OptimizeRequest, timeLimitSeconds: number | undefined): OptimizeRequest =>
  timeLimitSeconds === undefined ? request : { ...request, solver: { ...request.solver, timeLimitSeconds } }

/** Where the last model of the money stage goes, as other solvers read it and as people do. */
interface ModelFiles {
  readonly mps?: string | undefined
  readonly lp?: string | undefined
}

async function solve(request: OptimizeRequest, { mps, lp }: ModelFiles): Promise<OptimizeResult> {
  const { env } = process
  const program = { path: optionalVariable(env, 'EMS_SOLVER_PROGRAM'), run: runProgram }
  const solver = solverFor(request, await createHighsSolver(), program)
  const shown = process.stderr.isTTY
  const onProgress = ({ incumbent, bound }: SolveProgress): void =>
    void process.stderr.write(`\r\u001b[Kbest ${incumbent.toFixed(2)}, bound ${bound.toFixed(2)}`)
  try {
    return optimize(request, {
      solve: solver.solve,
      codeVersion: VERSION,
      clock,
      ...(shown && { onProgress }),
      onModel: (model, assetIds) => {
        if (mps !== undefined) writeText(mps, mpsText(model, assetIds))
        if (lp !== undefined) writeText(lp, lpText(model, assetIds))
      },
    })
  } finally {
    if (shown) process.stderr.write('\r\u001b[K')
  }
}

/** Says what a reader of the schedule must know; the result holds it too. */
function report({ status, failure, objective, gap, relaxations }: OptimizeResult): number {
  if (status === 'failed') {
    tell(`there is no schedule: ${failure?.detail ?? 'no reason was given'}`)
    return FAILED
  }
  if (status === 'time_limited')
    tell(`the solver was stopped; the plan costs ${objective ?? 'an unknown sum'}, at most ${gap.absolute ?? 'an unknown sum'} too much`) // prettier-ignore
  for (const { text, remedies } of relaxations) tell([`a limit was bent: ${text}`, ...remedies].join('; '))
  return DONE
}

const sentenceOf = ({ message, pointer }: DomainError): string =>
  pointer === undefined || message.includes(pointer) ? message : `${message} (${pointer})`
