import type { Replay } from '@omarino/contracts'
import { createLog, createMetrics, startWorker } from '@omarino/platform'
import { getReplay, storeKit, submitTask, taskState, testDatabase } from '@omarino/store'
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import * as sample from '../sample-site.ts'
import { createSolverPool } from '../solver/solver-pool.ts'
import { replayTask } from './replay-days.ts'

const pool = createSolverPool(1, () => undefined)
after(() => pool.close())
const near = (actual: number | undefined, expected: number): void =>
  assert.ok(Math.abs((actual ?? NaN) - expected) < 1e-6, `${actual} is not ${expected}`)

test('a past day is planned as it was known, settled as it came, and one without a forecast is named', async (t) => {
  const { db, url } = await testDatabase({ after: (fn) => t.after(fn) })
  const worker = startWorker({
    queue: 'optimize', owner: randomUUID(), concurrency: 1, kinds: [replayTask({ db, solve: pool.solve, maxSolveSeconds: 60 })],
    db, databaseUrl: url, store: storeKit.tasks, heartbeatEntry: storeKit.heartbeatEntry, log: createLog('test', 'silent'),
    metrics: createMetrics('test', '0'), failpoint: () => undefined, random: () => 1,
  }) // prettier-ignore
  t.after(() => worker.stop())
  await sample.makeSite(db)
  await sample.makeDay(db)
  await sample.addPoints(db, sample.LOAD, sample.ISSUE_MS, sample.QUARTER_MS, new Array<number>(8).fill(3)) // 2 kW were forecast
  const input = { site: 'demo', from: sample.ISSUE, days: 2 }
  const task = { runId: randomUUID(), taskRunId: randomUUID(), kind: 'replay', queue: 'optimize', input, idempotencyKey: null, principal: 'me' } // prettier-ignore
  await submitTask(db, task)
  while (['ready', 'running'].includes((await taskState(db, task.taskRunId))?.state ?? '')) await sleep(50)
  assert.equal((await taskState(db, task.taskRunId))?.state, 'succeeded')
  const { rows } = await db.query<{ id: string }>('select id from optimize.replay')
  const result = (await getReplay(db, rows[0].id)).result as NonNullable<Replay['result']>
  near(result.totals?.idle, sample.COST_IDLE_REALISED)
  near(result.totals?.plan, sample.COST_REALISED)
  near(result.totals?.foresight, sample.COST_FORESIGHT)
  near(result.regret?.forecast, sample.COST_REALISED - sample.COST_FORESIGHT)
  near(result.regret?.model, 0)
  assert.equal(result.days.length, 1)
  assert.deepEqual(result.skipped.map(({ issueTime }) => issueTime), ['2026-01-02T22:00:00.000Z']) // prettier-ignore
  assert.match(
    result.skipped[0].reason,
    /the forecast of demo\/load\/active_power ends at 2026-01-02T00:00:00.000Z, before the plan begins/,
  )
})
