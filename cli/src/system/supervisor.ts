import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdirSync, openSync, closeSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { STATE_DIR, ROOT } from '../folders.ts'

export interface ProcessPlan {
  readonly name: string
  /** Entry, relative to the checkout. */
  readonly entry: string
  readonly env: Readonly<Record<string, string>>
  readonly nodeFlags?: readonly string[]
}

export interface Supervised {
  readonly name: string
  pid(): number | undefined
  restarts(): number
  /** Ends the process now, as a crash would; the supervisor starts it again. */
  kill(signal: NodeJS.Signals): void
}

export interface Supervisor {
  readonly processes: ReadonlyMap<string, Supervised>
  start(plan: ProcessPlan): Supervised
  /** Restarts a process gracefully: for `dev`. */
  restart(name: string): void
  stop(): Promise<void>
}

const BACKOFF_MS = 200
const BACKOFF_CAP_MS = 30_000
const CALM_MS = 10_000 // a process that ran this long is not in a crash loop
const STOP_MS = 10_000
const WRONG_START = 2 // exit code of a process whose configuration is unusable

interface State {
  readonly plan: ProcessPlan
  child: ChildProcess | undefined
  crashes: number
  restarts: number
  stopping: boolean
  restartAsked: boolean
}

/** Runs processes as direct children and starts them again when they end: with backoff and jitter, at most every 30 s. */
export function createSupervisor(say: (line: string) => void, logDir = path.join(STATE_DIR, 'log')): Supervisor {
  const states = new Map<string, State>()
  const processes = new Map<string, Supervised>()
  mkdirSync(logDir, { recursive: true })

  const launch = (state: State): void => {
    const { plan } = state
    const log = openSync(path.join(logDir, `${plan.name}.log`), 'a')
    const started = Date.now()
    const child = spawn(process.execPath, [...(plan.nodeFlags ?? []), path.join(ROOT, plan.entry)], {
      cwd: ROOT, env: { ...process.env, ...plan.env, EMS_SUPERVISED: '1' }, stdio: ['pipe', log, log], detached: true,
    }) // prettier-ignore
    closeSync(log)
    child.stdin?.on('error', () => undefined) // the child is gone: its exit tells
    state.child = child
    child.once('exit', (code, signal) => {
      state.child = undefined
      if (!state.stopping) void again(state, code, signal, Date.now() - started)
    })
  }
  const again = async (state: State, code: number | null, signal: string | null, ranMs: number): Promise<void> => {
    const { name } = state.plan
    if (code === WRONG_START && ranMs < CALM_MS && !state.restartAsked)
      say(`${name} cannot start; see ${path.join(logDir, `${name}.log`)}`)
    state.crashes = ranMs > CALM_MS || state.restartAsked ? 0 : state.crashes + 1
    if (!state.restartAsked) say(`${name} ended (${signal ?? `code ${code ?? '?'}`}); starting it again`)
    state.restartAsked = false
    state.restarts += 1
    const jitter = crypto.getRandomValues(new Uint32Array(1))[0] / 2 ** 32
    if (state.crashes > 1) await sleep(jitter * Math.min(BACKOFF_CAP_MS, BACKOFF_MS * 2 ** state.crashes))
    if (!state.stopping) launch(state)
  }
  return {
    processes,
    start(plan) {
      const state: State = { plan, child: undefined, crashes: 0, restarts: 0, stopping: false, restartAsked: false }
      states.set(plan.name, state)
      launch(state)
      const handle: Supervised = {
        name: plan.name,
        pid: () => state.child?.pid,
        restarts: () => state.restarts,
        kill: (signal) => void state.child?.kill(signal),
      }
      processes.set(plan.name, handle)
      return handle
    },
    restart(name) {
      const state = states.get(name)
      if (!state?.child) return
      state.restartAsked = true
      state.child.kill('SIGTERM')
    },
    async stop() {
      await Promise.all([...states.values()].map(stopOne))
    },
  }
}

async function stopOne(state: State): Promise<void> {
  state.stopping = true
  const { child } = state
  if (!child || child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
  await ended
  clearTimeout(timer)
}
