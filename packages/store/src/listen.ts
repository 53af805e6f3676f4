import pg from 'pg'

export interface Listener {
  close(): Promise<void>
}

export interface ListenOptions {
  readonly databaseUrl: string
  readonly name: string
  readonly channels: readonly string[]
  onNotify(channel: string, payload: string): void
  /** Called after every (re)connection: notifications may have been missed. */
  onConnected(): void
}

const RECONNECT_MS = [100, 500, 1000, 2000] as const
const PING_MS = 5000
const PING_TIMEOUT_MS = 4000

/** Listens on a connection of its own; a dead or half-open connection is noticed by a ping and replaced. */
export function listenTo(options: ListenOptions): Listener {
  let client: pg.Client | undefined
  let closed = false
  let failures = 0
  let timer: NodeJS.Timeout | undefined

  const again = (): void => {
    clearInterval(timer)
    void client?.end().catch(() => undefined) // it is broken already
    client = undefined
    if (closed) return
    const wait = RECONNECT_MS[Math.min(failures, RECONNECT_MS.length - 1)]
    failures += 1
    setTimeout(() => void connect(), wait)
  }
  const connect = async (): Promise<void> => {
    const fresh = new pg.Client({
      connectionString: options.databaseUrl,
      application_name: `ems-${options.name}-listen`,
      connectionTimeoutMillis: 3000,
      query_timeout: PING_TIMEOUT_MS,
    })
    client = fresh
    fresh.on('error', () => client === fresh && again())
    fresh.on('end', () => client === fresh && again())
    fresh.on('notification', ({ channel, payload }) => options.onNotify(channel, payload ?? ''))
    try {
      await fresh.connect()
      for (const channel of options.channels) await fresh.query(`listen ${pg.escapeIdentifier(channel)}`)
    } catch {
      if (client === fresh) again()
      return
    }
    failures = 0
    timer = setInterval(() => {
      fresh.query('select 1').catch(() => client === fresh && again())
    }, PING_MS)
    options.onConnected()
  }
  void connect()
  return {
    async close() {
      closed = true
      clearInterval(timer)
      await client?.end()
    },
  }
}
