import { spawn } from 'node:child_process'
import net from 'node:net'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
const READY_MS = 30_000
const POLL_MS = 40
const STOP_MS = 10_000

/** A port of this machine that nobody uses, given by the system. */
export async function freePort(): Promise<number> {
  const server = net.createServer()
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as net.AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** What a test (file) cleans up with. */
export interface Cleanup {
  after(fn: () => unknown): void
}

/** Cleans up what was opened last first: a server before the database that it uses. */
export function lastFirst(t: Cleanup): Cleanup {
  const undo: (() => unknown)[] = []
  t.after(async () => {
    for (const fn of undo.reverse()) await fn()
  })
  return { after: (fn) => void undo.push(fn) }
}

export interface ProcessEnd {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

export interface TestProcess {
  readonly pid: number
  readonly ended: Promise<ProcessEnd>
  /** Sends the signal and waits for the end. */
  stop(signal?: NodeJS.Signals): Promise<ProcessEnd>
  /** Closes stdin, as a supervisor that dies does. */
  leave(): void
  /** Resolves when the output so far holds this text. */
  said(text: string): Promise<void>
}

/** Starts a program of this checkout as a process of its own for one test; it sees `env` and nothing else of ours. */
export function startProcess(
  t: Cleanup,
  entry: string,
  env: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): TestProcess {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', path.join(ROOT, entry), ...args], {
    cwd: ROOT, env: { PATH: process.env['PATH'], ...env }, stdio: ['pipe', 'pipe', 'pipe'],
  }) // prettier-ignore
  const text = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (chunk: string) => (text[name] += chunk))
  const ended = new Promise<ProcessEnd>((resolve) =>
    child.once('close', (code, signal) => resolve({ code, signal, ...text })),
  )
  const stop = async (signal: NodeJS.Signals = 'SIGTERM'): Promise<ProcessEnd> => {
    child.kill(signal)
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
    return ended.finally(() => clearTimeout(timer))
  }
  t.after(() => stop('SIGKILL'))
  return {
    pid: child.pid ?? 0,
    ended,
    stop,
    leave: () => child.stdin.end(),
    async said(wanted) {
      while (!text.stdout.includes(wanted)) {
        if (child.exitCode !== null) throw new Error(`${entry} ended before it said ${wanted}: ${text.stderr}`)
        await sleep(POLL_MS)
      }
    },
  }
}

/** Waits until a process of ours says that it is ready. @throws Error with what it printed when it ended or took too long */
export async function untilReady(url: string, { ended }: TestProcess): Promise<void> {
  const failed = ended.then(({ code, stderr }) => `it ended with ${code}: ${stderr}`)
  for (let waited = 0; waited < READY_MS; waited += POLL_MS) {
    const answer = await Promise.race([fetch(`${url}/health/ready`).catch(() => undefined), failed])
    if (typeof answer === 'string') throw new Error(`${url} did not get ready: ${answer}`)
    if (answer?.ok) return
    await sleep(POLL_MS)
  }
  throw new Error(`${url} did not get ready within ${READY_MS} ms`)
}
