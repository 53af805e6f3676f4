import { createLog, lastFirst, uuidv7 } from '@omarino/platform'
import type { Dispatcher } from '@omarino/platform'
import { cancelRun, createDag, createRun, listRuns, submitTask, testDatabase, transaction } from '@omarino/store'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { makeRun } from '../dags/make-run.ts'
import { sampleDag } from '../dags/sample-dag.ts'
import { startClock } from './clock.ts'

/** A clock that ticks on a database of its own, and the hints that it passed on. */
async function start(test: TestContext) {
  const t = lastFirst(test)
  const { db, url } = await testDatabase(t)
  const hints: string[] = []
  const dispatcher: Dispatcher = {
    send: async (queue, id) => {
      hints.push(`${queue} ${id}`)
      if (queue === 'forecast') throw new Error('no connection') // is no matter: the worker polls
    },
    listen: async () => undefined,
    close: async () => undefined,
  }
  const clock = startClock(db, url, dispatcher, createLog('scheduler', 'silent'))
  t.after(() => clock.stop())
  return { db, hints }
}

const until = async (is: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await is())) await sleep(20)
}

test('a due trigger fires within a tick, and its first task is passed on as a hint', async (t) => {
  const { db, hints } = await start(t)
  const trigger = { id: uuidv7(), kind: 'cron' as const, spec: { cron: '* * * * *' }, zone: 'UTC', misfire: 'fire_once' as const, nextAt: new Date(Date.now() - 60_000) } // prettier-ignore
  await transaction(db, (client) => createDag(client, { id: uuidv7(), key: 'day-ahead', name: 'Day ahead', spec: sampleDag(), source: null, author: 'me', triggers: [trigger] })) // prettier-ignore
  await until(() => hints.length > 0)
  const { rows } = await db.query<{ id: string }>(`select id from scheduler.task_run where state = 'ready'`)
  assert.deepEqual(hints, rows.map(({ id }) => `forecast ${id}`)) // prettier-ignore
})

test('a job that becomes ready is passed on to its queue, though a hint before it could not be sent', async (t) => {
  const { db, hints } = await start(t)
  const sent: string[] = []
  for (const queue of ['forecast', 'optimize', 'timeseries']) {
    const taskRunId = uuidv7()
    sent.push(`${queue} ${taskRunId}`)
    await submitTask(db, { runId: uuidv7(), taskRunId, kind: 'x', queue, input: {}, idempotencyKey: null, principal: 'me' }) // prettier-ignore
    // the listener may connect later than the first job; what it misses, workers find by polling
    if (queue === 'forecast') await until(async () => hints.length > 0 || (await db.query(`select pg_notify('ems_task', $1)`, [sent[0]])).rowCount === 0) // prettier-ignore
  }
  await until(() => sent.every((hint) => hints.includes(hint)))
})

test('when a run ends, the next one that waits starts without a tick of its own', async (t) => {
  const { db } = await start(t)
  const spec = sampleDag({ triggers: [] })
  await transaction(db, (client) => createDag(client, { id: uuidv7(), key: spec.key, name: spec.name, spec, source: null, author: 'me', triggers: [] })) // prettier-ignore
  const { rows } = await db.query<{ id: string }>('select id from scheduler.dag')
  const origin = { dagId: rows[0].id, version: 1, occurrenceId: null, params: {}, scheduledFor: null, idempotencyKey: null, principal: 'me' } // prettier-ignore
  const [first] = [await transaction(db, (client) => createRun(client, makeRun(spec, origin))), await transaction(db, (client) => createRun(client, makeRun(spec, origin)))] // prettier-ignore
  const states = async () => (await listRuns(db, { dag: spec.key, jobs: false, limit: 9 })).map(({ state }) => state)
  assert.deepEqual(await states(), ['waiting', 'running'])
  await cancelRun(db, first.id)
  await until(async () => (await states())[0] === 'running')
})
