import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import type { Pool } from 'pg'
import {
  addOccurrence,
  cancelRun,
  createDag,
  createRun,
  getDag,
  getRun,
  listDags,
  listOccurrences,
  listRuns,
  listTaskRuns,
  lockDueTriggers,
  moveTrigger,
  promoteWaitingRuns,
  updateDag,
} from './index.ts'
import type { NewDag, NewTask } from './index.ts'
import { all, transaction } from './database.ts'
import { taskStore } from './tasks.ts'
import { testDatabase } from './test-database.ts'

const dagOf = (spec: object = { maxActiveRuns: 1 }, change: Partial<NewDag> = {}): NewDag => ({
  id: randomUUID(), key: 'daily', name: 'Daily', spec, source: null, author: 'ada', triggers: [], ...change,
}) // prettier-ignore
const save = (db: Pool, dag: NewDag) => transaction(db, (client) => createDag(client, dag))

/** Tasks by key, each with what it needs. */
const tasksOf = (needs: Record<string, readonly string[]>): NewTask[] =>
  Object.entries(needs).map(([key, names]) => ({
    id: randomUUID(), key, kind: 'probe', queue: 'probe', needs: names, input: {}, attempts: 1, baseMs: 1000, timeoutMs: 60_000,
  })) // prettier-ignore

const run = (db: Pool, dag: NewDag, tasks: readonly NewTask[], idempotencyKey: string | null = null) =>
  transaction(db, (client) =>
    createRun(client, {
      id: randomUUID(), dagId: dag.id, version: 1, occurrenceId: null, params: { day: 1 }, scheduledFor: null, idempotencyKey, principal: 'ada',
      codeVersion: '0', tasks,
    }),
  ) // prettier-ignore

const states = async (db: Pool, runId: string) =>
  Object.fromEntries((await listTaskRuns(db, runId)).map(({ task_key, state }) => [task_key, state]))

/** Claims whatever is ready and ends each: `failing` for good, the others well. Returns the keys in the order of the claim. */
async function work(db: Pool, failing: readonly string[] = []): Promise<string[]> {
  const claimed = await taskStore.claim(db, 'probe', 'me', 9, 60_000)
  for (const { id, epoch, taskKey } of claimed) {
    if (failing.includes(taskKey)) await taskStore.fail(db, id, epoch, { code: 'BROKEN', message: 'no' }, null)
    else await transaction(db, (client) => taskStore.finish(client, id, epoch, { from: taskKey }))
  }
  return claimed.map(({ taskKey }) => taskKey).sort()
}

test('the same document again is no second workflow, another under its key is a conflict', async (t) => {
  const { db } = await testDatabase(t)
  const dag = dagOf({ tasks: [{ key: 'a', input: { x: 1, y: 2 } }] })
  assert.deepEqual(await save(db, dag), { created: true })
  const reordered = dagOf({ tasks: [{ input: { y: 2, x: 1 }, key: 'a' }] })
  assert.deepEqual(await save(db, reordered), { created: false })
  await assert.rejects(save(db, dagOf({ tasks: [] })), { code: 'DAG_EXISTS', kind: 'conflict', pointer: '/key' })
  const { id, version, spec } = await getDag(db, 'daily')
  assert.deepEqual([id, version, spec], [dag.id, 1, dag.spec])
  await assert.rejects(getDag(db, 'nightly'), { code: 'NO_SUCH_DAG' })
  await save(db, dagOf({}, { key: 'another' }))
  assert.deepEqual((await listDags(db, undefined, 9)).map(({ key }) => key), ['another', 'daily']) // prettier-ignore
  assert.deepEqual((await listDags(db, 'another', 9)).map(({ key }) => key), ['daily']) // prettier-ignore
})

test('a changed document is a new version with its own triggers, an unchanged one is none', async (t) => {
  const { db } = await testDatabase(t)
  const trigger = (cron: string) => ({ id: randomUUID(), kind: 'cron' as const, spec: { cron }, zone: 'UTC', misfire: 'skip' as const, nextAt: new Date(0) }) // prettier-ignore
  await save(db, dagOf({ n: 1 }, { triggers: [trigger('0 1 * * *')] }))
  const update = (spec: object) => transaction(db, (client) => updateDag(client, dagOf(spec, { triggers: [trigger('0 2 * * *')] }))) // prettier-ignore
  assert.equal(await update({ n: 1 }), 1)
  assert.equal(await update({ n: 2 }), 2)
  const versions = await all(db, 'select version, spec from scheduler.dag_version order by version')
  assert.deepEqual(versions, [{ version: 1, spec: { n: 1 } }, { version: 2, spec: { n: 2 } }]) // prettier-ignore
  assert.deepEqual(await all(db, 'select spec from scheduler.trigger'), [{ spec: { cron: '0 2 * * *' } }])
  const absent = transaction(db, (client) => updateDag(client, dagOf({}, { key: 'nightly' })))
  await assert.rejects(absent, { code: 'NO_SUCH_DAG' })
})

test('a due trigger is locked for one instance, and not due once it is moved or its workflow pauses', async (t) => {
  const { db } = await testDatabase(t)
  const trigger = { id: randomUUID(), kind: 'cron' as const, spec: { cron: '0 1 * * *' }, zone: 'UTC', misfire: 'skip' as const } // prettier-ignore
  await save(db, dagOf({}, { triggers: [{ ...trigger, nextAt: new Date(Date.UTC(2026, 0, 1)) }] }))
  const due = () => transaction(db, (client) => lockDueTriggers(client, 9))
  await transaction(db, async (client) => {
    assert.deepEqual((await lockDueTriggers(client, 9)).map(({ id }) => id), [trigger.id]) // prettier-ignore
    assert.deepEqual(await due(), []) // another instance passes over what is locked
  })
  await db.query('update scheduler.dag set paused = true')
  assert.deepEqual(await due(), [])
  await db.query('update scheduler.dag set paused = false')
  await transaction(db, (client) => moveTrigger(client, trigger.id, new Date(Date.UTC(2100, 0, 1))))
  assert.deepEqual(await due(), [])
})

test('a fire time is accounted for once, by whichever trigger or instance comes first; by hand it may come again', async (t) => {
  const { db } = await testDatabase(t)
  const dag = dagOf()
  await save(db, dag)
  const scheduledFor = new Date(Date.UTC(2026, 0, 1))
  const add = (change: object) =>
    transaction(db, (client) =>
      addOccurrence(client, {
        id: randomUUID(), dagId: dag.id, triggerId: null, kind: 'cron', scheduledFor, outcome: 'run', reason: null, ...change,
      }),
    ) // prettier-ignore
  const both = await Promise.all([add({}), add({ triggerId: randomUUID() })])
  assert.deepEqual(both.sort(), [false, true])
  assert.equal(await add({ outcome: 'skipped' }), false)
  assert.deepEqual([await add({ kind: 'manual' }), await add({ kind: 'manual' })], [true, true])
  assert.equal(await add({ scheduledFor: new Date(Date.UTC(2026, 0, 2)) }), true)
  const rows = await listOccurrences(db, 'daily', undefined, 9)
  assert.deepEqual(rows.map(({ kind }) => kind).sort(), ['cron', 'cron', 'manual', 'manual'])
})

test('a second run waits until the first has ended and another promotion has come by', async (t) => {
  const { db } = await testDatabase(t)
  const dag = dagOf({ maxActiveRuns: 1 })
  await save(db, dag)
  const first = await run(db, dag, tasksOf({ a: [] }))
  const second = await run(db, dag, tasksOf({ a: [] }))
  await promoteWaitingRuns(db)
  assert.deepEqual([(await getRun(db, first.id)).state, (await getRun(db, second.id)).state], ['running', 'waiting'])
  assert.deepEqual(await states(db, second.id), { a: 'waiting' })
  assert.deepEqual(await work(db), ['a'])
  assert.equal((await getRun(db, first.id)).state, 'succeeded')
  await promoteWaitingRuns(db)
  assert.deepEqual([(await getRun(db, second.id)).state, await states(db, second.id)], ['running', { a: 'ready' }])
})

test('as many runs as the workflow allows go at once, oldest first', async (t) => {
  const { db } = await testDatabase(t)
  const dag = dagOf({ maxActiveRuns: 2 })
  await save(db, dag)
  const runs = [0, 1, 2, 3].map(() => tasksOf({ a: [] }))
  const ids: string[] = []
  for (const tasks of runs) ids.push((await run(db, dag, tasks)).id)
  await Promise.all([promoteWaitingRuns(db), promoteWaitingRuns(db), promoteWaitingRuns(db)])
  const found = await Promise.all(ids.map(async (id) => (await getRun(db, id)).state))
  assert.deepEqual(found, ['running', 'running', 'waiting', 'waiting'])
})

test('the same idempotency key returns the first run and adds no task', async (t) => {
  const { db } = await testDatabase(t)
  const dag = dagOf()
  await save(db, dag)
  const first = await run(db, dag, tasksOf({ a: [] }), 'key')
  const again = await run(db, dag, tasksOf({ a: [], b: [] }), 'key')
  assert.deepEqual([first.created, again], [true, { id: first.id, created: false }])
  assert.deepEqual(await states(db, first.id), { a: 'ready' })
})

test('a task becomes ready when the last of what it needs has succeeded, and the run ends with the last task', async (t) => {
  const { db } = await testDatabase(t)
  const dag = dagOf()
  await save(db, dag)
  const { id } = await run(db, dag, tasksOf({ a: [], b: [], c: ['a', 'b'], d: ['c', 'a'] }))
  assert.deepEqual(await states(db, id), { a: 'ready', b: 'ready', c: 'waiting', d: 'waiting' })
  const [one] = await taskStore.claim(db, 'probe', 'me', 1, 60_000)
  await transaction(db, (client) => taskStore.finish(client, one.id, one.epoch, {}))
  assert.equal((await states(db, id))['c'], 'waiting')
  assert.equal((await work(db)).length, 1)
  assert.deepEqual([await work(db), await work(db), await work(db)], [['c'], ['d'], []])
  assert.equal((await getRun(db, id)).state, 'succeeded')
  const { outputs, params } = await taskStore.context(db, id)
  assert.deepEqual([outputs['d'], params], [{ from: 'd' }, { day: 1 }])
})

test('two needs that end at the same moment make their successor ready once', async (t) => {
  const { db } = await testDatabase(t)
  const dag = dagOf({ maxActiveRuns: 20 })
  await save(db, dag)
  for (let round = 0; round < 10; round++) {
    const { id } = await run(db, dag, tasksOf({ a: [], b: [], c: ['a', 'b'] }))
    const claimed = await taskStore.claim(db, 'probe', 'me', 2, 60_000)
    await Promise.all(claimed.map((task) => transaction(db, (client) => taskStore.finish(client, task.id, task.epoch, {})))) // prettier-ignore
    assert.deepEqual(await states(db, id), { a: 'succeeded', b: 'succeeded', c: 'ready' })
    assert.deepEqual(await work(db), ['c'])
  }
})

test('after a failure everything downstream is skipped, other branches end their work, and the run has failed', async (t) => {
  const { db } = await testDatabase(t)
  const dag = dagOf()
  await save(db, dag)
  const { id } = await run(db, dag, tasksOf({ a: [], b: [], c: ['a'], d: ['c', 'b'], e: ['b'] }))
  assert.deepEqual(await work(db, ['a']), ['a', 'b'])
  assert.deepEqual(await states(db, id), { a: 'failed', b: 'succeeded', c: 'skipped', d: 'skipped', e: 'ready' })
  assert.equal((await getRun(db, id)).state, 'running')
  assert.deepEqual(await work(db), ['e'])
  assert.equal((await getRun(db, id)).state, 'failed')
  const skipped = (await listTaskRuns(db, id)).find(({ task_key }) => task_key === 'd')
  assert.deepEqual(skipped?.error, { code: 'UPSTREAM_FAILED', message: 'task a failed' })
})

test('cancelling ends what has not begun at once and the run when its running task has let go', async (t) => {
  const { db } = await testDatabase(t)
  const dag = dagOf()
  await save(db, dag)
  const { id } = await run(db, dag, tasksOf({ a: [], b: ['a'] }))
  const waiting = await run(db, dag, tasksOf({ a: [] }))
  const [held] = await taskStore.claim(db, 'probe', 'me', 1, 60_000)
  assert.equal(await cancelRun(db, id), true)
  assert.deepEqual([await states(db, id), (await getRun(db, id)).state], [{ a: 'running', b: 'cancelled' }, 'running'])
  await taskStore.cancel(db, held.id, held.epoch)
  assert.deepEqual([(await states(db, id))['a'], (await getRun(db, id)).state], ['cancelled', 'cancelled'])
  assert.deepEqual([await cancelRun(db, id), await cancelRun(db, randomUUID())], [false, false])
  assert.equal(await cancelRun(db, waiting.id), true) // before it ever began
  assert.deepEqual([await states(db, waiting.id), (await getRun(db, waiting.id)).state], [{ a: 'cancelled' }, 'cancelled']) // prettier-ignore
})

test('a task that succeeds although its run was cancelled keeps its result, and nothing after it starts', async (t) => {
  const { db } = await testDatabase(t)
  const dag = dagOf()
  await save(db, dag)
  const { id } = await run(db, dag, tasksOf({ a: [], b: ['a'] }))
  const [held] = await taskStore.claim(db, 'probe', 'me', 1, 60_000)
  await cancelRun(db, id)
  await transaction(db, (client) => taskStore.finish(client, held.id, held.epoch, { done: true }))
  assert.deepEqual(await states(db, id), { a: 'succeeded', b: 'cancelled' })
  assert.equal((await getRun(db, id)).state, 'cancelled')
})

test('a task of a cancelled run that fails or loses its holder is not tried again, and the run is cancelled', async (t) => {
  const { db } = await testDatabase(t)
  const dag = dagOf({ maxActiveRuns: 2 })
  await save(db, dag)
  const tasks = () => tasksOf({ a: [], b: ['a'] }).map((task) => ({ ...task, attempts: 5 }))
  const [failing, lost] = [await run(db, dag, tasks()), await run(db, dag, tasks())]
  const claimed = await taskStore.claim(db, 'probe', 'me', 2, 60_000)
  for (const { id } of [failing, lost]) await cancelRun(db, id)
  const held = claimed.find(({ dagRunId }) => dagRunId === failing.id)
  assert.ok(held)
  await taskStore.fail(db, held.id, held.epoch, { code: 'BROKEN', message: 'no' }, 0)
  await db.query(`update scheduler.task_run set lease_until = now() - interval '1 second' where state = 'running'`)
  assert.equal(await taskStore.sweep(db), 1)
  for (const { id } of [failing, lost]) {
    assert.deepEqual(await states(db, id), { a: 'cancelled', b: 'cancelled' })
    assert.equal((await getRun(db, id)).state, 'cancelled')
  }
})

test('runs are listed newest first, of one workflow, with or without single jobs', async (t) => {
  const { db } = await testDatabase(t)
  const dag = dagOf()
  await save(db, dag)
  const { id } = await run(db, dag, tasksOf({ a: [] }))
  await db.query('select scheduler.submit($1, $2, $3, $3, $4::jsonb, null, 0, $5)', [randomUUID(), randomUUID(), 'probe', '{}', 'ada']) // prettier-ignore
  const found = await listRuns(db, { jobs: false, limit: 9 })
  assert.deepEqual(found.map((row) => [row.id, row.dag, row.trigger, row.principal]), [[id, 'daily', 'manual', 'ada']]) // prettier-ignore
  assert.equal((await listRuns(db, { jobs: true, limit: 9 })).length, 2)
  assert.deepEqual(await listRuns(db, { dag: 'nightly', jobs: true, limit: 9 }), [])
  await assert.rejects(getRun(db, randomUUID()), { code: 'NO_SUCH_RUN' })
})
