import type { DagSpec, TaskKind } from '@omarino/contracts'
import { uuidv7, VERSION } from '@omarino/platform'
import type { NewRun } from '@omarino/store'

/** Which service works on a kind of task. */
const QUEUES: Readonly<Record<TaskKind, string>> = {
  import: 'timeseries',
  forecast: 'forecast',
  optimize: 'optimize',
  publish: 'timeseries',
  replay: 'optimize',
  report: 'scheduler',
  webhook: 'scheduler',
}
const DEFAULT_RETRY = { attempts: 3, baseSeconds: 60 }

export interface RunOrigin {
  readonly dagId: string
  readonly version: number
  readonly occurrenceId: string | null
  readonly params: Record<string, unknown>
  readonly scheduledFor: Date | null
  readonly idempotencyKey: string | null
  readonly principal: string
}

/** The rows of a new run: one task run per task of the workflow's pinned version. */
export function makeRun(spec: DagSpec, origin: RunOrigin): NewRun {
  const tasks = spec.tasks.map((task) => {
    const retry = task.retry ?? DEFAULT_RETRY
    return {
      id: uuidv7(), key: task.key, kind: task.kind, queue: QUEUES[task.kind], needs: [...new Set(task.needs)], input: task.input,
      attempts: retry.attempts, baseMs: retry.baseSeconds * 1000, timeoutMs: task.timeoutSeconds * 1000,
    } // prettier-ignore
  })
  return { id: uuidv7(), ...origin, params: { ...spec.params, ...origin.params }, codeVersion: VERSION, tasks }
}
