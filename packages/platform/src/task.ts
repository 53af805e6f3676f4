import type { Pool, PoolClient } from 'pg'
import type { z } from 'zod'
import type { Logger } from './log.ts'

/** A task that this process holds under a lease, as the table `scheduler.task_run` keeps it. */
export interface ClaimedTask {
  readonly id: string
  readonly dagRunId: string
  readonly taskKey: string
  readonly itemIndex: number
  readonly kind: string
  readonly kindVersion: number
  readonly input: unknown
  readonly checkpoint: unknown
  readonly attempt: number
  readonly crashes: number
  readonly epoch: number
  readonly timeoutMs: number
  readonly retryBaseMs: number
}

/** What the templates in a task's input may read. */
export interface TaskContext {
  readonly params: unknown
  readonly run: {
    readonly id: string
    readonly dag: string | null
    readonly scheduledFor: string
    readonly principal: string | null
  }
  readonly outputs: Readonly<Record<string, unknown>>
}

export interface Progress {
  readonly done: number
  readonly total: number | null
  readonly text: string
}

/** The statements behind the worker; `packages/store` has them. Every one of them obeys the fencing epoch. */
export interface TaskStore {
  claim(db: Pool, queue: string, owner: string, limit: number, leaseMs: number): Promise<ClaimedTask[]>
  checkpoint(client: PoolClient, taskId: string, epoch: number, state: unknown): Promise<void>
  finish(client: PoolClient, taskId: string, epoch: number, output: unknown): Promise<void>
  fail(
    db: Pool,
    taskId: string,
    epoch: number,
    problem: { code: string; message: string },
    retryInMs: number | null,
  ): Promise<void>
  release(db: Pool, taskId: string, epoch: number): Promise<void>
  cancel(db: Pool, taskId: string, epoch: number): Promise<void>
  progress(db: Pool, task: ClaimedTask, progress: Progress): Promise<void>
  context(db: Pool, dagRunId: string): Promise<TaskContext>
  sweep(db: Pool): Promise<number>
  transaction<T>(db: Pool, work: (client: PoolClient) => Promise<T>): Promise<T>
}

/** What a handler is told and may do. */
export interface TaskRun {
  /** The same over all attempts of this task, new in a re-run: makes a second execution harmless. */
  readonly key: string
  readonly id: string
  readonly dagRunId: string
  readonly attempt: number
  readonly scheduledFor: string
  readonly principal: string | null
  /** Aborts when the lease is lost, the run is cancelled, time is up or the process stops. */
  readonly signal: AbortSignal
  readonly log: Logger
  progress(done: number, total: number | null, text: string): Promise<void>
  /** What the last `step` of an earlier attempt left; null at the first. */
  readonly checkpoint: unknown
  /** Takes one step of a long task in a transaction under the lease; what it returns is the checkpoint to resume from. */
  step(work: (client: PoolClient) => Promise<unknown>): Promise<void>
  /** Writes the effect and the result in one transaction under the lease; to be called once, last. */
  commit(work: (client: PoolClient) => Promise<unknown>): Promise<void>
  /** Throws when the lease may be gone: to be called before an effect outside the database. */
  assertLease(): void
  /** A named place at which a test may kill this process. */
  failpoint(name: string): void
}

export interface TaskKindHandler<Schema extends z.ZodType = z.ZodType> {
  readonly kind: string
  readonly version: number
  readonly input: Schema
  handle(input: z.infer<Schema>, run: TaskRun): Promise<void>
}

/** Ties a handler to the schema of its input. */
export const taskKind = <Schema extends z.ZodType>(handler: TaskKindHandler<Schema>): TaskKindHandler => handler
