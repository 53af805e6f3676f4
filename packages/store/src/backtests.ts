import { Failure } from '@omarino/energy'
import { all, maybe, one } from './database.ts'
import type { Queryable } from './database.ts'

export interface BacktestRow {
  readonly id: string
  readonly task_run_id: string | null
  readonly run_id: string | null
  readonly state: 'waiting' | 'running' | 'succeeded' | 'failed' | 'cancelled'
  readonly series: string[]
  readonly protocol: unknown
  readonly columns: Record<string, string>
  readonly result: unknown
  readonly progress: { done: number; total: number | null; text: string } | null
  readonly error: { code: string; message: string } | null
  readonly created_at: Date
  readonly finished_at: Date | null
}

// What the task knows of its end counts: the row itself is written by a task that came to it.
const SELECT = `
  select b.id, b.task_run_id, t.dag_run_id as run_id,
         case when t.state in ('failed', 'quarantined', 'skipped') then 'failed' when t.state = 'ready' then 'waiting' else coalesce(t.state, 'cancelled') end as state,
         b.series, b.protocol, b.columns, b.result, t.progress, t.error, b.created_at, coalesce(b.finished_at, t.finished_at) as finished_at
    from forecast.backtest b left join scheduler.task_run t on t.id = b.task_run_id`

/** A backtest by its id. @throws Failure `NO_SUCH_BACKTEST` */
export async function getBacktest(db: Queryable, id: string): Promise<BacktestRow> {
  const row = await maybe<BacktestRow>(db, `${SELECT} where b.id = $1`, [id])
  if (!row) throw new Failure('not-found', 'NO_SUCH_BACKTEST', `there is no backtest ${id}`)
  return row
}

/** Backtests, the newest first. */
export const listBacktests = (db: Queryable, before: string | undefined, limit: number): Promise<BacktestRow[]> =>
  all(db, `${SELECT} where ($1::uuid is null or b.id < $1) order by b.id desc limit $2`, [before ?? null, limit])

/** The backtest that a task was made for. */
export const backtestOfTask = async (db: Queryable, taskRunId: string): Promise<string> =>
  (await one<{ id: string }>(db, 'select id from forecast.backtest where task_run_id = $1', [taskRunId])).id

export interface NewBacktestRow {
  readonly id: string
  readonly taskRunId: string
  readonly series: readonly string[]
  readonly protocol: unknown
  readonly columns: Readonly<Record<string, string>>
  readonly createdBy: string
}

export async function createBacktest(client: Queryable, row: NewBacktestRow): Promise<void> {
  await client.query(
    `insert into forecast.backtest (id, task_run_id, series, protocol, columns, created_by) values ($1, $2, $3, $4::jsonb, $5::jsonb, $6)`,
    [row.id, row.taskRunId, row.series, JSON.stringify(row.protocol), JSON.stringify(row.columns), row.createdBy],
  )
}

/** Keeps the rows of one block, gzipped, with its sums; the same block again replaces it. */
export async function saveBacktestBlock(
  client: Queryable,
  backtestId: string,
  block: { seq: number; body: Uint8Array; rows: number; sums: unknown },
): Promise<void> {
  await client.query(
    `insert into forecast.backtest_block (backtest_id, seq, body, row_count, sums) values ($1, $2, $3, $4, $5::jsonb)
     on conflict (backtest_id, seq) do update set body = excluded.body, row_count = excluded.row_count, sums = excluded.sums`,
    [backtestId, block.seq, block.body, block.rows, JSON.stringify(block.sums)],
  )
}

/** Forgets the blocks of an attempt that cannot be gone on with. */
export async function removeBacktestBlocks(client: Queryable, backtestId: string): Promise<void> {
  await client.query('delete from forecast.backtest_block where backtest_id = $1', [backtestId])
}

/** Sums of all blocks, in the order of the file. */
export const readBlockSums = (db: Queryable, backtestId: string): Promise<{ row_count: number; sums: unknown }[]> =>
  all(db, 'select row_count, sums from forecast.backtest_block where backtest_id = $1 order by seq', [backtestId])

/** The rows of one block as a gzip member; undefined after the last. */
export const readBlock = async (db: Queryable, backtestId: string, seq: number): Promise<Buffer | undefined> =>
  (
    await maybe<{ body: Buffer }>(db, 'select body from forecast.backtest_block where backtest_id = $1 and seq = $2', [
      backtestId,
      seq,
    ])
  )?.body

export async function finishBacktest(client: Queryable, id: string, result: unknown): Promise<void> {
  await client.query('update forecast.backtest set result = $2::jsonb, finished_at = now() where id = $1', [
    id,
    JSON.stringify(result),
  ])
}
