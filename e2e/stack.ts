import { testDatabase } from '@omarino/store'
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { Pool } from 'pg'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const START_MS = 90_000

/** A whole running system on free ports, on a database of its own. */
export interface Stack {
  readonly urls: Readonly<Record<string, string>>
  readonly pids: Readonly<Record<string, number>>
  readonly inbox: string
  readonly db: Pool
  readonly folder: string
  readonly passwords: Readonly<Record<'admin' | 'operator' | 'viewer', string>>
  readonly webhookSecret: string
  readonly token: string
}

const FOLDERS = { admin: 'password-admin', operator: 'password-operator', viewer: 'password-viewer' } as const

/** Starts everything as an operator would, by `./ems start`; stopped when the test ends. */
export async function startStack(t: Pick<TestContext, 'after'>, env: Record<string, string> = {}): Promise<Stack> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'ems-e2e-'))
  const { db, url } = await testDatabase(t)
  const child = spawn(path.join(ROOT, 'ems'), ['start', '--port', 'free', '--json'], {
    cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, DATABASE_URL: url, EMS_STATE_DIR: folder, EMS_INBOX: path.join(folder, 'inbox'), ...env },
  }) // prettier-ignore
  t.after(() => stop(child, folder))
  const ready = await untilReady(child)
  const key = (name: string): string => readFileSync(path.join(folder, 'keys', name), 'utf8').trim()
  return {
    ...ready, db, folder, passwords: { admin: key(FOLDERS.admin), operator: key(FOLDERS.operator), viewer: key(FOLDERS.viewer) },
    webhookSecret: key('webhook-secret'), token: key('cli-token'),
  } // prettier-ignore
}

async function untilReady(child: ChildProcess): Promise<Pick<Stack, 'urls' | 'pids' | 'inbox'>> {
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
      resolve(JSON.parse(output) as Pick<Stack, 'urls' | 'pids' | 'inbox'>)
    })
  })
}

async function stop(child: ChildProcess, folder: string): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGTERM')
    await ended
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
  stack: Stack,
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
