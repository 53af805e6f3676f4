import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import type { Pool } from 'pg'
import { all, one, transaction } from './database.ts'
import { submitTask, taskState, taskStore } from './tasks.ts'
import { testDatabase } from './test-database.ts'

const NOT_HELD = { code: 'EM001' }
const submit = (db: Pool, idempotencyKey: string | null = null, priority = 0) =>
  submitTask(db, { runId: randomUUID(), taskRunId: randomUUID(), kind: 'probe', queue: 'probe', input: { a: 1 }, idempotencyKey, principal: 'ada', priority }) // prettier-ignore
const claim = (db: Pool, limit = 1, owner = 'me') => taskStore.claim(db, 'probe', owner, limit, 60_000)
const loseLeases = async (db: Pool) => {
  await db.query(`update scheduler.task_run set lease_until = now() - interval '1 second' where state = 'running'`)
  return taskStore.sweep(db)
}

test('the same idempotency key gives the same task, also to callers at the same moment', async (t) => {
  const { db } = await testDatabase(t)
  const answers = await Promise.all([0, 1, 2, 3].map(() => submit(db, 'key')))
  assert.deepEqual([new Set(answers.map(({ taskRunId }) => taskRunId)).size, answers.filter(({ created }) => created).length], [1, 1]) // prettier-ignore
  assert.equal((await submit(db)).created, true)
  assert.equal((await all(db, 'select from scheduler.task_run')).length, 2)
})

test('each ready task goes to one claimer, high priority first, and not before its time', async (t) => {
  const { db } = await testDatabase(t)
  const low = await submit(db)
  const high = await submit(db, null, 5)
  const later = await submit(db, null, 9)
  await db.query(`update scheduler.task_run set run_after = now() + interval '1 hour' where id = $1`, [later.taskRunId])
  assert.deepEqual((await claim(db)).map(({ id, attempt, input }) => [id, attempt, input]), [[high.taskRunId, 1, { a: 1 }]]) // prettier-ignore
  const rest = await Promise.all([claim(db, 9, 'one'), claim(db, 9, 'two')])
  assert.deepEqual(rest.flat().map(({ id }) => id), [low.taskRunId]) // prettier-ignore
})

test('sites take turns: one job is not kept waiting by many of another, and who has one at work comes later', async (t) => {
  const { db } = await testDatabase(t)
  const of = (site: string, priority = 0) =>
    submitTask(db, { runId: randomUUID(), taskRunId: randomUUID(), kind: 'probe', queue: 'probe', input: { site }, idempotencyKey: null, principal: 'ada', priority }) // prettier-ignore
  for (const site of ['a', 'a', 'a', 'b']) await of(site)
  const sites = async (limit: number) => (await claim(db, limit)).map(({ input }) => (input as { site: string }).site).sort() // prettier-ignore
  assert.deepEqual(await sites(2), ['a', 'b'])
  await of('c')
  assert.deepEqual(await sites(1), ['c']) // of a one is at work, of c none
  await of('a', 5)
  assert.deepEqual(await sites(1), ['a']) // priority comes before turns
  assert.deepEqual(await sites(9), ['a', 'a'])
})

test('whoever lost the lease can neither finish, fail, release, checkpoint nor cancel, and what it wrote rolls back', async (t) => {
  const { db } = await testDatabase(t)
  const { taskRunId } = await submit(db)
  const [old] = await claim(db)
  assert.equal(await loseLeases(db), 1)
  const [current] = await claim(db, 1, 'other')
  assert.ok(current.epoch > old.epoch)
  const late = transaction(db, async (client) => {
    await client.query(`insert into identity.failed_login (name) values ('late')`)
    await taskStore.finish(client, old.id, old.epoch, {})
  })
  await assert.rejects(late, NOT_HELD)
  assert.deepEqual(await all(db, 'select from identity.failed_login'), [])
  await assert.rejects(taskStore.fail(db, old.id, old.epoch, { code: 'X', message: 'x' }, null), NOT_HELD)
  await assert.rejects(taskStore.release(db, old.id, old.epoch), NOT_HELD)
  await assert.rejects(taskStore.cancel(db, old.id, old.epoch), NOT_HELD)
  await assert.rejects(
    transaction(db, (client) => taskStore.checkpoint(client, old.id, old.epoch, {})),
    NOT_HELD,
  )
  await taskStore.progress(db, { id: old.id, epoch: old.epoch }, { done: 1, total: 2, text: 'late' })
  await transaction(db, (client) => taskStore.finish(client, current.id, current.epoch, { ok: true }))
  const { output, progress } = await one<{ output: unknown; progress: unknown }>(db, 'select output, progress from scheduler.task_run where id = $1', [taskRunId]) // prettier-ignore
  assert.deepEqual([output, progress], [{ ok: true }, null])
})

test('a checkpoint is there for the next attempt, and a lease that was given back is no attempt', async (t) => {
  const { db } = await testDatabase(t)
  await submit(db)
  const [first] = await claim(db)
  await transaction(db, (client) => taskStore.checkpoint(client, first.id, first.epoch, { row: 7 }))
  await taskStore.release(db, first.id, first.epoch)
  const [second] = await claim(db)
  assert.deepEqual([second.checkpoint, second.attempt, second.crashes], [{ row: 7 }, 1, 0])
  await loseLeases(db)
  const [third] = await claim(db)
  assert.deepEqual([third.checkpoint, third.attempt, third.crashes], [{ row: 7 }, 2, 1])
})

test('renewing tells which leases are lost and which runs are to be cancelled', async (t) => {
  const { db } = await testDatabase(t)
  for (let i = 0; i < 3; i++) await submit(db)
  const [kept, lost, cancelled] = await claim(db, 3)
  await db.query('select scheduler.cancel_run($1)', [cancelled.dagRunId])
  const held = [kept, lost, cancelled]
  const rows = await all<{ task_run_id: string; held_still: boolean; cancel: boolean }>(
    db,
    `select * from scheduler.renew('me', $1::uuid[], $2::int8[], interval '9 seconds')`,
    [held.map(({ id }) => id), held.map(({ id, epoch }) => (id === lost.id ? epoch - 1 : epoch))],
  )
  const told = new Map(rows.map((row) => [row.task_run_id, [row.held_still, row.cancel]]))
  assert.deepEqual(held.map(({ id }) => told.get(id)), [[true, false], [false, false], [true, true]]) // prettier-ignore
})

test('a failure is tried again until its attempts are used up, and the last one ends the run', async (t) => {
  const { db } = await testDatabase(t)
  const { taskRunId } = await submit(db)
  const problem = { code: 'AWAY', message: 'not now' }
  for (let attempt = 1; attempt <= 3; attempt++) {
    const [task] = await claim(db)
    assert.equal(task.attempt, attempt)
    await taskStore.fail(db, task.id, task.epoch, problem, 0)
  }
  assert.deepEqual(await claim(db), [])
  assert.deepEqual(await taskState(db, taskRunId), { state: 'failed', error: problem })
  assert.deepEqual(await all(db, 'select state from scheduler.dag_run'), [{ state: 'failed' }])
  assert.equal(await taskState(db, randomUUID()), undefined)
})

test('an output above 64 KiB is refused with its size', async (t) => {
  const { db } = await testDatabase(t)
  await submit(db)
  const [task] = await claim(db)
  const large = { text: Array.from({ length: 20_000 }, (_, i) => String(i * 7919)) } // does not compress below the limit
  const finish = transaction(db, (client) => taskStore.finish(client, task.id, task.epoch, large))
  await assert.rejects(finish, { code: 'EM002', message: /has \d+ bytes; 65536 are allowed/ })
})
