import { DagSpec } from '@omarino/contracts'
import { uuidv7 } from '@omarino/platform'
import { addOccurrence, createRun, lockDueTriggers, moveTrigger, promoteWaitingRuns, transaction } from '@omarino/store'
import type { DueTrigger } from '@omarino/store'
import type { Pool, PoolClient } from 'pg'
import { makeRun } from '../dags/make-run.ts'
import { fireTimes, parseCron } from './fire-times.ts'

const ON_TIME_MS = 60_000 // later than this, a fire counts as missed
const MISFIRE_WINDOW_MS = 24 * 3_600_000
const MAX_ACCOUNTED = 10_000 // fires accounted for in one go; a trigger that missed more goes on at the next tick
const TRIGGERS_AT_ONCE = 50

/** What becomes of one fire time. */
export interface Verdict {
  readonly atMs: number
  readonly outcome: 'run' | 'late' | 'skipped'
  readonly reason: string | null
}

/**
 * Decides about fire times that have passed: those on time run; of the missed ones, `fire_once` runs the newest within
 * 24 hours as late, `skip` none. Every one of them is accounted for.
 * @param dueMs fire times up to now, rising
 * @param isAll false when more fires have passed than `dueMs` holds: then the newest of all is none of these
 */
export function judgeFires(
  dueMs: readonly number[],
  nowMs: number,
  misfire: 'skip' | 'fire_once',
  isAll = true,
): Verdict[] {
  return dueMs.map((atMs, i) => {
    const latenessMs = nowMs - atMs
    if (latenessMs <= ON_TIME_MS) return { atMs, outcome: 'run', reason: null }
    if (misfire === 'skip') return { atMs, outcome: 'skipped', reason: 'missed; the policy is skip' }
    if (!isAll || i < dueMs.length - 1)
      return { atMs, outcome: 'skipped', reason: 'missed; a newer fire stands for it' }
    return latenessMs <= MISFIRE_WINDOW_MS
      ? { atMs, outcome: 'late', reason: `ran ${Math.round(latenessMs / 1000)} s after its time` }
      : { atMs, outcome: 'skipped', reason: 'missed by more than 24 hours' }
  })
}

/** Fires what is due: occurrence and run are made in one transaction, and the occurrence's unique row is the permission. */
export async function fireDueTriggers(db: Pool): Promise<number> {
  const fired = await transaction(db, async (client) => {
    const due = await lockDueTriggers(client, TRIGGERS_AT_ONCE)
    let runs = 0
    for (const trigger of due) runs += await fireTrigger(client, trigger)
    return runs
  })
  await promoteWaitingRuns(db)
  return fired
}

async function fireTrigger(client: PoolClient, trigger: DueTrigger): Promise<number> {
  const cron = parseCron(trigger.spec.cron)
  const nowMs = trigger.now.getTime()
  const due: number[] = []
  let nextMs: number | undefined
  for (const atMs of fireTimes(cron, trigger.zone, trigger.next_at.getTime() - 1)) {
    nextMs = atMs
    if (atMs > nowMs || due.length >= MAX_ACCOUNTED) break
    due.push(atMs)
    nextMs = undefined
  }
  let runs = 0
  const isAll = nextMs === undefined || nextMs > nowMs
  for (const verdict of judgeFires(due, nowMs, trigger.misfire, isAll)) runs += await account(client, trigger, verdict)
  await moveTrigger(client, trigger.id, nextMs === undefined ? null : new Date(nextMs))
  return runs
}

async function account(client: PoolClient, trigger: DueTrigger, { atMs, outcome, reason }: Verdict): Promise<number> {
  const id = uuidv7()
  const scheduledFor = new Date(atMs)
  const isFirst = await addOccurrence(client, {
    id,
    dagId: trigger.dag_id,
    triggerId: trigger.id,
    kind: 'cron',
    scheduledFor,
    outcome,
    reason,
  })
  if (!isFirst || outcome === 'skipped') return 0
  const spec = DagSpec.parse(trigger.dag_spec)
  const origin = {
    dagId: trigger.dag_id,
    version: trigger.version,
    occurrenceId: id,
    params: {},
    scheduledFor,
    idempotencyKey: null,
    principal: 'cron',
  }
  await createRun(client, makeRun(spec, origin))
  return 1
}
