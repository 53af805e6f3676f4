import { ImportTaskInput } from '@omarino/contracts'
import type { ImportTaskOutput } from '@omarino/contracts'
import { Failure } from '@omarino/energy'
import { taskKind, uuidv7 } from '@omarino/platform'
import type { TaskKindHandler, TaskRun } from '@omarino/platform'
import {
  addImportStep,
  addRejects,
  appendEvent,
  createImport,
  findImport,
  findCleanImport,
  findImportOfTask,
  findSeriesByKeys,
  findUpload,
  finishImport,
  writePoints,
} from '@omarino/store'
import type { Pool } from 'pg'
import { decodeUtf8 } from '../imports/decode.ts'
import { findInboxFiles, hashFile, readInboxFile } from '../imports/inbox.ts'
import { readBatches } from '../imports/read-batches.ts'
import type { RowBatch } from '../imports/read-batches.ts'
import { resolveBatch } from '../imports/resolve-batch.ts'
import { readUpload } from '../imports/spool.ts'

interface Ports {
  readonly db: Pool
  readonly inbox: string
}

/** A file or upload to import. */
interface Source {
  readonly sha256: Buffer
  readonly byteCount: number
  readonly fileName: string | null
  readonly uploadId: string | null
  open(): AsyncIterable<Buffer>
}

interface Checkpoint {
  readonly jobId: string
  readonly row: number
  readonly seriesIds: readonly number[]
}

const MAX_KEPT_REJECTS = 10_000

/** Imports point files: a transaction per batch holds points, rejects, counts and the place to go on from. */
export const importTask = (ports: Ports): TaskKindHandler =>
  taskKind({
    kind: 'import',
    version: 1,
    input: ImportTaskInput,
    async handle(input, run) {
      const sources =
        'upload' in input ? [await uploadSource(ports.db, input.upload)] : await inboxSources(ports.inbox, input.file)
      const jobIds: string[] = []
      for (const source of sources) jobIds.push(await importSource(ports.db, source, run))
      await run.commit(async (client) => {
        const output = summarise(await Promise.all(jobIds.map((id) => findImport(client, id))))
        await appendEvent(client, 'series.updated', null, { ...output })
        return output
      })
    },
  })

function summarise(jobs: readonly Awaited<ReturnType<typeof findImport>>[]): ImportTaskOutput {
  const done = jobs.filter((job) => job !== undefined)
  const sum = (name: 'accepted' | 'rejected' | 'written' | 'unchanged' | 'series_touched'): number =>
    done.reduce((total, job) => total + job[name], 0)
  const times = done
    .flatMap((job) => [job.first_time, job.last_time])
    .filter((time) => time !== null)
    .map((time) => time.toISOString())
    .sort()
  return {
    importId: done[0]?.id ?? '', accepted: sum('accepted'), rejected: sum('rejected'), written: sum('written'), unchanged: sum('unchanged'),
    series: sum('series_touched'), firstTime: times[0] ?? null, lastTime: times.at(-1) ?? null,
  } // prettier-ignore
}

async function uploadSource(db: Pool, id: string): Promise<Source> {
  const upload = await findUpload(db, id)
  if (!upload) throw new Failure('not-found', 'NO_SUCH_UPLOAD', `there is no upload ${id}`)
  return { ...upload, uploadId: id, open: () => readUpload(db, id, upload.chunks) }
}

async function inboxSources(inbox: string, glob: string): Promise<Source[]> {
  const files = await findInboxFiles(inbox, glob)
  return Promise.all(
    files.map(async ({ path, name, byteCount }) => ({
      sha256: await hashFile(path),
      byteCount,
      fileName: name,
      uploadId: null,
      open: () => readInboxFile(path),
    })),
  )
}

/** Imports one source; goes on where an earlier attempt stopped. A file of the inbox that went in whole before is not read again. */
async function importSource(db: Pool, source: Source, run: TaskRun): Promise<string> {
  const clean = source.uploadId === null ? await findCleanImport(db, source.sha256) : undefined
  if (clean) return clean.id
  const earlier = await findImportOfTask(db, run.id, source.sha256)
  if (earlier?.state === 'succeeded') return earlier.id
  const jobId = earlier?.id ?? uuidv7()
  if (!earlier)
    await createImport(db, {
      id: jobId,
      taskRunId: run.id,
      uploadId: source.uploadId,
      sha256: source.sha256,
      fileName: source.fileName,
      byteCount: source.byteCount,
      source: null,
    })
  const saved = run.checkpoint as Checkpoint | null
  const touched = new Set<number>(saved?.jobId === jobId ? saved.seriesIds : [])
  if (saved?.jobId !== jobId) await demandWhole(source)
  let rejected = 0
  for await (const batch of readBatches(decodeUtf8(source.open()), saved?.jobId === jobId ? saved.row : 1)) {
    rejected += await importBatch(db, jobId, batch, touched, rejected, run)
    await run.progress(batch.bytesDone, source.byteCount, `row ${batch.lastRow}`)
  }
  await finishImport(db, jobId, 'succeeded', null, touched.size)
  return jobId
}

/** Reads the file once without writing: a fault of the whole file, such as its encoding, must not leave its first half behind. */
async function demandWhole(source: Source): Promise<void> {
  for await (const batch of readBatches(decodeUtf8(source.open()), Infinity)) void batch // passes over every row
}

async function importBatch(
  db: Pool,
  jobId: string,
  batch: RowBatch,
  touched: Set<number>,
  rejectedBefore: number,
  run: TaskRun,
): Promise<number> {
  const known = await findSeriesByKeys(db, [...new Set(batch.rows.map((row) => row.seriesKey))])
  const { points, rejects } = resolveBatch(batch, known, Date.now())
  for (const id of points.seriesIds) touched.add(id)
  await run.step(async (client) => {
    const { written, unchanged } = await writePoints(client, points)
    await addRejects(client, jobId, rejects.slice(0, Math.max(0, MAX_KEPT_REJECTS - rejectedBefore)))
    await addImportStep(client, {
      jobId, layout: batch.layout.name, bytesDone: batch.bytesDone, accepted: points.values.length, rejected: rejects.length, written, unchanged,
      firstMs: least(points.timesMs), lastMs: -least(points.timesMs.map((ms) => -ms)),
    }) // prettier-ignore
    return { jobId, row: batch.lastRow, seriesIds: [...touched] } satisfies Checkpoint
  })
  return rejects.length
}

const least = (values: Float64Array): number => values.reduce((low, value) => Math.min(low, value), Infinity)
