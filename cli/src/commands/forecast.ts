import { DomainError, Failure, parseDecimal } from '@omarino/energy'
import { frameOf, planBacktest } from '@omarino/forecasting'
import type { PanelFile } from '@omarino/forecasting'
import { VERSION } from '@omarino/platform'
import { createHash } from 'node:crypto'
import { existsSync, statSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import path from 'node:path'
import { readPanel, readProtocol } from '../forecast/read-panel.ts'
import { type BacktestFiles, type ModelCounts, runBacktest } from '../forecast/run-backtest.ts'
import { drawProgress } from '../system/follow.ts'
import { readOptions, UsageError } from '../usage.ts'

const OPTIONS = {
  data: { type: 'string' },
  protocol: { type: 'string' },
  out: { type: 'string' },
  workers: { type: 'string' },
  explain: { type: 'string' },
  json: { type: 'boolean' },
} as const
const MOST_WORKERS = 256
const DONE = 0
const FAILED = 1
const BAD_REQUEST = 2

const tell = (sentence: string): void => void process.stderr.write(`ems: ${sentence}\n`)

/** What `--json` prints. */
interface Summary {
  readonly ok: true
  readonly rows: number
  readonly series: number
  readonly origins: number
  readonly models: ModelCounts
  readonly seconds: number
  readonly cpuSeconds: number
  readonly warnings: readonly string[]
  readonly codeVersion: string
  readonly inputSha256: string
}

/** Replays forecasts from a file: exit code 0 all were written, 1 it failed, 2 the data, the protocol or the usage is wrong. */
export async function run(argv: readonly string[]): Promise<number> {
  const { values, positionals } = readOptions(argv, OPTIONS, { max: 1 })
  if (positionals[0] !== 'backtest') throw new UsageError('name what to do: ./ems forecast backtest …')
  const { data, protocol, out } = values
  if (data === undefined || protocol === undefined || out === undefined)
    throw new UsageError('name three files: --data X.csv --protocol P.json --out F.csv')
  const files = { out, explain: values.explain }
  assertFile(data)
  assertFiles(files)
  const workers = readWorkers(values.workers)
  const json = values.json ?? false
  try {
    report(await backtestFile(data, protocol, files, workers), json)
    return DONE
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    tell(error.message)
    const { code, message, pointer } = error
    if (json) process.stdout.write(`${JSON.stringify({ ok: false, error: { code, message, pointer } })}\n`)
    return error.kind === 'invalid' ? BAD_REQUEST : FAILED
  }
}

function assertFile(file: string): void {
  if (!existsSync(file) || !statSync(file).isFile()) throw new UsageError(`there is no file ${file}`)
}

/** @throws UsageError when a file has no folder to lie in, or both would be one */
function assertFiles({ out, explain }: BacktestFiles): void {
  for (const file of explain === undefined ? [out] : [out, explain]) {
    if (!existsSync(path.dirname(path.resolve(file)))) throw new UsageError(`there is no folder ${path.dirname(file)}`)
  }
  if (explain !== undefined && path.resolve(explain) === path.resolve(out))
    throw new UsageError(`--out and --explain both name ${out}`)
}

function readWorkers(text: string | undefined): number {
  if (text === undefined) return availableParallelism()
  const workers = parseDecimal(text)
  if (typeof workers !== 'number' || !Number.isInteger(workers) || workers < 1 || workers > MOST_WORKERS)
    throw new UsageError(`--workers ${text} must be a whole number from 1 to ${MOST_WORKERS}`)
  return workers
}

async function backtestFile(
  data: string,
  protocolFile: string,
  files: BacktestFiles,
  workers: number,
): Promise<Summary> {
  const startedMs = performance.now()
  const hash = createHash('sha256')
  const protocol = readProtocol(protocolFile, hash)
  const file = await readPanelOf(data, protocol, hash)
  const plan = planBacktest(protocol, file.panel)
  const frame = frameOf(file.panel, protocol, plan)
  const models = await runBacktest(file.panel, frame, plan, files, workers, (share) => drawProgress('forecasts', share))
  const { user, system } = process.cpuUsage()
  const series = file.panel.series.length
  return {
    ok: true,
    rows: series * plan.origins.length * plan.horizonSteps,
    series,
    origins: plan.origins.length,
    models,
    seconds: rounded((performance.now() - startedMs) / 1000),
    cpuSeconds: rounded((user + system) / 1e6),
    warnings: warningsOf(file, models, protocol.model),
    codeVersion: VERSION,
    inputSha256: hash.digest('hex'),
  }
}

const rounded = (seconds: number): number => Math.round(seconds * 1000) / 1000

async function readPanelOf(...[data, protocol, hash]: Parameters<typeof readPanel>): Promise<PanelFile> {
  try {
    return await readPanel(data, protocol, hash)
  } catch (error) {
    if (error instanceof DomainError) throw new Failure(error.kind, error.code, `${data} ${error.message}`)
    if (error instanceof TypeError) throw new Failure('invalid', 'NOT_UTF8', `${data} is not UTF-8 text`)
    throw new Failure('invalid', 'DATA_UNREADABLE', `${data} cannot be read: ${error instanceof Error ? error.message : String(error)}`) // prettier-ignore
  }
}

/** What a reader of the forecasts must know. */
function warningsOf({ repeated, ignored }: PanelFile, models: ModelCounts, asked: string): string[] {
  const { '': none = 0, 'last-value': last = 0 } = models
  const others = Object.entries(models).filter(([name]) => name !== asked && name !== '' && name !== 'last-value')
  const stoodIn = asked === 'auto' ? 0 : others.reduce((sum, [, count]) => sum + count, 0)
  const sentences: readonly (readonly [number, string])[] = [
    [repeated, `${repeated} rows were replaced by a later row with the same series and time`],
    [ignored.length, `columns that the protocol does not name were ignored: ${ignored.join(', ')}`],
    [none, `${none} forecasts are empty: no value of the series is known at their origin`],
    [last, `${last} forecasts repeat the last value: their history is too short for any model`],
    [stoodIn, `${stoodIn} forecasts are of another model, because their history is too short for ${asked}`],
  ]
  return sentences.filter(([count]) => count > 0).map(([, sentence]) => sentence)
}

function report(summary: Summary, json: boolean): void {
  for (const warning of summary.warnings) tell(warning)
  if (json) return void process.stdout.write(`${JSON.stringify(summary)}\n`)
  const { rows, series, origins, seconds, models } = summary
  const by = Object.entries(models).map(([name, count]) => `${name || 'empty'} ${count}`).join(', ') // prettier-ignore
  process.stdout.write(`${rows} rows: ${series} series, ${origins} origins (${by}) in ${seconds.toFixed(1)} s\n`)
}
