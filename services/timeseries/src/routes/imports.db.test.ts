import type { Import, ImportPage, JobAccepted } from '@omarino/contracts'
import { uuidv7 } from '@omarino/platform'
import { findUpload } from '@omarino/store'
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import type { z } from 'zod'
import { readUpload, spoolUpload } from '../imports/spool.ts'
import { sampleService } from '../sample-service.ts'
import type { Answer, SampleService } from '../sample-service.ts'

const MIB = 1024 * 1024
const csv = { 'content-type': 'text/csv' }
const file = 'series,time,value\ndemo/load,2026-03-01T00:00:00Z,1\n'
const post = ({ ask }: SampleService, body: string | Buffer, headers: Record<string, string> = csv): Promise<Answer> =>
  ask('POST', '/timeseries/imports', { body, headers })
const refusal = ({ status, body }: Answer) => [status, body['code']]
const countUploads = async ({ db }: SampleService): Promise<number> =>
  (await db.query<{ n: number }>('select count(*)::int as n from timeseries.upload')).rows[0].n

test('the same idempotency key gives the same job and keeps one upload, another key another job', async (t) => {
  const service = await sampleService(t)
  const send = (key: string) => post(service, file, { ...csv, 'idempotency-key': key })
  const [first, again, other] = [await send('monday'), await send('monday'), await send('tuesday')]
  assert.deepEqual([first.status, again.status], [202, 202])
  assert.deepEqual(again.body, first.body)
  assert.notEqual((other.body as JobAccepted).id, (first.body as JobAccepted).id)
  assert.equal(await countUploads(service), 2)
  const { rows } = await service.db.query('select actor, action from audit.record')
  assert.deepEqual(rows, [{ actor: 'ada', action: 'import.start' }, { actor: 'ada', action: 'import.start' }]) // prettier-ignore
})

test('broken gzip, a bomb, nothing and other content are refused by name, and nothing of them is kept', async (t) => {
  const service = await sampleService(t)
  const gzip = { 'content-type': 'application/gzip' }
  const packed = gzipSync(randomBytes(100_000))
  assert.deepEqual(refusal(await post(service, packed.subarray(0, 50_000), gzip)), [422, 'GZIP_BROKEN'])
  assert.deepEqual(refusal(await post(service, 'plain text', gzip)), [422, 'GZIP_BROKEN'])
  assert.deepEqual(refusal(await post(service, gzipSync(Buffer.alloc(8 * MIB)), gzip)), [413, 'COMPRESSION_RATIO']) // some 1000 : 1
  assert.deepEqual(refusal(await post(service, '')), [422, 'UPLOAD_EMPTY'])
  assert.deepEqual(refusal(await post(service, gzipSync(''), gzip)), [422, 'UPLOAD_EMPTY'])
  assert.deepEqual(refusal(await service.ask('POST', '/timeseries/imports')), [422, 'UPLOAD_EMPTY'])
  assert.deepEqual(refusal(await post(service, file, { ...csv, 'content-encoding': 'br' })), [422, 'CONTENT_ENCODING'])
  for (const type of ['application/json', 'text/plain', 'multipart/form-data; boundary=x'])
    assert.equal((await post(service, file, { 'content-type': type })).status, 415, type)
  assert.equal(await countUploads(service), 0)
  assert.deepEqual((await service.db.query('select from scheduler.task_run')).rowCount, 0)
})

test('text that packs well is no bomb while it stays below a MiB or a hundred to one', async (t) => {
  const service = await sampleService(t)
  const gzip = { 'content-type': 'application/gzip' }
  const lines = file + 'demo/load,2026-03-01T00:00:00Z,1\n'.repeat(20_000) // 660 kB, packed some 300 : 1
  assert.equal((await post(service, gzipSync(lines), gzip)).status, 202)
})

test('an upload is read back as it was sent, in members of a MiB', async (t) => {
  const { db } = await sampleService(t)
  const bytes = randomBytes(2.5 * MIB)
  const pieces = Array.from({ length: 40 }, (_, i) => bytes.subarray(i * 65_536, (i + 1) * 65_536))
  const { id, byteCount } = await spoolUpload(db, Readable.from(pieces), false, null)
  const found = await findUpload(db, id)
  assert.deepEqual([byteCount, found?.byteCount, found?.chunks], [2.5 * MIB, 2.5 * MIB, 3])
  const read: Buffer[] = []
  for await (const chunk of readUpload(db, id, 3)) read.push(chunk)
  assert.ok(Buffer.concat(read).equals(bytes))
  await assert.rejects(async () => { for await (const _ of readUpload(db, id, 4)); }, /chunk 3 of upload .* is gone/) // prettier-ignore
})

test('an upload that its sender cuts leaves nothing', async (t) => {
  const service = await sampleService(t)
  const broken = Readable.from((function* () { yield Buffer.from(file); throw Object.assign(new Error('aborted'), { code: 'ECONNRESET' }) })()) // prettier-ignore
  await assert.rejects(spoolUpload(service.db, broken, false, null), { code: 'UPLOAD_CUT' })
  assert.equal(await countUploads(service), 0)
})

test('imports are listed newest first in pages, read by id, and writing takes an operator', async (t) => {
  const service = await sampleService(t)
  const { ask } = service
  const ids: string[] = []
  for (let i = 0; i < 3; i++) ids.unshift(((await post(service, file)).body as JobAccepted).id)
  const page = async (query: string) => (await ask('GET', `/timeseries/imports?${query}`, { role: 'viewer' })).body as z.infer<typeof ImportPage> // prettier-ignore
  const first = await page('limit=2')
  assert.deepEqual(first.items.map(({ id }) => id), ids.slice(0, 2)) // prettier-ignore
  const second = await page(`limit=2&cursor=${first.nextCursor}`)
  assert.deepEqual([second.items.map(({ id }) => id), second.nextCursor], [ids.slice(2), null]) // prettier-ignore
  assert.equal(((await ask('GET', `/timeseries/imports/${ids[0]}`)).body as Import).bytes, file.length)
  assert.deepEqual(refusal(await ask('GET', `/timeseries/imports/${uuidv7()}`)), [404, 'NO_SUCH_IMPORT'])
  assert.deepEqual(refusal(await ask('GET', '/timeseries/imports/x')), [422, 'VALIDATION'])
  assert.deepEqual(refusal(await ask('GET', '/timeseries/imports?cursor=x')), [422, 'VALIDATION'])
  const asViewer = await ask('POST', '/timeseries/imports', { body: file, headers: csv, role: 'viewer' })
  assert.deepEqual(refusal(asViewer), [403, 'ROLE_MISSING'])
  assert.deepEqual(refusal(await ask('GET', `/timeseries/imports/${ids[0]}/rejects.csv`, { role: 'viewer' })), [403, 'ROLE_MISSING']) // prettier-ignore
  assert.deepEqual(refusal(await ask('GET', '/timeseries/imports', { role: null })), [401, 'INTERNAL_TOKEN_REQUIRED'])
})
