import { testDatabase } from '@omarino/store'
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Pool } from 'pg'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const START_MS = 90_000
const STOP_MS = 40_000

/** A whole running system on free ports, on a database of its own. */
export interface Stack {
  readonly urls: Readonly<Record<string, string>>
  readonly pids: Readonly<Record<string, number>>
  readonly inbox: string
  /** Where the embedded database lies; absent for another one. */
  readonly databaseFolder?: string
  readonly db: Pool
  readonly folder: string
  readonly passwords: Readonly<Record<'admin' | 'operator' | 'viewer', string>>
  readonly webhookSecret: string
  readonly token: string
}

const FOLDERS = { admin: 'password-admin', operator: 'password-operator', viewer: 'password-viewer' } as const

/** Starts everything as an operator would, by `./ems start`, on a database of its own; stopped when the test ends. */
export async function startStack(t: Pick<TestContext, 'after'>, env: Record<string, string> = {}): Promise<Stack> {
  const { db, url } = await testDatabase(t)
  return { ...(await start(t, { DATABASE_URL: url, ...env })), db }
}

/** The same on the embedded PostgreSQL, as on a machine where nothing is set up. */
export const startEmbedded = (t: Pick<TestContext, 'after'>): Promise<Omit<Stack, 'db'>> => start(t, {})

async function start(t: Pick<TestContext, 'after'>, env: Record<string, string>): Promise<Omit<Stack, 'db'>> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'ems-e2e-'))
  const child = spawn(path.join(ROOT, 'ems'), ['start', '--port', 'free', '--json'], {
    cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, EMS_STATE_DIR: folder, EMS_INBOX: path.join(folder, 'inbox'), ...env },
  }) // prettier-ignore
  t.after(() => stop(child, folder))
  const ready = await untilReady(child)
  const { databaseFolder } = ready
  if (databaseFolder !== undefined) t.after(() => rmSync(databaseFolder, { recursive: true, force: true }))
  const key = (name: string): string => readFileSync(path.join(folder, 'keys', name), 'utf8').trim()
  return {
    ...ready, folder, passwords: { admin: key(FOLDERS.admin), operator: key(FOLDERS.operator), viewer: key(FOLDERS.viewer) },
    webhookSecret: key('webhook-secret'), token: key('cli-token'),
  } // prettier-ignore
}

async function untilReady(child: ChildProcess): Promise<Pick<Stack, 'urls' | 'pids' | 'inbox' | 'databaseFolder'>> {
  let [output, errors] = ['', '']
  child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString('utf8')))
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`the system was not ready within ${START_MS} ms: ${errors}`)),
      START_MS,
    )
    child.once('exit', (code) => reject(new Error(`the system ended with code ${code ?? 'none'}: ${errors}`)))
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString('utf8')
      if (!output.includes('\n')) return
      clearTimeout(timer)
      resolve(JSON.parse(output) as Pick<Stack, 'urls' | 'pids' | 'inbox' | 'databaseFolder'>)
    })
  })
}

async function stop(child: ChildProcess, folder: string): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = new Promise<boolean>((resolve) => child.once('exit', () => resolve(true)))
    child.kill('SIGTERM')
    const inTime = await Promise.race([ended, sleep(STOP_MS, false, { ref: false })])
    if (!inTime) {
      child.kill('SIGKILL')
      throw new Error(`the system did not stop within ${STOP_MS} ms`)
    }
  }
  rmSync(folder, { recursive: true, force: true })
}

/** Puts a file into the inbox of the stack. */
export function putFile(stack: Stack, name: string, text: string): void {
  const file = path.join(stack.inbox, name)
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, text)
}

export interface Reply<Body> {
  readonly status: number
  readonly body: Body
}

/** A call to the gateway; the caller says with which token. */
export async function call<Body>(
  stack: Omit<Stack, 'db'>,
  method: string,
  place: string,
  body?: unknown,
  token: string | null = stack.token,
  type = 'application/json',
): Promise<Reply<Body>> {
  const url = (stack.urls['gateway'] ?? '').replace('localhost', '127.0.0.1') + place
  const reply = await fetch(url, {
    method, headers: { ...(token === null ? {} : { authorization: `Bearer ${token}` }), ...(body === undefined ? {} : { 'content-type': type }) },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  }) // prettier-ignore
  const text = await reply.text()
  return {
    status: reply.status,
    body: (text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : text) as Body,
  }
}
