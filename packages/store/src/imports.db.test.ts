import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import type { Pool } from 'pg'
import { transaction } from './database.ts'
import { addImportStep, addRejects, addUploadChunk, beginUpload, countRejects, createImport, endUpload, findCleanImport, findImport, findImportByTask, findImportOfTask, findUpload, finishImport, listImports, listRejects, readUploadChunk, removeUpload } from './imports.ts' // prettier-ignore
import { submitTask, taskStore } from './tasks.ts'
import { testDatabase } from './test-database.ts'

const sha256 = Buffer.alloc(32, 7)
const submit = (db: Pool) =>
  submitTask(db, { runId: randomUUID(), taskRunId: randomUUID(), kind: 'import', queue: 'timeseries', input: {}, idempotencyKey: null, principal: 'ada' }) // prettier-ignore
const jobOf = (taskRunId: string | null) => ({ id: randomUUID(), taskRunId, uploadId: null, sha256, fileName: 'a.csv', byteCount: 100, source: null }) // prettier-ignore
const step = { layout: 'series,time,value', bytesDone: 50, accepted: 3, rejected: 1, written: 2, unchanged: 1, firstMs: 2000, lastMs: 3000 } // prettier-ignore

test('an upload is read back chunk by chunk, and forgotten with its chunks', async (t) => {
  const { db } = await testDatabase(t)
  const id = randomUUID()
  await transaction(db, async (client) => {
    await beginUpload(client, id, 'a.csv')
    for (const seq of [0, 1]) await addUploadChunk(client, id, seq, Buffer.from([seq]))
    await endUpload(client, { id, sha256, byteCount: 2, fileName: 'a.csv' })
  })
  assert.deepEqual(await findUpload(db, id), { id, sha256, byteCount: 2, fileName: 'a.csv', chunks: 2 })
  assert.deepEqual(await readUploadChunk(db, id, 1), Buffer.from([1]))
  assert.equal(await readUploadChunk(db, id, 2), undefined)
  await transaction(db, (client) => removeUpload(client, id))
  assert.deepEqual([await findUpload(db, id), await readUploadChunk(db, id, 0)], [undefined, undefined])
})

test('steps add up, widen the span, and the end says how it was', async (t) => {
  const { db } = await testDatabase(t)
  const { taskRunId, runId } = await submit(db)
  const job = jobOf(taskRunId)
  await createImport(db, job)
  assert.equal((await findImport(db, job.id))?.state, 'waiting')
  await transaction(db, async (client) => {
    await addImportStep(client, { ...step, jobId: job.id })
    await addImportStep(client, { ...step, jobId: job.id, bytesDone: 90, firstMs: 1000, lastMs: 2500 })
    await addImportStep(client, { ...step, jobId: job.id, bytesDone: 95, accepted: 0, written: 0, unchanged: 0, firstMs: Infinity, lastMs: -Infinity }) // prettier-ignore
  })
  await finishImport(db, job.id, 'succeeded', null, 2)
  const row = await findImportByTask(db, taskRunId)
  assert.deepEqual(
    [row.state, row.run_id, row.bytes_done, row.accepted, row.rejected, row.written, row.unchanged, row.series_touched],
    ['succeeded', runId, 100, 6, 3, 4, 2, 2],
  )
  assert.deepEqual([row.first_time, row.last_time, row.layout], [new Date(1000), new Date(3000), 'series,time,value'])
  assert.ok(row.finished_at)
})

test('a job whose task failed or was cancelled says so, with the error of the task', async (t) => {
  const { db } = await testDatabase(t)
  const failing = await submit(db)
  const [claimed] = await taskStore.claim(db, 'timeseries', 'me', 1, 60_000)
  const jobs = [jobOf(failing.taskRunId), jobOf((await submit(db)).taskRunId)]
  for (const job of jobs) await createImport(db, job)
  await taskStore.fail(db, claimed.id, claimed.epoch, { code: 'CSV_EMPTY', message: 'the file has no header' }, null)
  const failed = await findImport(db, jobs[0].id)
  assert.deepEqual([failed?.state, failed?.error], ['failed', { code: 'CSV_EMPTY', message: 'the file has no header' }]) // prettier-ignore
  await db.query('select scheduler.cancel_run(dag_run_id) from scheduler.task_run where id = $1', [jobs[1].taskRunId])
  const cancelled = await findImport(db, jobs[1].id)
  assert.deepEqual([cancelled?.state, cancelled?.error, cancelled?.finished_at !== null], ['cancelled', null, true]) // prettier-ignore
})

test('rejects are kept once each, in the order of their rows', async (t) => {
  const { db } = await testDatabase(t)
  const job = jobOf(null)
  await createImport(db, job)
  const reject = (row: number) => ({ row, column: 'value', code: 'NOT_A_NUMBER', reason: `row ${row}`, cells: 'a,"b"' })
  await transaction(db, async (client) => {
    await addRejects(client, job.id, [reject(5), reject(2)])
    await addRejects(client, job.id, [reject(5)])
    await addRejects(client, job.id, [])
  })
  assert.deepEqual(await listRejects(db, job.id), [2, 5].map((row) => ({ row_number: row, column_name: 'value', code: 'NOT_A_NUMBER', reason: `row ${row}`, cells: 'a,"b"' }))) // prettier-ignore
  assert.equal(await countRejects(db, job.id), 2)
})

test('the same bytes are found again when they went in whole, not when rows were rejected or the end is open', async (t) => {
  const { db } = await testDatabase(t)
  const { taskRunId } = await submit(db)
  const [open, dirty, clean] = [jobOf(null), jobOf(taskRunId), jobOf(null)]
  for (const job of [open, dirty, clean]) await createImport(db, job)
  await transaction(db, (client) => addImportStep(client, { ...step, jobId: dirty.id }))
  await finishImport(db, dirty.id, 'succeeded', null, 1)
  assert.equal(await findCleanImport(db, sha256), undefined)
  await finishImport(db, clean.id, 'succeeded', null, 1)
  assert.deepEqual(await findCleanImport(db, sha256), { id: clean.id })
  assert.equal(await findCleanImport(db, Buffer.alloc(32)), undefined)
  assert.deepEqual(await findImportOfTask(db, taskRunId, sha256), { id: dirty.id, state: 'succeeded' })
  assert.equal(await findImportOfTask(db, randomUUID(), sha256), undefined)
})

test('imports are listed newest id first, in pages', async (t) => {
  const { db } = await testDatabase(t)
  const ids = [1, 2, 3].map((n) => `01890a5d-ac96-774b-bcce-b302099a805${n}`)
  for (const id of ids) await createImport(db, { ...jobOf(null), id })
  assert.deepEqual((await listImports(db, undefined, 2)).map(({ id }) => id), [ids[2], ids[1]]) // prettier-ignore
  assert.deepEqual((await listImports(db, ids[1], 2)).map(({ id }) => id), [ids[0]]) // prettier-ignore
})
