import type { Import, RunDetail } from '@omarino/contracts'
import { Failure } from '@omarino/energy'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Api } from './api.ts'

const ASK_MS = 150
const PATIENCE_MS = 600_000
const BAR = 30

/** A progress bar on a terminal; nothing elsewhere. */
export function drawProgress(label: string, share: number): void {
  if (!process.stderr.isTTY) return
  const full = Math.round(Math.max(0, Math.min(1, share)) * BAR)
  process.stderr.write(
    `\r  ${label.padEnd(12)} [${'#'.repeat(full)}${'.'.repeat(BAR - full)}] ${String(Math.round(share * 100)).padStart(3)} %`,
  )
  if (share >= 1) process.stderr.write('\n')
}

/** Waits until an import has ended, whichever way. */
export async function followImport(api: Api, id: string): Promise<Import> {
  for (let waited = 0; waited < PATIENCE_MS; waited += ASK_MS) {
    const job = await api.get<Import>(`/timeseries/imports/${id}`)
    const ended = job.state !== 'waiting' && job.state !== 'running'
    drawProgress('import', ended ? 1 : job.bytes > 0 ? job.bytesDone / job.bytes : 0)
    if (ended) return job
    await sleep(ASK_MS)
  }
  throw new Failure('unavailable', 'STILL_RUNNING', `the import ${id} did not end within ${PATIENCE_MS / 1000} s`)
}

/** Waits until a run has ended, whichever way; tells each change of a task. */
export async function followRun(api: Api, id: string, onChange: (run: RunDetail) => void): Promise<RunDetail> {
  let seen = ''
  for (let waited = 0; waited < PATIENCE_MS; waited += ASK_MS) {
    const run = await api.get<RunDetail>(`/scheduler/runs/${id}`)
    const states = JSON.stringify(run.tasks.map(({ key, state, progress }) => [key, state, progress]))
    if (states !== seen) onChange(run)
    seen = states
    if (run.state !== 'waiting' && run.state !== 'running') return run
    await sleep(ASK_MS)
  }
  throw new Failure('unavailable', 'STILL_RUNNING', `the run ${id} did not end within ${PATIENCE_MS / 1000} s`)
}
