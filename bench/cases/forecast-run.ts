import { type BacktestProtocol, parseBacktestProtocol } from '@omarino/contracts'
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { readForecasts } from '../score/forecast-file.ts'
import { readPanelText, type Scored, scoredOf } from '../score/scored.ts'
import type { ForecastSet } from './forecast-set.ts'

const COMMAND = fileURLToPath(new URL('../../cli/src/main.ts', import.meta.url))
const PROTOCOLS = new URL('../protocols/', import.meta.url)
const WORKERS = 2

/** One run of the command on one data set, scored rows beside what happened. */
export interface ForecastRun {
  readonly scored: readonly Scored[]
  readonly protocol: BacktestProtocol
  readonly cpuSeconds: number
  readonly seconds: number
  readonly models: Readonly<Record<string, number>>
}

interface Summary {
  readonly ok: boolean
  readonly cpuSeconds: number
  readonly seconds: number
  readonly models: Readonly<Record<string, number>>
  readonly error?: { readonly message: string }
}

/**
 * Runs `./ems forecast backtest` as anybody would, on files in a folder of its own.
 * @param quick what a quick run asks less of than the committed protocol
 */
export async function runForecast(
  name: string,
  csv: string,
  quick: ForecastSet['quick'] = () => ({}),
): Promise<ForecastRun> {
  const folder = mkdtempSync(path.join(tmpdir(), 'ems-forecast-'))
  try {
    const committed = JSON.parse(readFileSync(new URL(`${name}.json`, PROTOCOLS), 'utf8')) as { origins: object }
    const json = { ...committed, ...quick(committed) }
    const files = { data: path.join(folder, 'X.csv'), protocol: path.join(folder, 'P.json'), out: path.join(folder, 'F.csv') } // prettier-ignore
    writeFileSync(files.data, csv)
    writeFileSync(files.protocol, JSON.stringify(json))
    const { cpuSeconds, seconds, models } = await command(files)
    const protocol = parseBacktestProtocol(json)
    const panel = readPanelText(csv, protocol)
    const scored = scoredOf(readForecasts(readFileSync(files.out, 'utf8')), panel, protocol)
    return { scored, protocol, cpuSeconds, seconds, models }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function command(files: { data: string; protocol: string; out: string }): Promise<Summary> {
  const options = Object.entries(files).flatMap(([name, file]) => [`--${name}`, file])
  const argv = [COMMAND, 'forecast', 'backtest', ...options, '--workers', String(WORKERS), '--json']
  const child = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'inherit'] })
  let text = ''
  child.stdout.setEncoding('utf8').on('data', (part: string) => (text += part))
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  const summary = JSON.parse(text.trim().split('\n').at(-1) ?? '{}') as Summary
  if (code !== 0 || !summary.ok) throw new Error(`the backtest ended with ${code}: ${summary.error?.message ?? text}`)
  return summary
}
