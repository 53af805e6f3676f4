import { uuidv7 } from '@omarino/platform'
import { cancelRun, createDag, listOccurrences, listRuns, testDatabase, transaction } from '@omarino/store'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Pool } from 'pg'
import { sampleDag } from '../dags/sample-dag.ts'
import { fireDueTriggers } from './fire-due.ts'

const QUARTER_MS = 15 * 60_000

interface Made {
  readonly key?: string
  readonly cron?: string
  readonly misfire?: 'skip' | 'fire_once'
  /** When the trigger looks for fires again; now, unless the test says otherwise. */
  readonly nextAtMs?: number
  readonly maxActiveRuns?: number
  readonly triggers?: number
}

/** A workflow whose triggers fire every quarter of an hour. */
async function makeDag(
  db: Pool,
  {
    key = 'day-ahead',
    cron = '*/15 * * * *',
    misfire = 'fire_once',
    nextAtMs = Date.now(),
    maxActiveRuns = 1,
    triggers = 1,
  }: Made = {},
): Promise<void> {
  // prettier-ignore
  const spec = sampleDag({ key, maxActiveRuns, triggers: [] })
  const rows = Array.from({ length: triggers }, () => ({ id: uuidv7(), kind: 'cron' as const, spec: { cron }, zone: 'UTC', misfire, nextAt: new Date(nextAtMs) })) // prettier-ignore
  await transaction(db, (client) => createDag(client, { id: uuidv7(), key, name: key, spec, source: null, author: 'me', triggers: rows })) // prettier-ignore
}

const outcomes = async (db: Pool, key = 'day-ahead'): Promise<Record<string, number>> => {
  const rows = await listOccurrences(db, key, undefined, 1000)
  return Object.fromEntries(['run', 'late', 'skipped'].map((outcome) => [outcome, rows.filter((row) => row.outcome === outcome).length])) // prettier-ignore
}
const runs = (db: Pool, key = 'day-ahead') => listRuns(db, { dag: key, jobs: false, limit: 1000 })
/** The first quarter of an hour at or after an instant. */
const nextQuarter = (ms: number): number => Math.ceil(ms / QUARTER_MS) * QUARTER_MS

test('after three days down 288 or 289 fires are accounted for, one run is made, and the trigger waits for the next', async (t) => {
  const { db } = await testDatabase(t)
  const first = nextQuarter(Date.now() - 3 * 24 * 3_600_000)
  await makeDag(db, { nextAtMs: first })
  assert.equal(await fireDueTriggers(db), 1)
  const rows = await listOccurrences(db, 'day-ahead', undefined, 1000)
  const times = rows.map((row) => row.scheduled_for.getTime()).sort((a, b) => a - b)
  assert.deepEqual(
    times,
    Array.from({ length: times.length }, (_, i) => first + i * QUARTER_MS),
  ) // none is missing
  assert.ok(times.length >= 288 && times.length <= 289)
  const { run, late, skipped } = await outcomes(db)
  assert.deepEqual([run + late, skipped], [1, times.length - 1])
  const [made] = await runs(db)
  assert.deepEqual([made.trigger, made.principal, made.scheduled_for?.getTime(), made.state], ['cron', 'cron', times.at(-1), 'running']) // prettier-ignore
  const { rows: triggers } = await db.query<{ next_at: Date }>('select next_at from scheduler.trigger')
  assert.equal(triggers[0].next_at.getTime(), (times.at(-1) ?? 0) + QUARTER_MS)
  assert.equal(await fireDueTriggers(db), 0)
})

test('skip makes no run of what was missed', async (t) => {
  const { db } = await testDatabase(t)
  const now = Date.now()
  await makeDag(db, { misfire: 'skip', nextAtMs: nextQuarter(now - 24 * 3_600_000), cron: '*/15 * * * *' })
  await fireDueTriggers(db)
  const { run, late, skipped } = await outcomes(db)
  assert.ok(late === 0 && run <= 1 && skipped >= 95, JSON.stringify({ run, late, skipped })) // a quarter that just struck is on time
  assert.equal((await runs(db)).length, run)
})

test('four instances at once fire each of twenty workflows once', async (t) => {
  const { db } = await testDatabase(t)
  const keys = Array.from({ length: 20 }, (_, i) => `dag-${i}`)
  for (const key of keys) await makeDag(db, { key, nextAtMs: nextQuarter(Date.now() - 2 * 3_600_000) })
  const fired = await Promise.all([1, 2, 3, 4].map(() => fireDueTriggers(db)))
  assert.equal(fired.reduce((sum, n) => sum + n, 0), 20) // prettier-ignore
  for (const key of keys) {
    const { run, late } = await outcomes(db, key)
    assert.deepEqual([run + late, (await runs(db, key)).length], [1, 1])
  }
})

test('two triggers of a workflow that are due at one instant make one run', async (t) => {
  const { db } = await testDatabase(t)
  await makeDag(db, { triggers: 2, nextAtMs: nextQuarter(Date.now() - 3_600_000) })
  assert.equal(await fireDueTriggers(db), 1)
  assert.equal((await runs(db)).length, 1)
})

test('an occurrence that another instance has accounted for makes no second run', async (t) => {
  const { db } = await testDatabase(t)
  await makeDag(db, { nextAtMs: nextQuarter(Date.now() - 3_600_000) })
  await fireDueTriggers(db)
  const before = await outcomes(db)
  await db.query(`update scheduler.trigger set next_at = next_at - interval '1 hour'`) // it is only a hint
  assert.equal(await fireDueTriggers(db), 0)
  assert.deepEqual([await outcomes(db), (await runs(db)).length], [before, 1])
})

test('a paused workflow does not fire, and accounts for what it missed when it goes on', async (t) => {
  const { db } = await testDatabase(t)
  await makeDag(db, { nextAtMs: nextQuarter(Date.now() - 3_600_000) })
  await db.query('update scheduler.dag set paused = true')
  assert.equal(await fireDueTriggers(db), 0)
  assert.deepEqual(await outcomes(db), { run: 0, late: 0, skipped: 0 })
  await db.query('update scheduler.dag set paused = false')
  assert.equal(await fireDueTriggers(db), 1)
})

test('a trigger whose time has not come waits', async (t) => {
  const { db } = await testDatabase(t)
  await makeDag(db, { nextAtMs: Date.now() + 60_000 })
  assert.equal(await fireDueTriggers(db), 0)
  assert.deepEqual(await outcomes(db), { run: 0, late: 0, skipped: 0 })
})

test('at its limit of active runs a new run waits, is not dropped, and starts when one ends', async (t) => {
  const { db } = await testDatabase(t)
  await makeDag(db, { maxActiveRuns: 1, nextAtMs: nextQuarter(Date.now() - 2 * 3_600_000) })
  await fireDueTriggers(db)
  const [first] = await runs(db)
  await db.query(`delete from scheduler.occurrence where outcome = 'skipped'`)
  await db.query(`update scheduler.trigger set next_at = next_at - interval '1 hour', misfire = 'fire_once'`)
  await db.query(`update scheduler.occurrence set scheduled_for = scheduled_for - interval '1 day'`) // so that the newest fires anew
  await fireDueTriggers(db)
  const states = async () => (await runs(db)).map(({ state }) => state)
  assert.deepEqual(await states(), ['waiting', 'running'])
  await cancelRun(db, first.id)
  await fireDueTriggers(db)
  assert.deepEqual(await states(), ['running', 'cancelled'])
  const { rows } = await db.query<{ n: number }>(`select count(*)::int as n from scheduler.task_run where state = 'ready'`) // prettier-ignore
  assert.equal(rows[0].n, 1) // the first task of the run that just started
})
