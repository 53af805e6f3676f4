import { Worker } from 'node:worker_threads'

/** Leases that this process holds, renewed from a thread that CPU work in the main loop cannot block. */
export interface Heartbeat {
  hold(taskId: string, epoch: number, controller: AbortController): void
  drop(taskId: string): void
  /** True while the last good renewal is young enough that nobody else can hold our tasks. */
  isValid(): boolean
  stop(): Promise<void>
}

export interface HeartbeatOptions {
  /** The thread's entry, from packages/store: it has the statement. */
  readonly entry: URL
  readonly databaseUrl: string
  readonly owner: string
  readonly leaseMs: number
  readonly renewMs: number
  readonly selfFenceMs: number
  readonly onLost: (taskId: string) => void
}

/** Message from the thread: tasks that are no longer ours, and tasks that somebody wants cancelled. */
export interface HeartbeatNews {
  readonly lost: readonly string[]
  readonly cancelled: readonly string[]
}

export class LeaseLost extends Error {}
export class RunCancelled extends Error {}

const monotonicMs = (): number => Number(process.hrtime.bigint() / 1_000_000n)

export function startHeartbeat(options: HeartbeatOptions): Heartbeat {
  const held = new Map<string, AbortController>()
  const validUntil = new Float64Array(new SharedArrayBuffer(8))
  validUntil[0] = monotonicMs() + options.selfFenceMs
  const { databaseUrl, owner, leaseMs, renewMs, selfFenceMs } = options
  const thread = new Worker(options.entry, {
    workerData: { databaseUrl, owner, leaseMs, renewMs, selfFenceMs, validUntil },
  })
  thread.on('message', ({ lost, cancelled }: HeartbeatNews) => {
    for (const id of lost) {
      if (held.has(id)) options.onLost(id)
      held.get(id)?.abort(new LeaseLost(`the lease of task ${id} was lost`))
    }
    for (const id of cancelled) held.get(id)?.abort(new RunCancelled('the run was cancelled'))
  })
  const isValid = (): boolean => monotonicMs() < validUntil[0]
  const fence = setInterval(() => {
    if (isValid()) return
    for (const [id, controller] of held)
      controller.abort(new LeaseLost(`the lease of task ${id} could not be renewed for ${selfFenceMs} ms`))
  }, 500)
  return {
    hold(taskId, epoch, controller) {
      held.set(taskId, controller)
      if (held.size === 1 && !isValid()) validUntil[0] = monotonicMs() + selfFenceMs // claimed just now: the lease is fresh
      thread.postMessage({ hold: taskId, epoch })
    },
    drop(taskId) {
      held.delete(taskId)
      thread.postMessage({ drop: taskId })
    },
    isValid,
    async stop() {
      clearInterval(fence)
      await thread.terminate()
    },
  }
}
