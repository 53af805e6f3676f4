import { testDatabase } from '@omarino/store'
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import net from 'node:net'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { createDispatcher, demandQueueMigrated, migrateQueue } from './dispatch.ts'
import type { Dispatcher } from './dispatch.ts'
import { uuidv7 } from './id.ts'
import { createLog } from './log.ts'
import { freePort } from './test-process.ts'

const SETTLE_MS = 300 // longer than a hint takes, to see that none comes

const NO_DATABASE = 'postgres://127.0.0.1:1/none' // on Redis none is asked

async function withClient(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  await work(client).finally(() => client.end())
}

/** A database with the queue's own tables, as a migrated system has them. */
async function queueDatabase(t: TestContext): Promise<string> {
  const { url } = await testDatabase({ after: (fn) => t.after(fn) })
  await withClient(url, migrateQueue)
  return url
}

interface Redis {
  readonly url: string
  start(): Promise<void>
  stop(): Promise<void>
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1', () => resolve(true)).once('error', () => resolve(false))
    setTimeout(() => socket.destroy(), 20)
  })

/** A Redis of our own that keeps nothing on disk. */
async function redisServer(t: TestContext): Promise<Redis> {
  const port = await freePort()
  let server: ChildProcess | undefined
  const stop = async (): Promise<void> => {
    if (!server || server.exitCode !== null) return
    const ended = new Promise((resolve) => server?.once('exit', resolve))
    server.kill('SIGKILL')
    await ended
    server = undefined
  }
  const start = async (): Promise<void> => {
    server = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', '/tmp'], { stdio: 'ignore' }) // prettier-ignore
    server.once('error', (error) => assert.fail(`redis-server did not start: ${error.message}`))
    while (!(await answers(port))) await sleep(20)
  }
  t.after(stop)
  await start()
  return { url: `redis://127.0.0.1:${port}`, start, stop }
}

const log = createLog('dispatch', 'silent')

/** Counts hints, and waits for them without a deadline of its own. */
function counter() {
  let hints = 0
  return {
    note: () => void (hints += 1),
    count: () => hints,
    until: async (wanted: number) => {
      while (hints < wanted) await sleep(10)
    },
  }
}

async function open(t: TestContext, databaseUrl: string, redisUrl: string | undefined): Promise<Dispatcher> {
  const dispatcher = await createDispatcher({ databaseUrl, redisUrl, log })
  t.after(() => dispatcher.close())
  return dispatcher
}

/** The contract of a dispatcher, the same on both parts that it can run on. */
for (const part of ['PostgreSQL', 'Redis'] as const) {
  const setUp = async (t: TestContext) => {
    if (part === 'Redis') return { databaseUrl: NO_DATABASE, redisUrl: (await redisServer(t)).url }
    return { databaseUrl: await queueDatabase(t), redisUrl: undefined }
  }

  test(`on ${part}, a hint that one process sends wakes another that listens at that queue, and no other`, async (t) => {
    const { databaseUrl, redisUrl } = await setUp(t)
    const [sender, receiver] = [await open(t, databaseUrl, redisUrl), await open(t, databaseUrl, redisUrl)]
    const [forecast, optimize] = [counter(), counter()]
    await receiver.listen('forecast', forecast.note)
    await receiver.listen('optimize', optimize.note)
    await sender.send('forecast', uuidv7())
    await forecast.until(1)
    await sender.send('forecast', uuidv7())
    await forecast.until(2)
    assert.equal(optimize.count(), 0)
  })

  test(`on ${part}, a doubled hint is harmless: it wakes at least once and no more often than it was sent`, async (t) => {
    const { databaseUrl, redisUrl } = await setUp(t)
    const dispatcher = await open(t, databaseUrl, redisUrl)
    const id = uuidv7()
    await Promise.all([
      dispatcher.send('forecast', id),
      dispatcher.send('forecast', id),
      dispatcher.send('forecast', id),
    ])
    const hints = counter()
    await dispatcher.listen('forecast', hints.note)
    await dispatcher.send('forecast', id)
    await dispatcher.send('forecast', uuidv7())
    await hints.until(1)
    await sleep(SETTLE_MS)
    assert.ok(hints.count() <= 5, `${hints.count()} hints for five`)
  })

  test(`on ${part}, a listener that throws loses its hint, not the ones after it`, async (t) => {
    const { databaseUrl, redisUrl } = await setUp(t)
    const dispatcher = await open(t, databaseUrl, redisUrl)
    const hints = counter()
    await dispatcher.listen('forecast', () => {
      hints.note()
      if (hints.count() === 1) throw new Error('not now')
    })
    await dispatcher.send('forecast', uuidv7())
    await hints.until(1)
    await dispatcher.send('forecast', uuidv7())
    await hints.until(2)
  })

  test(`on ${part}, closing ends: no hint comes any more, and twice is as once`, async (t) => {
    const { databaseUrl, redisUrl } = await setUp(t)
    const [sender, closed] = [await open(t, databaseUrl, redisUrl), await open(t, databaseUrl, redisUrl)]
    const hints = counter()
    await closed.listen('forecast', hints.note)
    await closed.send('forecast', uuidv7())
    await hints.until(1)
    await closed.close()
    await closed.close()
    await sender.send('forecast', uuidv7())
    await sleep(SETTLE_MS)
    assert.equal(hints.count(), 1)
  })
}

test('a lost Redis throws nothing but at the sender, closing ends all the same, and hints flow again once it is back', async (t) => {
  const redis = await redisServer(t)
  const dispatcher = await open(t, NO_DATABASE, redis.url)
  const hints = counter()
  await dispatcher.listen('forecast', hints.note)
  await dispatcher.send('forecast', uuidv7())
  await hints.until(1)
  await redis.stop()
  await assert.rejects(dispatcher.send('forecast', uuidv7())) // told at once: the worker polls anyway
  await sleep(SETTLE_MS) // an error that nobody catches would end this test
  await redis.start()
  while (hints.count() < 2) {
    await dispatcher.send('forecast', uuidv7()).catch(() => undefined)
    await sleep(100)
  }
  await redis.stop()
  await dispatcher.close()
})

test('a Redis that is not there yet lets a process start and stop', async (t) => {
  const dispatcher = await open(t, NO_DATABASE, `redis://127.0.0.1:${await freePort()}`)
  void dispatcher.listen('forecast', () => undefined).catch(() => undefined)
  await assert.rejects(dispatcher.send('forecast', uuidv7()))
  await dispatcher.close()
})

test('a database without the tables of the queue is refused with the command that makes them', async (t) => {
  const { db, url } = await testDatabase({ after: (fn) => t.after(fn) })
  await assert.rejects(demandQueueMigrated(db), /\(schema bullmq\): run \.\/ems migrate/)
  await withClient(url, async (client) => {
    await migrateQueue(client)
    await migrateQueue(client) // twice is as once
  })
  await demandQueueMigrated(db)
})
