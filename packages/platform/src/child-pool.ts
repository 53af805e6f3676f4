import { Failure } from '@omarino/energy'
import type { FailureKind } from '@omarino/energy'
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import type { Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import type { ChildMessage } from './child-entry.ts'
import { createQuarantine } from './quarantine.ts'

export interface ChildPoolOptions {
  /** The child's entry, a module that calls `serveChild`. */
  readonly entry: URL
  readonly size: number
  /** A child whose memory grew beyond this is replaced after its job. */
  readonly recycleBytes: number
  /**
   * The most private memory a child may have (RLIMIT_DATA), Linux only; one that wants more fails or dies, its job alone with it.
   * Node's reservations count: a bare child has 1.1 GiB of them, and starts with no less.
   */
  readonly maxDataBytes?: number
  readonly onError: (message: string) => void
}

export interface ChildRunOptions {
  /** The child is killed when it has not answered by then; the error holds the last progress. */
  readonly killAfterMs: number
  /** Names the work: after three children that it ended, by crash or deadline, it is refused (`COMPUTE_QUARANTINED`). */
  readonly key?: string
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: unknown) => void
}

export interface ChildPool {
  run<Reply>(request: unknown, options: ChildRunOptions): Promise<Reply>
  /** Resolves when every child is warm. */
  ready(): Promise<void>
  close(): Promise<void>
}

/** The child ended in mid-job. What it had told by then is kept: a solver's best plan, perhaps. */
export class ChildLost extends Failure {
  /** The last progress, or undefined when it told none. */
  readonly progress: unknown
  constructor(code: 'COMPUTE_KILLED' | 'COMPUTE_CRASHED', message: string, progress: unknown) {
    super('unavailable', code, message)
    this.progress = progress
  }
}

interface Job {
  readonly request: unknown
  readonly options: ChildRunOptions
  readonly resolve: (reply: unknown) => void
  readonly reject: (error: Error) => void
  progress: unknown
}

interface Child {
  readonly process: ChildProcess
  readonly ready: Promise<void>
  job: Job | undefined
  timer: NodeJS.Timeout | undefined
  /** Killed, but not gone yet: it gets no more work. */
  dying: boolean
  isWarm: boolean
}

const CANCEL_GRACE_MS = 250
const RESTART_MS = 50
const RESTART_COLD_MS = 2000 // a child that ended before it was warm may well do so again

/** Warm child processes, one job each at a time. SIGKILL ends a computation for sure; its memory goes with it. */
export function createChildPool(options: ChildPoolOptions): ChildPool {
  const children = new Set<Child>()
  const waiting: Job[] = []
  const quarantine = createQuarantine()
  let closed = false

  const start = (): Child => {
    const child = spawnChild(options)
    children.add(child)
    child.process.on('message', (message: ChildMessage) => onMessage(child, message))
    child.process.on('exit', (code, signal) => onExit(child, code, signal))
    return child
  }
  const feed = (): void => {
    if (closed) return
    while (children.size < options.size) start()
    for (const child of children) {
      const job = child.job || child.dying ? undefined : waiting.shift()
      if (job) void give(child, job)
    }
  }
  const give = async (child: Child, job: Job): Promise<void> => {
    child.job = job
    await child.ready
    if (child.job !== job) return
    const { signal, killAfterMs } = job.options
    if (signal?.aborted) {
      settle(child)?.reject(signal.reason as Error)
      return feed() // nothing was begun, so the child stays warm
    }
    child.timer = setTimeout(() => lose(child, 'COMPUTE_KILLED', late(killAfterMs)), killAfterMs)
    signal?.addEventListener('abort', () => cancel(child, job), { once: true })
    child.process.send({ request: job.request })
  }
  const settle = (child: Child): Job | undefined => {
    const { job } = child
    clearTimeout(child.timer)
    child.job = undefined
    return job
  }
  const end = (child: Child, error: Error): void => {
    settle(child)?.reject(error)
    kill(child)
  }
  /** Ends the child's job because the child is lost, and remembers what did it. */
  const lose = (child: Child, code: 'COMPUTE_KILLED' | 'COMPUTE_CRASHED', why: string): void => {
    const { job } = child
    if (job?.options.key !== undefined) quarantine.strike(job.options.key)
    end(child, new ChildLost(code, why, job?.progress))
  }
  const kill = (child: Child): void => {
    child.dying = true
    child.process.kill('SIGKILL')
  }
  const cancel = (child: Child, job: Job): void => {
    if (child.job !== job || closed) return
    const lifeline = child.process.stdio[4] as Writable
    lifeline.write('x') // the child's thread raises the flag that the solver's callbacks look at
    const spare = start() // one that has to be killed takes a second to replace: the slot shall be free sooner
    setTimeout(() => {
      if (child.job === job) end(child, job.options.signal?.reason as Error)
      else if (!spare.job) kill(spare)
    }, CANCEL_GRACE_MS)
  }
  const onProgress = (child: Child, progress: unknown): void => {
    if (!child.job) return
    child.job.progress = progress
    child.job.options.onProgress?.(progress)
  }
  const onMessage = (child: Child, message: ChildMessage): void => {
    if ('progress' in message) return onProgress(child, message.progress)
    if ('ready' in message) return void (child.isWarm = true)
    const job = settle(child)
    if (job?.options.key !== undefined) quarantine.forgive(job.options.key)
    if ('error' in message)
      job?.reject(
        new Failure(
          message.error.kind as FailureKind,
          message.error.code,
          message.error.message,
          message.error.pointer,
        ),
      )
    else job?.resolve(message.reply)
    if (message.memoryBytes > options.recycleBytes) kill(child)
    else feed()
  }
  const onExit = (child: Child, code: number | null, signal: string | null): void => {
    children.delete(child)
    const how = signal ?? `code ${code}`
    if (child.job && !closed) options.onError(`a computing child ended with ${how} in mid-job`)
    if (child.job) lose(child, 'COMPUTE_CRASHED', `the computing process ended with ${how}`)
    if (!closed) setTimeout(feed, child.isWarm ? RESTART_MS : RESTART_COLD_MS)
  }
  feed()
  return {
    run: <Reply>(request: unknown, runOptions: ChildRunOptions) =>
      new Promise<Reply>((resolve, reject) => {
        if (runOptions.key !== undefined) quarantine.admit(runOptions.key)
        const settlers = { resolve: resolve as (reply: unknown) => void, reject }
        waiting.push({ request, options: runOptions, ...settlers, progress: undefined })
        feed()
      }),
    ready: async () => {
      await Promise.all([...children].map(({ ready }) => ready))
    },
    async close() {
      closed = true
      for (const job of waiting.splice(0)) job.reject(new Failure('unavailable', 'STOPPING', 'the process stops'))
      await Promise.all([...children].map((child) => new Promise<void>((resolve) => {
        child.process.once('exit', () => resolve())
        child.process.kill('SIGKILL')
      }))) // prettier-ignore
    },
  }
}

const late = (ms: number): string => `the computation did not end within ${ms} ms and was stopped`

/** Through a shell where memory is capped; it sets the limit and becomes the program. Never the address space: WebAssembly reserves it. */
function commandOf({ entry, maxDataBytes }: ChildPoolOptions): [command: string, args: string[]] {
  const program = [process.execPath, fileURLToPath(entry)]
  if (maxDataBytes === undefined || process.platform !== 'linux') return [program[0], program.slice(1)]
  return ['/bin/sh', ['-c', 'ulimit -d "$0" && exec "$@"', String(Math.floor(maxDataBytes / 1024)), ...program]]
}

function spawnChild(options: ChildPoolOptions): Child {
  const { onError } = options
  const child = spawn(...commandOf(options), {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc', 'pipe'],
    serialization: 'advanced',
  })
  child.stderr?.on('data', (chunk: Buffer) => onError(chunk.toString('utf8').slice(0, 500)))
  child.stdio[4]?.on('error', () => undefined) // the child is gone: its exit tells
  child.on('error', (error) => onError(error.message))
  const ready = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.on('message', (message: ChildMessage) => {
      if ('ready' in message) resolve()
    })
  })
  return { process: child, ready, job: undefined, timer: undefined, dying: false, isWarm: false }
}
