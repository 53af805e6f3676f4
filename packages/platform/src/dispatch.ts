import { Failure } from '@omarino/energy'
import type * as bullmqTypes from 'bullmq'
import type { Client, Pool } from 'pg'
import type { Logger } from './log.ts'

/** Schema that holds the tables of the queue library. */
export const QUEUE_SCHEMA = 'bullmq'

/** Brings the queue's own tables up to date; must run before any dispatcher on PostgreSQL opens. */
export async function migrateQueue(client: Client): Promise<void> {
  const { runMigrations } = await import('bullmq')
  await client.query(`create schema if not exists ${QUEUE_SCHEMA}`)
  await runMigrations(client, QUEUE_SCHEMA)
}

/** Demands the queue's tables: without them its worker would spin and never answer. */
export async function demandQueueMigrated(db: Pool): Promise<void> {
  const { rowCount } = await db.query('select from pg_tables where schemaname = $1 limit 1', [QUEUE_SCHEMA])
  if (!rowCount)
    throw new Failure(
      'unavailable',
      'MIGRATION_MISSING',
      `the tables of the queue are missing (schema ${QUEUE_SCHEMA}): run ./ems migrate`,
    )
}

/**
 * Tells workers that a task became ready. Only a hint: workers poll the table each second, so a lost, late or doubled hint
 * costs at most that second. Runs on Redis when there is one, else on PostgreSQL.
 */
export interface Dispatcher {
  send(queue: string, taskRunId: string): Promise<void>
  listen(queue: string, onHint: () => void): Promise<void>
  close(): Promise<void>
}

export interface DispatcherOptions {
  readonly databaseUrl: string
  readonly redisUrl: string | undefined
  readonly log: Logger
}

interface QueueLike {
  add(name: string, data: object, options: object): Promise<unknown>
  close(): Promise<void>
  disconnect(): Promise<void>
  waitUntilReady(): Promise<unknown>
  on(event: 'error', listener: (error: Error) => void): unknown
}
interface WorkerLike {
  close(force?: boolean): Promise<void>
  waitUntilReady(): Promise<unknown>
  on(event: 'error', listener: (error: Error) => void): unknown
}

const JOB_OPTIONS = { removeOnComplete: true, removeOnFail: true, attempts: 1 } as const
const HINTS_AT_ONCE = 8
const CONNECT_MS = 1000 // a hint that waits longer is of no use: workers poll each second

/** Hints must not pile up while there is no connection. */
async function inTime(connected: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no connection within ${CONNECT_MS} ms`)), CONNECT_MS)
  })
  await Promise.race([connected, late]).finally(() => clearTimeout(timer))
}

export async function createDispatcher({ databaseUrl, redisUrl, log }: DispatcherOptions): Promise<Dispatcher> {
  const bullmq = await import('bullmq') // 10 MiB that computing threads and children need not load
  const make = redisUrl === undefined ? onPostgres(bullmq, databaseUrl) : onRedis(bullmq, redisUrl)
  const queues = new Map<string, QueueLike>()
  const workers: WorkerLike[] = []
  const tolerant = <T extends QueueLike | WorkerLike>(part: T): T => {
    part.on('error', (error) =>
      log.debug({ reason: error.message }, 'the dispatcher has no connection; polling goes on'),
    )
    return part
  }
  const queueOf = (name: string): QueueLike => {
    const known = queues.get(name)
    if (known) return known
    const queue = tolerant(make.queue(`ems-${name}`))
    queues.set(name, queue)
    return queue
  }
  return {
    async send(queue, taskRunId) {
      const connected = queueOf(queue)
      await inTime(connected.waitUntilReady())
      await connected.add('ready', {}, { ...JOB_OPTIONS, jobId: taskRunId })
    },
    async listen(queue, onHint) {
      const worker = tolerant(make.worker(`ems-${queue}`, async () => onHint()))
      workers.push(worker)
      await worker.waitUntilReady()
    },
    async close() {
      await Promise.allSettled([
        ...workers.map((worker) => worker.close(true)),
        ...[...queues.values()].map((queue) => queue.close()),
      ])
      // A queue that could not say goodbye to a lost Redis would look for it for ever.
      if (redisUrl !== undefined) for (const queue of queues.values()) void queue.disconnect().catch(() => undefined)
    },
  }
}

interface Backend {
  queue(name: string): QueueLike
  worker(name: string, process: () => Promise<void>): WorkerLike
}

type BullMq = Pick<typeof bullmqTypes, 'Queue' | 'Worker' | 'createPostgresBackend' | 'withBackend'>

function onRedis({ Queue, Worker }: BullMq, url: string): Backend {
  const connection = { url, maxRetriesPerRequest: null, enableOfflineQueue: true }
  return {
    queue: (name) =>
      new Queue(name, { connection: { ...connection, maxRetriesPerRequest: 1, enableOfflineQueue: false } }),
    worker: (name, process) => new Worker(name, process, { connection, concurrency: HINTS_AT_ONCE }),
  }
}

function onPostgres({ createPostgresBackend, withBackend }: BullMq, connectionString: string): Backend {
  const backend = withBackend(createPostgresBackend)
  const connection = { connectionString, schema: QUEUE_SCHEMA, max: 2, application_name: 'ems-dispatch' }
  return {
    queue: (name) => new backend.Queue(name, { connection }),
    worker: (name, process) => new backend.Worker(name, process, { connection, concurrency: HINTS_AT_ONCE }),
  }
}
