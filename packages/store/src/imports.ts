import type { PoolClient } from 'pg'
import { all, maybe, one } from './database.ts'
import type { Queryable } from './database.ts'

export interface ImportRow {
  readonly id: string
  readonly task_run_id: string | null
  readonly run_id: string | null
  readonly upload_id: string | null
  readonly file_name: string | null
  readonly byte_count: number
  readonly layout: string | null
  readonly state: 'waiting' | 'running' | 'succeeded' | 'failed' | 'cancelled'
  readonly bytes_done: number
  readonly accepted: number
  readonly rejected: number
  readonly written: number
  readonly unchanged: number
  readonly series_touched: number
  readonly first_time: Date | null
  readonly last_time: Date | null
  readonly error: { code: string; message: string } | null
  readonly created_at: Date
  readonly finished_at: Date | null
}

// The task tells how the job ended when the job itself could not write it down.
const SELECT = `
  select j.id, j.task_run_id, t.dag_run_id as run_id, j.upload_id, j.file_name, j.byte_count, j.layout,
         case when t.state in ('failed', 'quarantined', 'skipped') then 'failed' when t.state = 'cancelled' then 'cancelled' else j.state end as state,
         j.bytes_done, j.accepted, j.rejected, j.written, j.unchanged, j.series_touched, j.first_time, j.last_time,
         case when t.state in ('failed', 'quarantined') then t.error else j.error end as error, j.created_at, coalesce(j.finished_at, t.finished_at) as finished_at
    from timeseries.import_job j left join scheduler.task_run t on t.id = j.task_run_id`

export const findImport = (db: Queryable, id: string): Promise<ImportRow | undefined> =>
  maybe(db, `${SELECT} where j.id = $1`, [id])

/** The job that an upload's task was made with. */
export const findImportByTask = (db: Queryable, taskRunId: string): Promise<ImportRow> =>
  one(db, `${SELECT} where j.task_run_id = $1 order by j.id limit 1`, [taskRunId])

export const listImports = (db: Queryable, before: string | undefined, limit: number): Promise<ImportRow[]> =>
  all(db, `${SELECT} where ($1::uuid is null or j.id < $1) order by j.id desc limit $2`, [before ?? null, limit])

export interface Upload {
  readonly id: string
  readonly sha256: Buffer
  readonly byteCount: number
  readonly fileName: string | null
}

/** Keeps one gzip member of an upload. */
export async function addUploadChunk(client: Queryable, uploadId: string, seq: number, body: Buffer): Promise<void> {
  await client.query('insert into timeseries.upload_chunk (upload_id, seq, body) values ($1, $2, $3)', [
    uploadId,
    seq,
    body,
  ])
}

/** Begins an upload; what a crash cut short more than a day ago is forgotten. It counts as none until `endUpload`. */
export async function beginUpload(client: Queryable, id: string, fileName: string | null): Promise<void> {
  await client.query(`insert into timeseries.upload (id, sha256, byte_count, file_name) values ($1, '', 0, $2)`, [
    id,
    fileName,
  ])
  await client.query(`delete from timeseries.upload where sha256 = '' and created_at < now() - interval '1 day'`)
}

export async function endUpload(client: Queryable, upload: Upload): Promise<void> {
  await client.query('update timeseries.upload set sha256 = $2, byte_count = $3 where id = $1', [
    upload.id,
    upload.sha256,
    upload.byteCount,
  ])
}

/** Forgets an upload that no job reads. */
export async function removeUpload(client: Queryable, id: string): Promise<void> {
  await client.query('delete from timeseries.upload where id = $1', [id])
}

export async function findUpload(db: Queryable, id: string): Promise<(Upload & { chunks: number }) | undefined> {
  const row = await maybe<{ id: string; sha256: Buffer; byte_count: number; file_name: string | null; chunks: number }>(
    db,
    `select id, sha256, byte_count, file_name, (select count(*)::int from timeseries.upload_chunk c where c.upload_id = u.id) as chunks
       from timeseries.upload u where id = $1 and sha256 <> ''`,
    [id],
  )
  return (
    row && { id: row.id, sha256: row.sha256, byteCount: row.byte_count, fileName: row.file_name, chunks: row.chunks }
  )
}

export const readUploadChunk = async (db: Queryable, id: string, seq: number): Promise<Buffer | undefined> =>
  (
    await maybe<{ body: Buffer }>(db, 'select body from timeseries.upload_chunk where upload_id = $1 and seq = $2', [
      id,
      seq,
    ])
  )?.body

export interface NewImport {
  readonly id: string
  readonly taskRunId: string | null
  readonly uploadId: string | null
  readonly sha256: Buffer
  readonly fileName: string | null
  readonly byteCount: number
  readonly source: string | null
}

const INSERT = `insert into timeseries.import_job (id, task_run_id, upload_id, sha256, file_name, byte_count, source)
  values ($1, $2, $3, $4, $5, $6, $7) on conflict (id) do nothing`

export async function createImport(db: Queryable, job: NewImport): Promise<void> {
  await db.query(INSERT, [job.id, job.taskRunId, job.uploadId, job.sha256, job.fileName, job.byteCount, job.source])
}

/** The job that an earlier attempt of this task began for the same bytes. */
export const findImportOfTask = (
  db: Queryable,
  taskRunId: string,
  sha256: Buffer,
): Promise<{ id: string; state: string } | undefined> =>
  maybe(db, 'select id, state from timeseries.import_job where sha256 = $2 and task_run_id = $1', [taskRunId, sha256])

/** A finished import of the same bytes that left no row behind. */
export const findCleanImport = (db: Queryable, sha256: Buffer): Promise<{ id: string } | undefined> =>
  maybe(
    db,
    `select id from timeseries.import_job where sha256 = $1 and state = 'succeeded' and rejected = 0 order by id desc limit 1`,
    [sha256],
  )

export interface ImportStep {
  readonly jobId: string
  readonly layout: string
  readonly bytesDone: number
  readonly accepted: number
  readonly rejected: number
  readonly written: number
  readonly unchanged: number
  readonly firstMs: number
  readonly lastMs: number
}

const STEP = `
  update timeseries.import_job
     set state = 'running', layout = $2, bytes_done = $3, accepted = accepted + $4, rejected = rejected + $5, written = written + $6, unchanged = unchanged + $7,
         first_time = least(first_time, $8), last_time = greatest(last_time, $9)
   where id = $1`

/** Adds what one batch did, in the batch's transaction. */
export async function addImportStep(client: PoolClient, step: ImportStep): Promise<void> {
  const time = (ms: number): Date | null => (Number.isFinite(ms) ? new Date(ms) : null)
  await client.query(STEP, [
    step.jobId,
    step.layout,
    step.bytesDone,
    step.accepted,
    step.rejected,
    step.written,
    step.unchanged,
    time(step.firstMs),
    time(step.lastMs),
  ])
}

export interface Reject {
  readonly row: number
  readonly column: string
  readonly code: string
  readonly reason: string
  readonly cells: string
}

const REJECTS = `
  insert into timeseries.import_reject (job_id, row_number, column_name, code, reason, cells)
  select $1, * from unnest($2::int8[], $3::text[], $4::text[], $5::text[], $6::text[])
  on conflict (job_id, row_number) do nothing`

export async function addRejects(client: PoolClient, jobId: string, rejects: readonly Reject[]): Promise<void> {
  if (rejects.length === 0) return
  const column = <K extends keyof Reject>(name: K): Reject[K][] => rejects.map((reject) => reject[name])
  await client.query(REJECTS, [
    jobId,
    column('row'),
    column('column'),
    column('code'),
    column('reason'),
    column('cells'),
  ])
}

/** How many rejects of a job are kept (all of them are counted). */
export const countRejects = async (db: Queryable, jobId: string): Promise<number> =>
  (
    await all<{ n: number }>(db, 'select count(*)::int as n from timeseries.import_reject where job_id = $1', [jobId])
  )[0]?.n ?? 0

export const listRejects = (
  db: Queryable,
  jobId: string,
): Promise<{ row_number: number; column_name: string; code: string; reason: string; cells: string }[]> =>
  all(
    db,
    'select row_number, column_name, code, reason, cells from timeseries.import_reject where job_id = $1 order by row_number',
    [jobId],
  )

const FINISH = `update timeseries.import_job set state = $2, error = $3::jsonb, series_touched = $4, bytes_done = byte_count, finished_at = clock_timestamp() where id = $1`

export async function finishImport(
  client: Queryable,
  jobId: string,
  state: 'succeeded' | 'failed',
  error: object | null,
  seriesTouched: number,
): Promise<void> {
  await client.query(FINISH, [jobId, state, error && JSON.stringify(error), seriesTouched])
}
