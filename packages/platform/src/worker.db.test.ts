import { Failure } from '@omarino/energy'
import { storeKit, submitTask, taskStore, testDatabase, transaction } from '@omarino/store'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Pool, PoolClient } from 'pg'
import { z } from 'zod'
import { uuidv7 } from './id.ts'
import { createLog } from './log.ts'
import { createMetrics } from './metrics.ts'
import { taskKind } from './task.ts'
import type { TaskRun } from './task.ts'
import { startWorker } from './worker.ts'
import type { TaskWorker } from './worker.ts'

const Input = z.strictObject({ name: z.string() })
type Handle = (input: z.infer<typeof Input>, run: TaskRun) => Promise<void>

/** The effect that every handler here has: a row, in the transaction of its result. */
const leave = async (client: PoolClient, mark: string): Promise<object> => {
  await client.query('insert into effect (mark) values ($1)', [mark])
  return { mark }
}
const commitName: Handle = (input, run) => run.commit((client) => leave(client, input.name))

function work(t: TestContext, db: Pool, url: string, handle: Handle): TaskWorker {
  const worker = startWorker({
    queue: 'probe', owner: uuidv7(), concurrency: 3, kinds: [taskKind({ kind: 'probe', version: 1, input: Input, handle })], db, databaseUrl: url,
    store: taskStore, heartbeatEntry: storeKit.heartbeatEntry, log: createLog('probe', 'silent'), metrics: createMetrics('probe', 'test'),
    failpoint: () => undefined, translate: storeKit.translate, random: () => 0,
  }) // prettier-ignore
  t.after(() => worker.stop())
  return worker
}

async function open(t: TestContext): Promise<{ db: Pool; url: string }> {
  const opened = await testDatabase(t)
  await opened.db.query('create table effect (mark text not null)')
  return opened
}

const submit = async (db: Pool, input: object = { name: 'x' }, kind = 'probe'): Promise<string> => {
  const job = {
    runId: uuidv7(),
    taskRunId: uuidv7(),
    kind,
    queue: 'probe',
    input,
    idempotencyKey: null,
    principal: 'me',
  }
  return (await submitTask(db, job)).taskRunId
}

interface TaskEnd {
  readonly state: string
  readonly run_state: string
  readonly output: unknown
  readonly error: { code: string; message: string } | null
  readonly crashes: number
  readonly outcomes: string[] | null
}
const END = `
  select t.state, r.state as run_state, t.output, t.error, t.crashes,
         (select array_agg(a.outcome order by a.attempt) from scheduler.attempt a where a.task_run_id = t.id) as outcomes
    from scheduler.task_run t join scheduler.dag_run r on r.id = t.dag_run_id where t.id = $1`
const look = async (db: Pool, id: string): Promise<TaskEnd> => (await db.query<TaskEnd>(END, [id])).rows[0]
async function ended(db: Pool, id: string, worker?: TaskWorker): Promise<TaskEnd> {
  for (;;) {
    worker?.wake()
    const task = await look(db, id)
    if (!['waiting', 'ready', 'running'].includes(task.state)) return task
    await sleep(20)
  }
}
const marks = async (db: Pool): Promise<string[]> =>
  (await db.query<{ mark: string }>('select mark from effect order by mark')).rows.map(({ mark }) => mark)

/** What happens to a task whose process is killed: its lease runs out, and somebody sweeps. */
const loseLease = (db: Pool, id: string): Promise<void> =>
  transaction(db, async (client) => {
    await client.query(`update scheduler.task_run set lease_until = clock_timestamp() - interval '1 s' where id = $1`, [id]) // prettier-ignore
    await client.query('select scheduler.sweep_leases()')
  })

test('two workers at one queue do each task once, and its effect comes with its result', async (t) => {
  const { db, url } = await open(t)
  const names = Array.from({ length: 12 }, (_, i) => `task ${String(i).padStart(2, '0')}`)
  const ids = await Promise.all(names.map((name) => submit(db, { name })))
  const workers = [work(t, db, url, commitName), work(t, db, url, commitName)]
  const ends = await Promise.all(ids.map((id, i) => ended(db, id, workers[i % 2])))
  assert.deepEqual(await marks(db), names)
  assert.deepEqual(ends[3], { state: 'succeeded', run_state: 'succeeded', output: { mark: 'task 03' }, error: null, crashes: 0, outcomes: ['succeeded'] }) // prettier-ignore
  assert.ok(ends.every(({ outcomes }) => outcomes?.length === 1))
})

test('a holder whose lease was lost cannot commit: its effect rolls back, and the next attempt has the only one', async (t) => {
  const { db, url } = await open(t)
  let late: unknown
  const worker = work(t, db, url, async (_input, run) => {
    if (run.attempt === 1) await loseLease(db, run.id)
    await run
      .commit((client) => leave(client, `attempt ${run.attempt}`))
      .catch((error: unknown) => {
        late = error
        throw error
      })
  })
  const end = await ended(db, await submit(db), worker)
  assert.deepEqual([end.state, end.outcomes, end.crashes], ['succeeded', ['lost', 'succeeded'], 1])
  assert.deepEqual(await marks(db), ['attempt 2'])
  assert.match(String(late), /is not held at epoch 1/)
})

test('the task of a killed process is swept and runs again, from the checkpoint that it had reached', async (t) => {
  const { db, url } = await open(t)
  const id = await submit(db)
  const [held] = await taskStore.claim(db, 'probe', 'killed', 1, 1)
  await transaction(db, (client) => taskStore.checkpoint(client, id, held.epoch, { row: 7 }))
  await sleep(5)
  const worker = work(t, db, url, async (_input, run) => {
    await run.commit((client) => leave(client, JSON.stringify(run.checkpoint)))
  })
  const end = await ended(db, id, worker)
  assert.deepEqual([end.state, end.outcomes, end.crashes], ['succeeded', ['lost', 'succeeded'], 1])
  assert.deepEqual(await marks(db), ['{"row":7}'])
})

test('a run that is cancelled aborts its running task, which leaves nothing', async (t) => {
  const { db, url } = await open(t)
  const started = Promise.withResolvers<string>()
  const reasons: string[] = []
  const worker = work(t, db, url, async (input, run) => {
    started.resolve(run.dagRunId)
    await new Promise((resolve) => run.signal.addEventListener('abort', resolve))
    reasons.push((run.signal.reason as Error).message)
    await commitName(input, run)
  })
  const id = await submit(db)
  worker.wake()
  await db.query('select scheduler.cancel_run($1)', [await started.promise])
  const end = await ended(db, id)
  assert.deepEqual([end.state, end.run_state, end.outcomes], ['cancelled', 'cancelled', ['cancelled']])
  assert.deepEqual([reasons, await marks(db)], [['the run was cancelled'], []])
})

test('only what is unavailable is tried again, and no more than three times', async (t) => {
  const { db, url } = await open(t)
  const worker = work(t, db, url, async ({ name }, run) => {
    if (name === 'invalid') throw new Failure('invalid', 'NO_SENSE', 'this makes no sense')
    if (name === 'bug') throw new TypeError('x is not a function')
    if (name === 'down' || run.attempt < 3) throw new Failure('unavailable', 'AWAY', `away at attempt ${run.attempt}`)
    await commitName({ name }, run)
  })
  const end = async (name: string): Promise<TaskEnd> => ended(db, await submit(db, { name }), worker)
  const recovered = await end('recovers')
  assert.deepEqual([recovered.state, recovered.outcomes], ['succeeded', ['failed', 'failed', 'succeeded']])
  const down = await end('down')
  assert.deepEqual([down.state, down.run_state, down.outcomes], ['failed', 'failed', ['failed', 'failed', 'failed']])
  assert.deepEqual(down.error, { code: 'AWAY', message: 'away at attempt 3' })
  const invalid = await end('invalid')
  assert.deepEqual([invalid.outcomes, invalid.error?.code], [['failed'], 'NO_SENSE'])
  const bug = await end('bug')
  assert.deepEqual([bug.outcomes, bug.error], [['failed'], { code: 'INTERNAL', message: 'x is not a function' }])
})

test('a database that is away for a moment costs an attempt, not the task', async (t) => {
  const { db, url } = await open(t)
  const worker = work(t, db, url, async (input, run) => {
    if (run.attempt === 1) throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
    await commitName(input, run)
  })
  const end = await ended(db, await submit(db), worker)
  assert.deepEqual([end.state, end.outcomes], ['succeeded', ['failed', 'succeeded']])
})

test('input that does not fit, an unknown kind and a handler without result fail at once, by name', async (t) => {
  const { db, url } = await open(t)
  const worker = work(t, db, url, () => Promise.resolve())
  const error = async (input: object, kind?: string) => (await ended(db, await submit(db, input, kind), worker)).error
  assert.equal((await error({ name: 5 }))?.code, 'TASK_INPUT')
  assert.equal((await error({ name: '{{ params.absent }}' }))?.code, 'REFERENCE_EMPTY')
  assert.equal((await error({ name: 'x' }, 'other'))?.code, 'UNKNOWN_TASK_KIND')
  assert.deepEqual(await error({ name: 'x' }), { code: 'INTERNAL', message: 'the handler of probe ended without a commit' }) // prettier-ignore
})

/** A run of `first`, then `second`, which reads the output of the first, then `third`. */
async function makeChain(db: Pool): Promise<string[]> {
  const runId = uuidv7()
  await db.query(`insert into scheduler.dag_run (id, state) values ($1, 'running')`, [runId])
  const tasks = [
    { key: 'first', needs: [] as string[], name: 'one' },
    { key: 'second', needs: ['first'], name: 'after {{ tasks.first.output.mark }}' },
    { key: 'third', needs: ['second'], name: 'end' },
  ]
  const ids = tasks.map(() => uuidv7())
  for (const [i, { key, needs, name }] of tasks.entries())
    await db.query(
      `insert into scheduler.task_run (id, dag_run_id, task_key, kind, queue, needs, state, waiting_for, input)
       values ($1, $2, $3, 'probe', 'probe', $4, $5, $6, $7::jsonb)`,
      [ids[i], runId, key, needs, needs.length > 0 ? 'waiting' : 'ready', needs.length, JSON.stringify({ name })],
    )
  return ids
}

test('a task starts when what it needs has succeeded, and reads its output', async (t) => {
  const { db, url } = await open(t)
  const ids = await makeChain(db)
  const worker = work(t, db, url, commitName)
  assert.equal((await ended(db, ids[2], worker)).run_state, 'succeeded')
  assert.deepEqual(await marks(db), ['after one', 'end', 'one'])
})

test('a task that took three holders with it is quarantined, and all that needed it is skipped', async (t) => {
  const { db } = await open(t)
  const ids = await makeChain(db)
  for (const owner of ['a', 'b', 'c']) {
    await taskStore.claim(db, 'probe', owner, 1, 60_000)
    await loseLease(db, ids[0])
  }
  const [first, second, third] = await Promise.all(ids.map((id) => look(db, id)))
  assert.deepEqual([first.state, first.error?.code, first.outcomes], ['quarantined', 'LEASE_LOST', ['lost', 'lost', 'lost']]) // prettier-ignore
  assert.deepEqual([second.state, second.error?.code, third.state], ['skipped', 'UPSTREAM_FAILED', 'skipped'])
  assert.equal(first.run_state, 'failed')
})

test('a worker that stops takes no more work and gives back what it could not finish, uncounted', async (t) => {
  const { db, url } = await open(t)
  const started = Promise.withResolvers<void>()
  const worker = work(t, db, url, async (_input, run) => {
    started.resolve()
    await new Promise((resolve) => run.signal.addEventListener('abort', resolve))
  })
  const id = await submit(db)
  await started.promise
  await worker.stop()
  const { state, outcomes, crashes } = await look(db, id)
  assert.deepEqual([state, outcomes, crashes], ['ready', null, 0])
  const other = work(t, db, url, commitName)
  assert.deepEqual((await ended(db, id, other)).outcomes, ['succeeded'])
})
