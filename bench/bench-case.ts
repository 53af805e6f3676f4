import type { Goal } from './goals.ts'

/** One measured figure, as `./ems bench … --json` prints it. */
export interface BenchResult {
  readonly metric: string
  readonly value: number
  readonly unit: string
  readonly reference: { readonly name: string; readonly value: number } | null
  readonly ratio: number | null
  readonly goal: Goal | null
  readonly holds: 'target' | 'gate' | 'short' | null
  readonly cpuSeconds: number | null
  readonly runs: number
  /** What others published on the same figure. */
  readonly published?: readonly { readonly name: string; readonly value: number }[]
}

/** The running system that a case measures; the command line starts it. */
export interface BenchSystem {
  readonly databaseUrl: string
  /** Roots of the process tree: supervisor's children and PostgreSQL. */
  readonly pids: readonly number[]
  /** The gateway, as an operator's program calls it. */
  readonly api: { post<Reply>(path: string, body: unknown): Promise<Reply> }
  /** Runs the main job on a site: its description, its files, its issue time. Resolves after the webhook. */
  runJob(job: {
    site: unknown
    historyCsv: string
    newestCsv: string
    newestName: string
    issueTime: string
  }): Promise<{
    readonly jobSeconds: number
    readonly steps: readonly { readonly name: string; readonly seconds: number }[]
  }>
}

export interface BenchContext {
  readonly system: BenchSystem
  readonly quick: boolean
  say(line: string): void
}

export type BenchCase = (context: BenchContext) => Promise<BenchResult[]>
/** A case that needs no running system. */
export type BareBenchCase = (context: Omit<BenchContext, 'system'>) => Promise<BenchResult[]>

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
