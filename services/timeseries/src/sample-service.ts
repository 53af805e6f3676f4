// For tests: the service as it runs behind the gateway, with a signer of our own and a worker, on a database of its own.
import type { Role } from '@omarino/contracts'
import { createApp, createLog, createMetrics, createSigner, createVerifier, startWorker } from '@omarino/platform'
import type { App } from '@omarino/platform'
import { keyBoard, storeKit, testDatabase } from '@omarino/store'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Pool } from 'pg'
import { importRoutes } from './routes/imports.ts'
import { meterRoutes } from './routes/meters.ts'
import { pointRoutes } from './routes/points.ts'
import { seriesRoutes } from './routes/series.ts'
import { importTask } from './tasks/import-points.ts'
import { publishTask } from './tasks/publish-plan.ts'

export interface Answer {
  readonly status: number
  readonly text: string
  readonly type: string
  /** The body as JSON. */
  readonly body: Readonly<Record<string, unknown>>
}

export interface Request {
  readonly body?: object | string | Buffer
  readonly headers?: Readonly<Record<string, string>>
  readonly role?: Role | null
}

export interface EndedTask {
  readonly id: string
  readonly state: string
  readonly output: Readonly<Record<string, unknown>>
  readonly error: { code: string; message: string } | null
}

export interface SampleService {
  readonly db: Pool
  readonly inbox: string
  ask(method: 'GET' | 'POST', url: string, request?: Request): Promise<Answer>
  /** Waits until a task has ended. */
  ended(taskRunId: string): Promise<EndedTask>
}

async function openApp(db: Pool): Promise<{ app: App; sign: (role: Role) => Promise<string> }> {
  const board = keyBoard(db)
  const signer = await createSigner('gateway', board)
  const app = createApp({
    name: 'timeseries', log: createLog('timeseries', 'silent'), metrics: createMetrics('timeseries', 'test'),
    verify: createVerifier('timeseries', board), translate: storeKit.translate, modes: {}, checks: {},
  }) // prettier-ignore
  for (const routes of [meterRoutes, seriesRoutes, pointRoutes, importRoutes]) await app.register(routes, { db })
  const sign = (role: Role) => signer.sign('timeseries', { subject: 'ada', name: null, roles: [role] }, 'request-1')
  return { app, sign }
}

const parsed = (text: string): Readonly<Record<string, unknown>> => {
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>
  } catch {
    return {} // a CSV file
  }
}

/** Opens the service; everything ends with the test. */
export async function sampleService(t: TestContext): Promise<SampleService> {
  const { db, url } = await testDatabase(t)
  const folder = mkdtempSync(path.join(os.tmpdir(), 'ems-timeseries-'))
  const inbox = path.join(folder, 'inbox')
  mkdirSync(inbox)
  const { app, sign } = await openApp(db)
  const worker = startWorker({
    queue: 'timeseries', owner: 'test', concurrency: 2, kinds: [importTask({ db, inbox }), publishTask({ db })], db, databaseUrl: url, store: storeKit.tasks,
    heartbeatEntry: storeKit.heartbeatEntry, log: createLog('timeseries', 'silent'), metrics: createMetrics('timeseries', 'test'),
    failpoint: () => undefined, random: () => 0,
  }) // prettier-ignore
  t.after(async () => {
    await worker.stop()
    await app.close()
    rmSync(folder, { recursive: true })
  })
  const ask: SampleService['ask'] = async (method, address, { body, headers, role = 'admin' } = {}) => {
    const authorization = `Bearer ${role === null ? 'none' : await sign(role)}`
    const request = { method, url: address, headers: { authorization, ...headers } }
    const reply = await app.inject(body === undefined ? request : { ...request, payload: body })
    const type = String(reply.headers['content-type'] ?? '')
    return { status: reply.statusCode, text: reply.body, type, body: parsed(reply.body) }
  }
  const ended = async (id: string): Promise<EndedTask> => {
    for (;;) {
      worker.wake()
      const { rows } = await db.query<EndedTask>('select id, state, output, error from scheduler.task_run where id = $1', [id]) // prettier-ignore
      if (!['ready', 'running'].includes(rows[0].state)) return rows[0]
      await sleep(20)
    }
  }
  return { db, inbox, ask, ended }
}

/** A meter `m1` with a load and a price series in quarter-hours. */
export async function addSampleSeries({ ask }: SampleService): Promise<void> {
  await ask('POST', '/timeseries/meters', { body: { key: 'm1', name: 'Main', zone: 'Europe/Berlin' } })
  const series = { meter: 'm1', kind: 'mean', stepSeconds: 900 }
  await ask('POST', '/timeseries/series', { body: { ...series, key: 'demo/load', name: 'Load', unit: 'kW' } })
  const price = { ...series, key: 'demo/price', name: 'Price', unit: 'EUR/MWh', dataType: 'price' }
  await ask('POST', '/timeseries/series', { body: price })
}
