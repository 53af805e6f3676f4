import { Failure } from '@omarino/energy'
import type { FailureKind } from '@omarino/energy'
import { Worker } from 'node:worker_threads'

export interface ThreadPoolOptions {
  /** The thread's entry, a module that calls `serveThread`. */
  readonly entry: URL
  readonly size: number
  readonly maxHeapMb: number
}

export interface ThreadPool {
  run<Reply>(request: unknown, signal?: AbortSignal): Promise<Reply>
  close(): Promise<void>
}

export type ThreadMessage = { reply: unknown } | { error: { kind: string; code: string; message: string } }

interface Job {
  readonly request: unknown
  readonly signal: AbortSignal | undefined
  readonly resolve: (reply: unknown) => void
  readonly reject: (error: Error) => void
}

/** Threads for CPU work, so that the event loop goes on answering. One job at a time each; an aborted job ends its thread. */
export function createThreadPool(options: ThreadPoolOptions): ThreadPool {
  const jobs = new Map<Worker, Job | undefined>()
  const waiting: Job[] = []
  let closed = false

  const start = (): void => {
    const thread = new Worker(options.entry, { resourceLimits: { maxOldGenerationSizeMb: options.maxHeapMb } })
    jobs.set(thread, undefined)
    thread.on('message', (message: ThreadMessage) => onMessage(thread, message))
    thread.on('error', (error: Error) =>
      onEnd(thread, new Failure('unavailable', 'COMPUTE_CRASHED', `a computing thread ended: ${error.message}`)),
    )
    thread.on('exit', () => onEnd(thread, new Failure('unavailable', 'COMPUTE_CRASHED', 'a computing thread ended')))
  }
  const nextJob = (): Job | undefined => {
    for (;;) {
      const job = waiting.shift()
      if (!job?.signal?.aborted) return job
      job.reject(job.signal.reason as Error)
    }
  }
  const refuse = (refused: readonly (Job | undefined)[]): void => {
    for (const job of refused) job?.reject(new Failure('unavailable', 'STOPPING', 'the process stops'))
  }
  const feed = (): void => {
    if (closed) return refuse(waiting.splice(0))
    while (jobs.size < options.size && waiting.length > 0 && [...jobs.values()].every(Boolean)) start()
    for (const [thread, busy] of jobs) {
      const job = busy ? undefined : nextJob()
      if (job) give(thread, job)
    }
  }
  const give = (thread: Worker, job: Job): void => {
    jobs.set(thread, job)
    const abort = (): void => {
      if (jobs.get(thread) !== job) return
      job.reject(job.signal?.reason as Error)
      jobs.set(thread, undefined)
      jobs.delete(thread)
      void thread.terminate()
      feed()
    }
    job.signal?.addEventListener('abort', abort, { once: true })
    thread.postMessage(job.request)
  }
  const onMessage = (thread: Worker, message: ThreadMessage): void => {
    const job = jobs.get(thread)
    if (jobs.has(thread)) jobs.set(thread, undefined)
    if ('error' in message)
      job?.reject(new Failure(message.error.kind as FailureKind, message.error.code, message.error.message))
    else job?.resolve(message.reply)
    feed()
  }
  const onEnd = (thread: Worker, error: Error): void => {
    const job = jobs.get(thread)
    jobs.delete(thread)
    job?.reject(error)
    feed()
  }
  return {
    run: <Reply>(request: unknown, signal?: AbortSignal) =>
      new Promise<Reply>((resolve, reject) => {
        waiting.push({ request, signal, resolve: resolve as (reply: unknown) => void, reject })
        feed()
      }),
    async close() {
      closed = true
      refuse([...waiting.splice(0), ...jobs.values()])
      await Promise.all([...jobs.keys()].map((thread) => thread.terminate()))
    },
  }
}
