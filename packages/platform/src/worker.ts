import { Failure } from '@omarino/energy'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Pool, PoolClient } from 'pg'
import { startHeartbeat, LeaseLost, RunCancelled } from './heartbeat.ts'
import type { Heartbeat } from './heartbeat.ts'
import type { Logger } from './log.ts'
import type { Metrics } from './metrics.ts'
import { isRetryable, taskProblem } from './problem.ts'
import { resolveInput } from './task-template.ts'
import type { ClaimedTask, TaskKindHandler, TaskRun, TaskStore } from './task.ts'

export const LEASE = { leaseMs: 8000, renewMs: 2000, selfFenceMs: 5000, pollMs: 1000 } as const
const RETRY_CAP_MS = 600_000
const RETRY_MULTIPLIER = 2

export interface WorkerOptions {
  readonly queue: string
  readonly owner: string
  readonly concurrency: number
  readonly kinds: readonly TaskKindHandler[]
  readonly db: Pool
  readonly databaseUrl: string
  readonly store: TaskStore
  readonly heartbeatEntry: URL
  readonly log: Logger
  readonly metrics: Metrics
  readonly failpoint: (name: string) => void
  /** Turns driver errors into failures: a database that is away for a moment is worth another attempt. */
  readonly translate?: (error: unknown) => unknown
  /** A seeded or real source of jitter in [0, 1). */
  readonly random: () => number
}

export interface TaskWorker {
  /** Looks for work now; hints may be lost, doubled or wrong. */
  wake(): void
  /** Takes no more work, gives unfinished leases back. */
  stop(): Promise<void>
}

class TimeIsUp extends Error {}
class Stopping extends Error {}

/** Claims tasks of one queue and runs them under leases; the table is the truth, hints only save waiting. */
export function startWorker(options: WorkerOptions): TaskWorker {
  const heartbeat = startHeartbeat({
    entry: options.heartbeatEntry, databaseUrl: options.databaseUrl, owner: options.owner, ...LEASE,
    onLost: () => options.metrics.leasesLost.inc(),
  }) // prettier-ignore
  const running = new Map<string, { controller: AbortController; done: Promise<void> }>()
  let stopped = false
  let hinted = false // a hint that comes while we ask the table is kept: what it tells of may be newer than the answer
  let wakeUp: () => void = () => undefined
  const wake = (): void => {
    hinted = true
    wakeUp()
  }
  const loop = async (): Promise<void> => {
    while (!stopped) {
      hinted = false
      const claimed = await claimSome(options, options.concurrency - running.size)
      for (const task of claimed) begin(task)
      if (claimed.length === 0 || running.size >= options.concurrency) await waitForHint()
    }
  }
  const waitForHint = async (): Promise<void> => {
    if (hinted) return
    const hint = new Promise<void>((resolve) => (wakeUp = resolve))
    return Promise.race([hint, sleep(LEASE.pollMs, undefined, { ref: false })])
  }
  const begin = (task: ClaimedTask): void => {
    const controller = new AbortController()
    heartbeat.hold(task.id, task.epoch, controller)
    const done = execute(options, heartbeat, task, controller).finally(() => {
      const current = running.get(task.id)?.controller === controller // a lost task may run here again under a new epoch
      if (current) heartbeat.drop(task.id)
      if (current) running.delete(task.id)
      wake()
    })
    running.set(task.id, { controller, done })
  }
  const looping = loop()
  return {
    wake,
    async stop() {
      stopped = true
      wake()
      await looping
      const grace = sleep(4000, undefined, { ref: false })
      await Promise.race([Promise.allSettled([...running.values()].map(({ done }) => done)), grace])
      for (const { controller } of running.values()) controller.abort(new Stopping('the process stops'))
      await Promise.race([
        Promise.allSettled([...running.values()].map(({ done }) => done)),
        sleep(2000, undefined, { ref: false }),
      ])
      await heartbeat.stop()
    },
  }
}

async function claimSome(options: WorkerOptions, free: number): Promise<ClaimedTask[]> {
  if (free <= 0) return []
  try {
    await options.store.sweep(options.db)
    return await options.store.claim(options.db, options.queue, options.owner, free, LEASE.leaseMs)
  } catch (error) {
    options.log.warn({ reason: error instanceof Error ? error.message : String(error) }, 'work could not be claimed')
    return []
  }
}

async function execute(
  options: WorkerOptions,
  heartbeat: Heartbeat,
  task: ClaimedTask,
  controller: AbortController,
): Promise<void> {
  const log = options.log.child({ runId: task.dagRunId, taskRunId: task.id, task: task.taskKey, attempt: task.attempt })
  const timer = setTimeout(
    () => controller.abort(new TimeIsUp(`the task took longer than ${task.timeoutMs} ms`)),
    task.timeoutMs,
  )
  const endTimer = options.metrics.taskSeconds.startTimer({ kind: task.kind })
  const outcome = await attempt(options, heartbeat, task, controller, log)
  clearTimeout(timer)
  endTimer({ outcome })
  log.info({ outcome }, 'task attempt ended')
}

async function attempt(
  options: WorkerOptions,
  heartbeat: Heartbeat,
  task: ClaimedTask,
  controller: AbortController,
  log: Logger,
): Promise<string> {
  const committed = { done: false }
  try {
    const handler = options.kinds.find(({ kind, version }) => kind === task.kind && version === task.kindVersion)
    if (!handler)
      throw new Failure(
        'invalid',
        'UNKNOWN_TASK_KIND',
        `this worker does not know ${task.kind} in version ${task.kindVersion}`,
      )
    const context = await options.store.context(options.db, task.dagRunId)
    const parsed = handler.input.safeParse(resolveInput(task.input, context))
    if (!parsed.success) throw inputFailure(task.kind, parsed.error.issues)
    const run = makeRun(options, heartbeat, task, controller, log, committed, context)
    await abortable(handler.handle(parsed.data, run), controller.signal)
    if (!committed.done) throw new Error(`the handler of ${task.kind} ended without a commit`)
    return 'succeeded'
  } catch (error) {
    return committed.done ? 'succeeded' : await settle(options, task, controller.signal, error, log)
  }
}

function inputFailure(kind: string, issues: readonly { path: PropertyKey[]; message: string }[]): Failure {
  const [first] = issues
  const pointer = `/${first.path.map(String).join('/')}`
  return new Failure('invalid', 'TASK_INPUT', `the input of ${kind} is wrong at ${pointer}: ${first.message}`, pointer)
}

/** A handler that ignores its signal must not hold the worker: the abort wins, and the fencing epoch keeps its late commit out. */
async function abortable(work: Promise<void>, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  const { promise, reject } = Promise.withResolvers<never>()
  const onAbort = (): void => reject(signal.reason as Error)
  signal.addEventListener('abort', onAbort, { once: true })
  work.catch(() => undefined) // if the abort wins, the handler's own end is no longer of interest
  await Promise.race([work, promise]).finally(() => signal.removeEventListener('abort', onAbort))
}

function makeRun(
  options: WorkerOptions,
  heartbeat: Heartbeat,
  task: ClaimedTask,
  controller: AbortController,
  log: Logger,
  committed: { done: boolean },
  context: { run: { scheduledFor: string; principal: string | null } },
): TaskRun {
  // prettier-ignore
  return {
    key: `${task.dagRunId}/${task.taskKey}/${task.itemIndex}`, id: task.id, dagRunId: task.dagRunId, attempt: task.attempt,
    scheduledFor: context.run.scheduledFor, principal: context.run.principal, signal: controller.signal, log,
    progress: (done, total, text) => options.store.progress(options.db, task, { done, total, text }),
    checkpoint: task.checkpoint,
    async step(work) {
      controller.signal.throwIfAborted()
      await options.store.transaction(options.db, async (client: PoolClient) => {
        await options.store.checkpoint(client, task.id, task.epoch, await work(client))
        options.failpoint(`${task.kind}.before-step-commit`)
      })
      options.failpoint(`${task.kind}.after-step-commit`)
    },
    async commit(work) {
      controller.signal.throwIfAborted()
      options.failpoint(`${task.kind}.before-effect`)
      await options.store.transaction(options.db, async (client: PoolClient) => {
        const output = await work(client)
        await options.store.finish(client, task.id, task.epoch, output)
        options.failpoint(`${task.kind}.before-commit`)
      })
      committed.done = true
      options.failpoint(`${task.kind}.after-commit`)
    },
    assertLease() {
      controller.signal.throwIfAborted()
      if (!heartbeat.isValid()) throw new LeaseLost(`the lease of task ${task.id} is not certain`)
    },
    failpoint: options.failpoint,
  } // prettier-ignore
}

/** Records how an attempt without result ended. Whoever lost the lease writes nothing: the task is somebody else's by now. */
async function settle(
  options: WorkerOptions,
  task: ClaimedTask,
  signal: AbortSignal,
  error: unknown,
  log: Logger,
): Promise<string> {
  const { store, db, translate = (same: unknown) => same } = options
  const reason: unknown = signal.aborted ? signal.reason : translate(error)
  try {
    if (reason instanceof LeaseLost) return 'lost'
    if (reason instanceof RunCancelled) return await store.cancel(db, task.id, task.epoch).then(() => 'cancelled')
    if (reason instanceof Stopping) return await store.release(db, task.id, task.epoch).then(() => 'released')
    const problem = reason instanceof TimeIsUp ? { code: 'TASK_TIMEOUT', message: reason.message } : taskProblem(reason)
    if (problem.code === 'INTERNAL') log.error({ err: reason }, 'task failed for a reason that nobody foresaw')
    const again = reason instanceof TimeIsUp || isRetryable(reason)
    await store.fail(db, task.id, task.epoch, problem, again ? retryDelayMs(task, options.random) : null)
    return 'failed'
  } catch (cause) {
    log.warn(
      { reason: cause instanceof Error ? cause.message : String(cause) },
      'the end of an attempt could not be recorded; its lease will run out',
    )
    return 'lost'
  }
}

/** Full jitter: a random share of the capped exponential. */
export function retryDelayMs(
  task: Pick<ClaimedTask, 'attempt' | 'crashes' | 'retryBaseMs'>,
  random: () => number,
): number {
  const failures = Math.max(1, task.attempt - task.crashes)
  return Math.floor(random() * Math.min(RETRY_CAP_MS, task.retryBaseMs * RETRY_MULTIPLIER ** (failures - 1)))
}
