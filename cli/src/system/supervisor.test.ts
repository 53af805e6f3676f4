import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { createSupervisor } from './supervisor.ts'

const PATIENCE_MS = 10_000

function makeEntry(t: TestContext, code: string): { entry: string; folder: string } {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'ems-supervisor-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const entry = path.join(folder, 'entry.mjs')
  writeFileSync(entry, code)
  return { entry: path.relative(path.join(import.meta.dirname, '..', '..', '..'), entry), folder }
}

async function until(what: () => boolean): Promise<void> {
  for (let waited = 0; waited < PATIENCE_MS; waited += 20) {
    if (what()) return
    await sleep(20)
  }
  throw new Error('it did not happen')
}

test('a process that is killed is started again as a new process, and stopping ends it for good', async (t) => {
  const { entry, folder } = makeEntry(t, 'setInterval(() => {}, 1000)')
  const said: string[] = []
  const supervisor = createSupervisor((line) => said.push(line), folder)
  t.after(() => supervisor.stop())
  const child = supervisor.start({ name: 'sleeper', entry, env: {} })
  await until(() => child.pid() !== undefined)
  const first = child.pid()
  child.kill('SIGKILL')
  await until(() => child.pid() !== undefined && child.pid() !== first)
  assert.equal(child.restarts(), 1)
  assert.match(said[0], /sleeper ended \(SIGKILL\); starting it again/)
  await supervisor.stop()
  await sleep(300)
  assert.equal(child.pid(), undefined)
})

test('a process that cannot start is tried again ever more slowly, and the place of its log is told', async (t) => {
  const { entry, folder } = makeEntry(t, 'console.log("DATABASE_URL is missing"); process.exit(2)')
  const said: string[] = []
  const supervisor = createSupervisor((line) => said.push(line), folder)
  t.after(() => supervisor.stop())
  const child = supervisor.start({ name: 'broken', entry, env: {} })
  await until(() => child.restarts() >= 2)
  assert.ok(said.some((line) => line.includes(`broken cannot start; see ${path.join(folder, 'broken.log')}`)))
  assert.match(readFileSync(path.join(folder, 'broken.log'), 'utf8'), /DATABASE_URL is missing/)
})

test('a process that does its work at SIGTERM is not killed before it has ended', async (t) => {
  const { entry, folder } = makeEntry(
    t,
    `process.on('SIGTERM', () => setTimeout(() => { console.log('drained'); process.exit(0) }, 300)); setInterval(() => {}, 1000); console.log('up')`,
  )
  const supervisor = createSupervisor(() => undefined, folder)
  supervisor.start({ name: 'drainer', entry, env: {} })
  const log = path.join(folder, 'drainer.log')
  await until(() => readFileSync(log, 'utf8').includes('up'))
  await supervisor.stop()
  assert.match(readFileSync(log, 'utf8'), /drained/)
})
