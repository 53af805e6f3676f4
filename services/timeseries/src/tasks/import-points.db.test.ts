import type { Import, JobAccepted } from '@omarino/contracts'
import { CsvReader } from '@omarino/energy'
import { submitTask } from '@omarino/store'
import { uuidv7 } from '@omarino/platform'
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { addSampleSeries, sampleService } from '../sample-service.ts'
import type { Answer, SampleService } from '../sample-service.ts'

const HOUR_MS = 3_600_000
const iso = (ms: number): string => new Date(ms).toISOString()
const upload = (service: SampleService, body: string | Buffer, headers: Record<string, string> = {}): Promise<Answer> =>
  service.ask('POST', '/timeseries/imports?name=a.csv', { body, headers: { 'content-type': 'text/csv', ...headers } })

/** Sends a file and waits for what becomes of it. */
async function importFile(service: SampleService, body: string | Buffer, headers: Record<string, string> = {}) {
  const accepted = await upload(service, body, headers)
  assert.equal(accepted.status, 202, accepted.text)
  const { id, taskRunId } = accepted.body as JobAccepted
  await service.ended(taskRunId)
  return (await service.ask('GET', `/timeseries/imports/${id}`)).body as Import
}
const counts = ({ state, accepted, rejected, written, unchanged, series }: Import) => [state, accepted, rejected, written, unchanged, series] // prettier-ignore

/** The points of a series as pairs of time and value. */
async function points({ ask }: SampleService, key = 'demo/load') {
  const query = 'from=2026-01-01T00:00:00Z&to=2028-01-01T00:00:00Z'
  const { body } = await ask('GET', `/timeseries/series/${encodeURIComponent(key)}/points?${query}`)
  return (body['times'] as string[]).map((time, i) => [time.slice(5, 16), (body['values'] as (number | null)[])[i]])
}
const countPoints = async ({ db }: SampleService): Promise<number> =>
  (await db.query<{ n: number }>('select count(*)::int as n from timeseries.point')).rows[0].n

async function rejects({ ask }: SampleService, id: string): Promise<(readonly string[])[]> {
  const { text, type } = await ask('GET', `/timeseries/imports/${id}/rejects.csv`)
  assert.equal(type, 'text/csv; charset=utf-8')
  const reader = new CsvReader()
  return [...reader.push(text), ...reader.end()].map(({ cells }) => cells)
}

async function open(...given: Parameters<typeof sampleService>): Promise<SampleService> {
  const service = await sampleService(...given)
  await addSampleSeries(service)
  return service
}

test('good rows go in, bad ones are listed with row, column, code and reason, and both add up to the rows sent', async (t) => {
  const service = await open(t)
  const now = Date.now()
  const lines = [
    '\uFEFFtimestamp,meter_id,series_id,value,quality',
    '2026-03-01T00:00:00Z,m1,demo/load,1.5,good',
    '2026-03-01T00:15:00Z,,demo/load,,',
    '2026-03-01T01:30:00+01:00,m1,demo/load,-2,suspect',
    '2026-03-01T00:45:00,m1,demo/load,3,',
    '2026-02-30T00:00:00Z,m1,demo/load,3,',
    '2026-03-01T24:00:00Z,m1,demo/load,3,',
    '2026-03-01T00:45:00Z,m1,demo/load,0x10,',
    '2026-03-01T00:45:00Z,m1,demo/load,1e400,',
    '2026-03-01T00:45:00Z,m1,demo/load,"1,5",',
    '2026-03-01T00:45:00Z,m1,demo/load,9007199254740993,',
    '2026-03-01T00:45:00Z,m1,demo/load,NaN,',
    '2026-03-01T00:45:00Z,m1,demo/load,3,fine',
    '2026-03-01T00:45:00Z,m1,demo/load,3',
    '2026-03-01T00:45:00Z,m1,=demo/none,3,',
    '2026-03-01T00:45:00Z,m2,demo/load,3,',
    `${iso(now + 25 * HOUR_MS)},m1,demo/load,3,`,
    `${iso(now + 399 * 24 * HOUR_MS)},m1,demo/price,3,`,
    `${iso(now + 401 * 24 * HOUR_MS)},m1,demo/price,3,`,
  ]
  const job = await importFile(service, lines.join('\r\n'))
  assert.deepEqual(counts(job), ['succeeded', 4, 14, 4, 0, 2])
  assert.deepEqual([job.layout, job.firstTime, job.bytes, job.bytesDone], [
    'timestamp,meter_id,series_id,value,quality', '2026-03-01T00:00:00.000Z', Buffer.byteLength(lines.join('\r\n')), job.bytes,
  ]) // prettier-ignore
  assert.deepEqual(await points(service), [['03-01T00:00', 1.5], ['03-01T00:15', null], ['03-01T00:30', -2]]) // prettier-ignore
  const [header, ...rows] = await rejects(service, job.id)
  assert.deepEqual(header, ['row', 'column', 'code', 'reason', 'given'])
  assert.deepEqual(rows.map(([row, column, code]) => `${row} ${column} ${code}`), [
    '5 timestamp TIME_ZONE_MISSING', '6 timestamp TIME_DOES_NOT_EXIST', '7 timestamp TIME_DOES_NOT_EXIST', '8 value NOT_A_NUMBER',
    '9 value NUMBER_TOO_LARGE', '10 value NOT_A_NUMBER', '11 value INTEGER_TOO_LARGE', '12 value NOT_A_NUMBER', '13 quality QUALITY_UNKNOWN',
    '14  COLUMN_COUNT', '15 series_id SERIES_UNKNOWN', '16 meter_id METER_MISMATCH', '17 timestamp TIME_AHEAD', '19 timestamp TIME_AHEAD',
  ]) // prettier-ignore
  assert.deepEqual(rows[5].slice(3), ['value "1,5" is no decimal number with a point', '2026-03-01T00:45:00Z,m1,demo/load,"1,5",']) // prettier-ignore
})

test('a list of rejects starts no formula in a spreadsheet', async (t) => {
  const service = await open(t)
  const job = await importFile(service, 'series,time,value\n=cmd(),2026-03-01T00:00:00Z,1\n')
  const [, [, , , , given]] = await rejects(service, job.id)
  assert.equal(given, "'=cmd(),2026-03-01T00:00:00Z,1")
})

test('the same file again changes no row, a corrected one changes what differs, and the last of equal keys wins', async (t) => {
  const service = await open(t)
  const file = (third: number): string =>
    `series,time,value\ndemo/load,2026-03-01T00:00:00Z,1\ndemo/load,2026-03-01T00:15:00Z,2\ndemo/load,2026-03-01T00:15:00Z,${third}\n`
  assert.deepEqual(counts(await importFile(service, file(3))), ['succeeded', 3, 0, 2, 0, 1])
  assert.deepEqual(counts(await importFile(service, file(3))), ['succeeded', 3, 0, 0, 2, 1])
  assert.deepEqual(counts(await importFile(service, file(4))), ['succeeded', 3, 0, 1, 1, 1])
  assert.deepEqual(await points(service), [['03-01T00:00', 1], ['03-01T00:15', 4]]) // prettier-ignore
})

test('gzip is unpacked, named by type or encoding; the count of bytes is that of the text', async (t) => {
  const service = await open(t)
  const text = 'series,time,value\ndemo/load,2026-03-01T00:00:00Z,1\n'
  const ways = [{ 'content-type': 'application/gzip' }, { 'content-type': 'text/csv', 'content-encoding': 'gzip' }]
  for (const headers of ways) {
    const job = await importFile(service, gzipSync(text), headers)
    assert.deepEqual([job.state, job.accepted, job.bytes], ['succeeded', 1, text.length])
  }
})

test('a file that is no point file fails with its place and leaves no point', async (t) => {
  const service = await open(t)
  const row = 'demo/load,2026-03-01T00:00:00Z,1\n'
  const latin1 = Buffer.from(`series,time,value\n${row}demo/löad`, 'latin1')
  const cases: [string | Buffer, string, RegExp][] = [
    ['series,value\na,1\n', 'CSV_COLUMNS', /row 1: the column time is missing/],
    ['series,time,value,time\na,b,c,d\n', 'CSV_COLUMNS', /the column time stands twice/],
    ['series,time,value\n', 'CSV_NO_ROWS', /header but no rows/],
    [`series,time,value\n${row}a,"b\n`, 'CSV_QUOTE', /^row 3 opens a quote/],
    [Buffer.from(`\uFEFFseries,time,value\n${row}`, 'utf16le'), 'NOT_UTF8', /UTF-16/],
    [latin1, 'NOT_UTF8', /a bad byte follows byte 57;/], // 18 + 33 bytes of two lines, then `demo/l`
  ]
  for (const [body, code, message] of cases) {
    const job = await importFile(service, body)
    assert.deepEqual([job.state, job.error?.code], ['failed', code])
    assert.match(job.error?.message ?? '', message)
    assert.ok(job.finishedAt)
  }
  assert.equal(await countPoints(service), 0)
})

test('an import that goes on after a killed process counts each row once', async (t) => {
  const service = await open(t)
  const rows = Array.from({ length: 50_010 }, (_, i) => `demo/load,${iso(Date.UTC(2026, 0, 1) + i * 60_000)},${i % 500 === 0 ? 'x' : i}`) // prettier-ignore
  const job = await importFile(service, `series,time,value\n${rows.join('\n')}\n`)
  const whole = ['succeeded', 50_010 - 101, 101, 50_010 - 101, 0, 1] // rows 0, 500, … 50,000 are no numbers
  assert.deepEqual(counts(job), whole)
  // As if the process had died after the commit of the first 50,000 rows: the rest of the job is undone and the task is ready.
  const [{ checkpoint }] = (await service.db.query<{ checkpoint: { row: number } }>('select checkpoint from scheduler.task_run where id = $1', [job.taskRunId])).rows // prettier-ignore
  assert.equal(checkpoint.row, 50_011)
  await service.db.query(`update timeseries.import_job set state = 'running', accepted = 49900, rejected = 100, written = 49900 where id = $1`, [job.id]) // prettier-ignore
  await service.db.query(`delete from timeseries.point where time >= $1`, [new Date(Date.UTC(2026, 0, 1) + 50_000 * 60_000)]) // prettier-ignore
  await service.db.query(`update scheduler.task_run set state = 'ready', output = null, checkpoint = jsonb_set(checkpoint, '{row}', '50001') where id = $1`, [job.taskRunId]) // prettier-ignore
  await service.ended(job.taskRunId ?? '')
  const again = (await service.ask('GET', `/timeseries/imports/${job.id}`)).body as Import
  assert.deepEqual(counts(again), whole)
  assert.equal((await rejects(service, job.id)).length, 102)
})

test('files of the inbox go in by name; one that went in whole is not read again, one that changed is', async (t) => {
  const service = await open(t)
  const { db, inbox } = service
  const write = (name: string, value: number) =>
    writeFileSync(path.join(inbox, name), gzipSync(`series,time,value\ndemo/load,2026-03-01T00:0${value}:00Z,${value}\n`)) // prettier-ignore
  const importInbox = async (file: string) => {
    const job = { runId: uuidv7(), taskRunId: uuidv7(), kind: 'import', queue: 'timeseries', input: { file }, idempotencyKey: null, principal: 'ada' } // prettier-ignore
    return service.ended((await submitTask(db, job)).taskRunId)
  }
  write('a.csv.gz', 1)
  write('b.csv.gz', 2)
  const { state, output } = await importInbox('*.csv.gz')
  assert.deepEqual([state, output['accepted'], output['written'], output['firstTime'], output['lastTime']], [
    'succeeded', 2, 2, '2026-03-01T00:01:00.000Z', '2026-03-01T00:02:00.000Z',
  ]) // prettier-ignore
  const jobs = async () => (await service.ask('GET', '/timeseries/imports')).body['items'] as Import[]
  await importInbox('*.csv.gz')
  assert.equal((await jobs()).length, 2)
  write('b.csv.gz', 3)
  await importInbox('*.csv.gz')
  assert.deepEqual((await jobs()).map(({ fileName, written }) => [fileName, written]), [['b.csv.gz', 1], ['b.csv.gz', 1], ['a.csv.gz', 1]]) // prettier-ignore
  assert.equal((await importInbox('none.csv')).error?.code, 'NO_SUCH_FILE')
  assert.equal((await importInbox('../a.csv')).error?.code, 'FILE_OUTSIDE_INBOX')
})

test('what reads series learns that they changed in the commit that ends the import', async (t) => {
  const service = await open(t)
  const job = await importFile(service, 'series,time,value\ndemo/load,2026-03-01T00:00:00Z,1\n')
  const { rows } = await service.db.query<{ body: object }>(
    `select body from event.entry where topic = 'series.updated'`,
  )
  assert.deepEqual(rows.map(({ body }) => body), [
    { importId: job.id, accepted: 1, rejected: 0, written: 1, unchanged: 0, series: 1, firstTime: '2026-03-01T00:00:00.000Z', lastTime: '2026-03-01T00:00:00.000Z' },
  ]) // prettier-ignore
})

test('a file that turns out not to be UTF-8 after 60,000 good rows writes none of them, and says where', async (t) => {
  const service = await open(t)
  const rows = Array.from({ length: 60_000 }, (_, i) => `demo/load,${iso(Date.UTC(2026, 0, 1) + i * 60_000)},${i}\n`)
  const good = Buffer.from(`series,time,value\n${rows.join('')}demo/load,`)
  const job = await importFile(service, Buffer.concat([good, Buffer.from([0xe9, 0x0a])])) // é in Latin-1
  assert.deepEqual([job.state, job.error?.code], ['failed', 'NOT_UTF8'])
  assert.match(job.error?.message ?? '', new RegExp(String(good.length)))
  assert.equal(await countPoints(service), 0)
})
