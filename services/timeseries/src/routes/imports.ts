import { Id, IdPageQuery, Import, ImportPage, ImportQuery, JobAccepted, Problem } from '@omarino/contracts'
import type { Import as ImportReply } from '@omarino/contracts'
import { Failure } from '@omarino/energy'
import { actorOf, uuidv7 } from '@omarino/platform'
import {
  appendAudit,
  createImport,
  findImport,
  findImportByTask,
  listImports,
  listRejects,
  removeUpload,
  submitTask,
  transaction,
} from '@omarino/store'
import type { ImportRow } from '@omarino/store'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { Readable } from 'node:stream'
import type { Pool } from 'pg'
import { z } from 'zod'
import { cellsText } from '../imports/read-batches.ts'
import { spoolUpload } from '../imports/spool.ts'

const toImport = (row: ImportRow): ImportReply => ({
  id: row.id, taskRunId: row.task_run_id, runId: row.run_id, fileName: row.file_name, layout: row.layout, state: row.state, bytes: row.byte_count,
  bytesDone: row.bytes_done, accepted: row.accepted, rejected: row.rejected, written: row.written, unchanged: row.unchanged, series: row.series_touched,
  firstTime: row.first_time?.toISOString() ?? null, lastTime: row.last_time?.toISOString() ?? null, error: row.error,
  createdAt: row.created_at.toISOString(), finishedAt: row.finished_at?.toISOString() ?? null,
}) // prettier-ignore

const GZIP_TYPES = ['application/gzip', 'application/x-gzip']
const UPLOAD_BYTES = 2 * 1024 ** 3
/** A cell that a spreadsheet would run as a formula gets a quote in front. */
const inert = (cell: string): string => (/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell)

/** Imports of CSV files: the body is the file, streamed, never multipart. */
export const importRoutes: FastifyPluginAsyncZod<{ db: Pool }> = async (app, { db }) => {
  app.removeAllContentTypeParsers()
  for (const type of ['text/csv', ...GZIP_TYPES])
    app.addContentTypeParser(type, { bodyLimit: UPLOAD_BYTES }, (_request, body, done) => done(null, body))

  app.post(
    '/timeseries/imports',
    { bodyLimit: UPLOAD_BYTES, schema: { querystring: ImportQuery, response: { 202: JobAccepted, '4xx': Problem } } },
    async (request, reply) => {
      const gzipped =
        GZIP_TYPES.includes(request.headers['content-type'] ?? '') || request.headers['content-encoding'] === 'gzip'
      if (request.headers['content-encoding'] && !gzipped)
        throw new Failure('invalid', 'CONTENT_ENCODING', 'only gzip is unpacked here')
      const body = request.body instanceof Readable ? request.body : Readable.from([])
      const upload = await spoolUpload(db, body, gzipped, request.query.name ?? null)
      const key = request.headers['idempotency-key']
      const job = await transaction(db, async (client) => {
        const submitted = await submitTask(client, {
        runId: uuidv7(), taskRunId: uuidv7(), kind: 'import', queue: 'timeseries', input: { upload: upload.id },
        idempotencyKey: typeof key === 'string' ? `import:${key.slice(0, 200)}` : null, principal: request.principal?.subject ?? '',
      }) // prettier-ignore
        if (!submitted.created) {
          await removeUpload(client, upload.id)
          return { ...submitted, id: (await findImportByTask(client, submitted.taskRunId)).id }
        }
        const id = uuidv7()
        await createImport(client, {
          id,
          taskRunId: submitted.taskRunId,
          uploadId: upload.id,
          sha256: upload.sha256,
          fileName: upload.fileName,
          byteCount: upload.byteCount,
          source: request.query.source ?? null,
        })
        await appendAudit(client, {
          ...actorOf(request),
          action: 'import.start',
          object: `import/${id}`,
          after: { name: upload.fileName, bytes: upload.byteCount },
        })
        return { ...submitted, id }
      })
      return reply.code(202).send({ id: job.id, runId: job.runId, taskRunId: job.taskRunId, state: 'waiting' })
    },
  )

  app.get(
    '/timeseries/imports',
    { schema: { querystring: IdPageQuery, response: { 200: ImportPage, '4xx': Problem } } },
    async ({ query }) => {
      const rows = await listImports(db, query.cursor, query.limit + 1)
      const items = rows.slice(0, query.limit).map(toImport)
      return { items, nextCursor: rows.length > query.limit ? (items.at(-1)?.id ?? null) : null }
    },
  )

  app.get(
    '/timeseries/imports/:id',
    { schema: { params: z.object({ id: Id }), response: { 200: Import, '4xx': Problem } } },
    async ({ params }) => toImport(await getImport(db, params.id)),
  )

  app.get(
    '/timeseries/imports/:id/rejects.csv',
    { schema: { params: z.object({ id: Id }) } },
    async ({ params }, reply) => {
      await getImport(db, params.id)
      const rows = await listRejects(db, params.id)
      const lines = rows.map((row) =>
        cellsText([String(row.row_number), row.column_name, row.code, row.reason, row.cells].map(inert)),
      )
      return reply
        .header('content-type', 'text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="rejects.csv"')
        .serializer(String)
        .send(['row,column,code,reason,given', ...lines, ''].join('\n'))
    },
  )
}

async function getImport(db: Pool, id: string): Promise<ImportRow> {
  const row = await findImport(db, id)
  if (!row) throw new Failure('not-found', 'NO_SUCH_IMPORT', `there is no import ${id}`)
  return row
}
