import { Failure } from '@omarino/energy'
import pg from 'pg'
import type { Pool, PoolClient } from 'pg'

/** Anything that can run a statement: a pool, or a client inside a transaction. */
export type Queryable = Pick<Pool | PoolClient, 'query'>

const INT8 = 20
const STATEMENT_TIMEOUT_MS = 30_000
const LOCK_TIMEOUT_MS = 10_000
const CONNECT_TIMEOUT_MS = 5_000

// int8 counts fit a double here (ids of events, row counts); everything above 2^53 would throw rather than round.
pg.types.setTypeParser(INT8, (text) => {
  const value = +text
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} does not fit a double`)
  return value
})

export interface PoolOptions {
  readonly url: string
  readonly name: string
  readonly max?: number
}

/** Opens a pool whose sessions speak UTC and give up on statements and locks in bounded time. */
export function openPool({ url, name, max = 6 }: PoolOptions): Pool {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: `ems-${name}`,
    max,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    idleTimeoutMillis: 30_000,
    options: `-c timezone=UTC -c statement_timeout=${STATEMENT_TIMEOUT_MS} -c lock_timeout=${LOCK_TIMEOUT_MS}`,
  })
  pool.on('error', () => undefined) // an idle connection that breaks is replaced; the next query tells if the server is gone
  return pool
}

const RETRYABLE = new Set(['40001', '40P01'])
const MAX_RETRIES = 3

/**
 * Runs `work` in one transaction on one connection; commits its result or rolls everything back.
 * Serialisation failures and deadlocks are tried again up to three times.
 */
export async function transaction<T>(db: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await once(db, work)
    } catch (error) {
      if (attempt >= MAX_RETRIES || !RETRYABLE.has(sqlState(error) ?? '')) throw error
    }
  }
}

async function once<T>(db: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await db.connect()
  let broken: Error | undefined
  try {
    await client.query('begin')
    const result = await work(client)
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch((cause: Error) => (broken = cause))
    throw error
  } finally {
    client.release(broken)
  }
}

/** SQLSTATE of a database error; undefined for any other. */
export function sqlState(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : undefined
}

const UNAVAILABLE = /^(08...|57P0[123]|53300|55P03|25006)$/
const NETWORK = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOENT', 'ETIMEDOUT'])

/** Turns "the database cannot be reached" into a failure that callers retry; returns any other error as it is. */
export function asFailure(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const gone =
    NETWORK.has(code) ||
    UNAVAILABLE.test(code) ||
    /Connection terminated|timeout exceeded when trying to connect/.test(error.message)
  if (code === '53100')
    return new Failure('unavailable', 'DISK_FULL', 'the disk of the database is full; nothing was written')
  if (code === '22021')
    return new Failure('invalid', 'TEXT_INVALID', 'a text holds a zero byte, which no name or key may')
  return gone ? new Failure('unavailable', 'DATABASE_UNAVAILABLE', 'the database cannot be reached just now') : error
}

/** Runs a statement that must return exactly one row. */
export async function one<Row extends object>(
  db: Queryable,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row> {
  const row = await maybe<Row>(db, text, values)
  if (!row) throw new Error('a statement that must return a row returned none')
  return row
}

/** Runs a statement that returns at most one row. */
export async function maybe<Row extends object>(
  db: Queryable,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row | undefined> {
  const { rows } = await db.query<Row>(text, [...values])
  return rows[0]
}

/** Runs a statement and returns its rows. */
export async function all<Row extends object>(
  db: Queryable,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const { rows } = await db.query<Row>(text, [...values])
  return rows
}
