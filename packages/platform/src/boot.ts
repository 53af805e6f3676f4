import type { ServiceName } from '@omarino/contracts'
import { Failure } from '@omarino/energy'
import os from 'node:os'
import type { Pool } from 'pg'
import { createDispatcher, demandQueueMigrated } from './dispatch.ts'
import type { Dispatcher } from './dispatch.ts'
import { readBaseConfig } from './env.ts'
import type { BaseConfig, Env } from './env.ts'
import { createFailpoint } from './failpoint.ts'
import { uuidv7 } from './id.ts'
import { createSigner, createVerifier } from './internal-token.ts'
import type { KeyBoard, TokenSigner } from './internal-token.ts'
import { createLog } from './log.ts'
import type { Logger } from './log.ts'
import { createMetrics } from './metrics.ts'
import type { Metrics } from './metrics.ts'
import { refuseStart, untilStopped } from './process.ts'
import { createApp } from './service.ts'
import type { App } from './service.ts'
import type { TaskKindHandler, TaskStore } from './task.ts'
import { VERSION } from './version.ts'
import { startWorker } from './worker.ts'
import type { TaskWorker } from './worker.ts'

/** The statements that every process needs; `packages/store` exports them as `storeKit`. */
export interface StoreKit {
  openPool(options: { url: string; name: string; max?: number }): Pool
  demandMigrated(db: Pool): Promise<void>
  keyBoard(db: Pool): KeyBoard
  readonly translate: (error: unknown) => unknown
  ping(db: Pool): Promise<string>
  databaseModes(db: Pool): Promise<Record<string, string>>
  readonly tasks: TaskStore
  readonly heartbeatEntry: URL
}

/** What a service is given to build itself from. */
export interface Kit {
  readonly config: BaseConfig
  readonly env: Env
  readonly db: Pool
  readonly log: Logger
  readonly metrics: Metrics
  readonly signer: TokenSigner
  readonly dispatcher: Dispatcher
  readonly failpoint: (name: string) => void
}

/** What a service adds to the common app. */
export interface ServiceBody {
  /** Task kinds that this service works on; its queue is called as the service is. */
  readonly kinds?: readonly TaskKindHandler[]
  readonly concurrency?: number
  readonly modes?: Readonly<Record<string, string>>
  readonly checks?: Readonly<Record<string, () => Promise<string>>>
  /** True for the gateway, which checks callers itself instead of demanding the token between our processes. */
  readonly ownDoor?: boolean
  register(app: App): Promise<void> | void
  /** Called once the app listens. */
  started?(): Promise<void> | void
  stop?(): Promise<void>
}

/** Registers routes alone, to print their OpenAPI or to test them against the policy: no database, no port. */
export type DescribeOnly = (app: App) => Promise<void> | void

/** The life of a service behind the gateway, from environment to graceful stop. Only `main.ts` calls it. */
export async function bootService(
  name: ServiceName,
  env: Env,
  argv: readonly string[],
  store: StoreKit,
  build: (kit: Kit) => Promise<ServiceBody>,
  describe: DescribeOnly,
): Promise<void> {
  try {
    if (argv.includes('--openapi')) process.stdout.write(`${JSON.stringify(await describeService(name, describe))}\n`)
    else await serve(readBaseConfig(env, name), env, store, build)
  } catch (error) {
    refuseStart(name, error)
  }
}

/** The OpenAPI document of a service, made from its routes; throws when a route has no policy. */
export async function describeService(name: ServiceName, describe: DescribeOnly): Promise<object> {
  const log = createLog(name, 'silent')
  const app = createApp({
    name,
    log,
    metrics: createMetrics(name, VERSION),
    verify: () => Promise.reject(new Error('describe only')),
    translate: (error) => error,
    modes: {},
    checks: {},
  })
  await app.register(async (scope) => describe(scope as unknown as App))
  await app.ready()
  const document = app.swagger()
  await app.close()
  return document
}

async function serve(
  config: BaseConfig,
  env: Env,
  store: StoreKit,
  build: (kit: Kit) => Promise<ServiceBody>,
): Promise<void> {
  const name = config.service as ServiceName
  if (config.production && env['EMS_FAILPOINT'])
    throw new Failure('invalid', 'BAD_CONFIGURATION', 'EMS_FAILPOINT must not be set in production')
  const log = createLog(name, config.logLevel)
  const db = store.openPool({ url: config.databaseUrl, name })
  await store.demandMigrated(db)
  const metrics = createMetrics(name, VERSION)
  const board = store.keyBoard(db)
  if (config.redisUrl === undefined) await demandQueueMigrated(db)
  const dispatcher = await createDispatcher({ databaseUrl: config.databaseUrl, redisUrl: config.redisUrl, log })
  const kit: Kit = {
    config,
    env,
    db,
    log,
    metrics,
    dispatcher,
    signer: await createSigner(name, board),
    failpoint: createFailpoint(env['EMS_FAILPOINT']),
  }
  const body = await build(kit)
  const queueMode = config.redisUrl === undefined ? 'postgresql' : 'redis'
  const app = createApp({
    name, log, metrics, translate: store.translate, ...(body.ownDoor ? {} : { verify: createVerifier(name, board) }),
    modes: { database: config.databaseMode, ...(await store.databaseModes(db)), queue: queueMode, ...body.modes }, checks: { database: () => store.ping(db), ...body.checks },
  }) // prettier-ignore
  await app.register(async (scope) => body.register(scope as unknown as App))
  const worker = body.kinds ? await beginWork(name, kit, store, body) : undefined
  const address = await app.listen({ host: config.host, port: config.port })
  await body.started?.()
  log.info({ address, version: VERSION }, 'service started')
  untilStopped(log, config.supervised, {
    async stop() {
      await Promise.all([app.close(), worker?.stop()])
      await body.stop?.()
      await dispatcher.close()
      await db.end()
    },
  })
}

async function beginWork(name: ServiceName, kit: Kit, store: StoreKit, body: ServiceBody): Promise<TaskWorker> {
  const worker = startWorker({
    queue: name, owner: `${name}@${os.hostname()}:${process.pid}:${uuidv7().slice(-6)}`, concurrency: body.concurrency ?? 2, kinds: body.kinds ?? [],
    db: kit.db, databaseUrl: kit.config.databaseUrl, store: store.tasks, heartbeatEntry: store.heartbeatEntry, log: kit.log, metrics: kit.metrics,
    failpoint: kit.failpoint, translate: store.translate, random: cryptoRandom,
  }) // prettier-ignore
  kit.dispatcher
    .listen(name, () => worker.wake())
    .catch((error: unknown) => {
      kit.log.warn(
        { reason: error instanceof Error ? error.message : String(error) },
        'no hints just now; polling goes on',
      )
    })
  return worker
}

/** Jitter needs no reproducibility, only that two processes differ. */
const cryptoRandom = (): number => crypto.getRandomValues(new Uint32Array(1))[0] / 2 ** 32
