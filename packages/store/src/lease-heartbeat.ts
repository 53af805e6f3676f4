// A thread of every process that works on tasks: renews all its leases in one statement, on a connection of its own.
import { parentPort, workerData } from 'node:worker_threads'
import pg from 'pg'

interface Settings {
  readonly databaseUrl: string
  readonly owner: string
  readonly leaseMs: number
  readonly renewMs: number
  readonly selfFenceMs: number
  readonly validUntil: Float64Array
}
interface Renewal {
  task_run_id: string
  held_still: boolean
  cancel: boolean
}

const { databaseUrl, owner, leaseMs, renewMs, selfFenceMs, validUntil } = workerData as Settings
const RENEW = 'select * from scheduler.renew($1, $2::uuid[], $3::int8[], make_interval(secs => $4))'
const held = new Map<string, number>()
let client: pg.Client | undefined
let connecting: Promise<pg.Client> | undefined

const monotonicMs = (): number => Number(process.hrtime.bigint() / 1_000_000n)

parentPort?.on('message', (message: { hold: string; epoch: number } | { drop: string }) => {
  if ('drop' in message) held.delete(message.drop)
  else {
    held.set(message.hold, message.epoch)
    connection().catch(() => undefined) // early, so that a wish to cancel is heard; the renewal tells of a connection that fails
  }
})

function connection(): Promise<pg.Client> {
  if (client) return Promise.resolve(client)
  connecting ??= connect().finally(() => (connecting = undefined))
  return connecting
}

async function connect(): Promise<pg.Client> {
  const fresh = new pg.Client({
    connectionString: databaseUrl,
    application_name: 'ems-heartbeat',
    connectionTimeoutMillis: 2000,
    query_timeout: 3000,
  })
  fresh.on('error', () => (client = undefined)) // the next renewal connects anew
  fresh.on('notification', () => void renew()) // somebody wants a run cancelled: it may be one of ours
  await fresh.connect()
  await fresh.query('listen ems_cancel')
  return (client = fresh)
}

async function renew(): Promise<void> {
  const askedAt = monotonicMs()
  const tasks = [...held]
  if (tasks.length === 0) {
    validUntil[0] = askedAt + selfFenceMs
    return
  }
  try {
    const { rows } = await (
      await connection()
    ).query<Renewal>(RENEW, [owner, tasks.map(([id]) => id), tasks.map(([, epoch]) => epoch), leaseMs / 1000])
    validUntil[0] = askedAt + selfFenceMs
    const asked = new Map(tasks)
    const same = (id: string): boolean => held.get(id) === asked.get(id) // not dropped, nor claimed anew, while the answer came
    const lost = rows.filter((row) => !row.held_still && same(row.task_run_id)).map((row) => row.task_run_id)
    const cancelled = rows.filter((row) => row.cancel).map((row) => row.task_run_id)
    if (lost.length > 0 || cancelled.length > 0) parentPort?.postMessage({ lost, cancelled })
  } catch {
    void client?.end().catch(() => undefined) // a broken connection; the fence falls when renewals go on failing
    client = undefined
  }
}

const loop = (): void => {
  void renew().finally(() => setTimeout(loop, client === undefined && held.size > 0 ? renewMs / 4 : renewMs))
}
loop()
