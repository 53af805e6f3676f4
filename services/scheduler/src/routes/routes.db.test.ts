import type { Dag, DagCheck, Role, RunDetail, RunSummary } from '@omarino/contracts'
import { createApp, createLog, createMetrics, createSigner, createVerifier, lastFirst, uuidv7 } from '@omarino/platform'
import { addReport, keyBoard, storeKit, testDatabase } from '@omarino/store'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import type { Pool } from 'pg'
import { SAMPLE_DAG } from '../dags/sample-dag.ts'
import { dagRoutes } from './dags.ts'
import { reportRoutes } from './reports.ts'
import { runRoutes } from './runs.ts'

interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly text: string
  readonly body: Record<string, unknown>
}
type Call = (method: 'GET' | 'POST' | 'PUT', url: string, body?: object, as?: { role?: Role; key?: string }) => Promise<Answer> // prettier-ignore

/** The scheduler behind its door, called with tokens that another process of ours signed. */
async function serve(test: TestContext): Promise<{ db: Pool; call: Call }> {
  const t = lastFirst(test)
  const { db } = await testDatabase(t)
  const board = keyBoard(db)
  const app = createApp({
    name: 'scheduler', log: createLog('scheduler', 'silent'), metrics: createMetrics('scheduler', 'test'), verify: createVerifier('scheduler', board),
    translate: storeKit.translate, modes: {}, checks: {},
  }) // prettier-ignore
  for (const routes of [dagRoutes, runRoutes, reportRoutes]) await app.register(routes, { db })
  t.after(() => app.close())
  const signer = await createSigner('gateway', board)
  const call: Call = async (method, url, body, { role = 'operator', key } = {}) => {
    const token = await signer.sign('scheduler', { subject: 'ada', name: null, roles: [role] }, 'request-1')
    const headers = { authorization: `Bearer ${token}`, ...(key !== undefined && { 'idempotency-key': key }) }
    const reply = await app.inject({ method, url: `/scheduler${url}`, headers, ...(body && { payload: body }) })
    const isJson = String(reply.headers['content-type']).includes('json')
    return { status: reply.statusCode, headers: reply.headers, text: reply.body, body: isJson ? reply.json() : {} }
  }
  return { db, call }
}

/** Status, code and the pointer of the first fault. */
const told = ({ status, body }: Answer): unknown[] => [status, body['code'], (body['errors'] as { pointer: string }[] | undefined)?.[0]?.pointer] // prettier-ignore
const audit = async (db: Pool): Promise<string[]> =>
  (await db.query<{ line: string }>(`select action || ' ' || object || ' by ' || actor as line from audit.record order by id`)).rows.map(({ line }) => line) // prettier-ignore
const circle = { ...SAMPLE_DAG, tasks: SAMPLE_DAG.tasks.map((task) => ({ ...task, needs: task.key === 'forecast' ? ['tell'] : task.needs })) } // prettier-ignore

test('a workflow is made once; the same again is no change, another under its key a conflict, PUT a new version', async (t) => {
  const { db, call } = await serve(t)
  const made = await call('POST', '/dags', SAMPLE_DAG)
  assert.equal(made.status, 201)
  const dag = made.body as unknown as Dag
  assert.deepEqual([dag.key, dag.version, dag.paused, dag.recentRuns, dag.nextFireTimes.length], ['day-ahead', 1, false, [], 5]) // prettier-ignore
  assert.ok(dag.nextFireTimes.every((time) => /T1[01]:00:00\.000Z$/.test(time))) // noon in Berlin, winter and summer
  assert.equal((await call('POST', '/dags', SAMPLE_DAG)).status, 200)
  assert.deepEqual(told(await call('POST', '/dags', { ...SAMPLE_DAG, name: 'Other' })), [409, 'DAG_EXISTS', '/key'])
  const changed = await call('PUT', '/dags/day-ahead', { ...SAMPLE_DAG, name: 'Other', maxActiveRuns: 2 })
  assert.deepEqual([changed.status, changed.body['version'], changed.body['name']], [200, 2, 'Other'])
  assert.equal((await call('PUT', '/dags/day-ahead', { ...SAMPLE_DAG, name: 'Other', maxActiveRuns: 2 })).body['version'], 2) // prettier-ignore
  const { rows } = await db.query('select version from scheduler.dag_version order by version')
  assert.deepEqual(rows, [{ version: 1 }, { version: 2 }])
  assert.equal((await audit(db))[0], 'dag.create dag/day-ahead by ada')
})

test('PUT refuses a body whose key is not that of the path, and a workflow that is not there', async (t) => {
  const { call } = await serve(t)
  assert.deepEqual(told(await call('PUT', '/dags/other', SAMPLE_DAG)), [422, 'KEY_DIFFERS', '/key'])
  assert.deepEqual(told(await call('PUT', '/dags/day-ahead', SAMPLE_DAG)).slice(0, 2), [404, 'NO_SUCH_DAG'])
  assert.deepEqual(told(await call('GET', '/dags/day-ahead')).slice(0, 2), [404, 'NO_SUCH_DAG'])
})

test('a workflow with a fault is told where it is and leaves nothing behind; a viewer may not even try', async (t) => {
  const { db, call } = await serve(t)
  assert.deepEqual(told(await call('POST', '/dags', circle)), [422, 'CYCLE', '/tasks/0/needs'])
  assert.deepEqual(told(await call('POST', '/dags', { ...SAMPLE_DAG, triggers: [{ kind: 'cron', cron: 'never', zone: 'UTC' }] })), [422, 'CRON', '/triggers/0/cron']) // prettier-ignore
  assert.deepEqual(told(await call('POST', '/dags', { ...SAMPLE_DAG, triggers: [{ kind: 'cron', cron: '@daily', zone: 'Mars/Olympus' }] })), [422, 'VALIDATION', '/triggers/0/zone']) // prettier-ignore
  assert.deepEqual(told(await call('POST', '/dags', { ...SAMPLE_DAG, tasks: [{ key: 'x', kind: 'launch' }] })), [422, 'VALIDATION', '/tasks/0/kind']) // prettier-ignore
  assert.deepEqual(told(await call('POST', '/dags', SAMPLE_DAG, { role: 'viewer' })).slice(0, 2), [403, 'ROLE_MISSING'])
  assert.deepEqual([(await call('GET', '/dags')).body['items'], await audit(db)], [[], []])
})

test('validation tells every fault and the next fires, and stores nothing', async (t) => {
  const { db, call } = await serve(t)
  const good = (await call('POST', '/dags/validate', SAMPLE_DAG)).body as unknown as DagCheck
  assert.deepEqual([good.valid, good.errors, good.nextFireTimes.length], [true, [], 5])
  const bad = { ...circle, triggers: [{ kind: 'cron', cron: '61 * * * *', zone: 'UTC' }] }
  const check = (await call('POST', '/dags/validate', bad)).body as unknown as DagCheck
  assert.deepEqual([check.valid, check.errors.map(({ pointer, code }) => `${pointer} ${code}`), check.nextFireTimes], [false, ['/triggers/0/cron CRON', '/tasks/0/needs CYCLE'], []]) // prettier-ignore
  assert.equal((await db.query('select from scheduler.dag')).rowCount, 0)
})

test('a run starts once for a key, with its own parameters over the workflow’s', async (t) => {
  const { db, call } = await serve(t)
  await call('POST', '/dags', SAMPLE_DAG)
  const start = (key: string, params = {}) => call('POST', '/dags/day-ahead/runs', { params, scheduledFor: '2026-03-01T12:00:00+01:00' }, { key }) // prettier-ignore
  const [first, again, other] = [await start('morning', { hours: 12 }), await start('morning', { hours: 12 }), await start('noon')] // prettier-ignore
  assert.deepEqual([first.status, again.body['id'], other.body['id'] === first.body['id']], [202, first.body['id'], false]) // prettier-ignore
  assert.deepEqual([first.body['state'], first.body['trigger'], first.body['scheduledFor'], other.body['state']], ['running', 'manual', '2026-03-01T11:00:00.000Z', 'waiting']) // prettier-ignore
  const run = (await call('GET', `/runs/${String(first.body['id'])}`, undefined, { role: 'viewer' })).body as unknown as RunDetail // prettier-ignore
  assert.deepEqual([run.params, run.principal, run.version], [{ site: 'demo', hours: 12 }, 'ada', 1])
  assert.deepEqual(run.tasks.map(({ key, state, needs }) => [key, state, needs]), [
    ['forecast', 'ready', []], ['plan', 'waiting', ['forecast']], ['report', 'waiting', ['plan']], ['tell', 'waiting', ['plan']],
  ]) // prettier-ignore
  assert.deepEqual(
    (await audit(db)).map((line) => line.split(' ')[0]),
    ['dag.create', 'run.start', 'run.start'],
  )
})

test('a run of an unknown parameter, an unknown workflow or a time that does not exist is refused', async (t) => {
  const { call } = await serve(t)
  await call('POST', '/dags', SAMPLE_DAG)
  const start = (body: object, key = 'day-ahead') => call('POST', `/dags/${key}/runs`, body)
  assert.deepEqual(told(await start({ params: { colour: 'red' } })), [422, 'PARAM_UNKNOWN', '/params/colour'])
  assert.deepEqual(told(await start({ params: { constructor: 1 } })), [422, 'PARAM_UNKNOWN', '/params/constructor'])
  assert.deepEqual(told(await start({ scheduledFor: '2026-02-30T12:00:00Z' })), [422, 'VALIDATION', '/scheduledFor'])
  assert.deepEqual(told(await start({}, 'other')).slice(0, 2), [404, 'NO_SUCH_DAG'])
  assert.deepEqual(((await call('GET', '/runs')).body['items'] as unknown[]).length, 0)
})

test('a cancelled run ends its open tasks, once, and lets the next one start', async (t) => {
  const { db, call } = await serve(t)
  await call('POST', '/dags', SAMPLE_DAG)
  const { body } = await call('POST', '/dags/day-ahead/runs', {})
  const cancel = () => call('POST', `/runs/${String(body['id'])}/cancel`)
  const cancelled = (await cancel()).body as unknown as RunDetail
  assert.deepEqual([cancelled.state, ...cancelled.tasks.map(({ state }) => state)], ['cancelled', ...Array<string>(4).fill('cancelled')]) // prettier-ignore
  assert.equal((await cancel()).body['state'], 'cancelled')
  assert.equal((await audit(db)).filter((line) => line.startsWith('run.cancel')).length, 1)
  assert.equal((await call('POST', '/dags/day-ahead/runs', {})).body['state'], 'running')
  assert.deepEqual(told(await call('POST', `/runs/${uuidv7()}/cancel`)).slice(0, 2), [404, 'NO_SUCH_RUN'])
  assert.deepEqual(told(await call('GET', '/runs/not-an-id')).slice(0, 2), [422, 'VALIDATION'])
})

test('lists come in pages that join without gap or overlap', async (t) => {
  const { call } = await serve(t)
  for (const key of ['a', 'b', 'c']) await call('POST', '/dags', { ...SAMPLE_DAG, key, maxActiveRuns: 5 })
  for (let n = 0; n < 5; n++) await call('POST', '/dags/a/runs', {})
  const read = async (path: string, name: 'key' | 'id'): Promise<string[]> => {
    const found: string[] = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const { body } = await call('GET', `${path}limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`)
      found.push(...(body['items'] as Record<string, string>[]).map((item) => item[name]))
      cursor = body['nextCursor'] as string | null
    }
    return found
  }
  assert.deepEqual(await read('/dags?', 'key'), ['a', 'b', 'c'])
  const ids = await read('/runs?dag=a&', 'id')
  assert.deepEqual([ids.length, ids], [5, [...new Set(ids)].sort().reverse()]) // newest first
  assert.deepEqual((await call('GET', '/runs?dag=b')).body['items'], [])
  const { recentRuns } = (await call('GET', '/dags/a')).body as unknown as Dag
  assert.deepEqual(recentRuns.map((run: RunSummary) => run.id), ids) // prettier-ignore
  for (const url of [
    '/runs?cursor=x',
    '/occurrences?cursor=x',
    '/reports?cursor=x',
    '/runs?limit=0',
    '/runs?limit=501',
  ])
    assert.deepEqual(told(await call('GET', url)).slice(0, 2), [422, 'VALIDATION'], url)
})

test('a report is read as page and as PDF by its id; anything else is 404', async (t) => {
  const { db, call } = await serve(t)
  const id = await addReport(db, { id: uuidv7(), dagRunId: uuidv7(), taskRunId: uuidv7(), siteId: uuidv7(), issueTime: new Date(0), title: 'Plan', html: '<h1>Plan</h1>', pdf: Buffer.from('%PDF-1.7 \xff', 'latin1') }) // prettier-ignore
  const list = (await call('GET', '/reports', undefined, { role: 'viewer' })).body['items'] as Record<string, string>[]
  assert.deepEqual(list.map(({ title, html, pdf }) => [title, html, pdf]), [['Plan', `/scheduler/reports/${id}.html`, `/scheduler/reports/${id}.pdf`]]) // prettier-ignore
  const page = await call('GET', `/reports/${id}.html`)
  assert.deepEqual([page.status, page.text, page.headers['content-type']], [200, '<h1>Plan</h1>', 'text/html; charset=utf-8']) // prettier-ignore
  assert.match(String(page.headers['content-security-policy']), /^default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors/) // prettier-ignore
  const pdf = await call('GET', `/reports/${id}.pdf`)
  assert.deepEqual([pdf.status, pdf.headers['content-type'], pdf.headers['content-length']], [200, 'application/pdf', '10']) // prettier-ignore
  for (const file of [`${uuidv7()}.html`, `${uuidv7()}.pdf`, `${id}.txt`, id, '..%2fx.html'])
    assert.deepEqual(told(await call('GET', `/reports/${file}`)).slice(0, 2), [404, 'NO_SUCH_REPORT'], file)
})

test('occurrences tell each fire time, what became of it and its run', async (t) => {
  const { db, call } = await serve(t)
  await call('POST', '/dags', SAMPLE_DAG)
  const { rows } = await db.query<{ id: string }>('select id from scheduler.dag')
  await db.query(`insert into scheduler.occurrence (id, dag_id, kind, scheduled_for, outcome, reason) values ($1, $2, 'cron', '2026-03-01T11:00Z', 'skipped', 'missed')`, [uuidv7(), rows[0].id]) // prettier-ignore
  const { items } = (await call('GET', '/occurrences?dag=day-ahead')).body as { items: Record<string, unknown>[] }
  assert.deepEqual(items.map(({ dag, kind, scheduledFor, outcome, reason, runId }) => [dag, kind, scheduledFor, outcome, reason, runId]), [['day-ahead', 'cron', '2026-03-01T11:00:00.000Z', 'skipped', 'missed', null]]) // prettier-ignore
})
