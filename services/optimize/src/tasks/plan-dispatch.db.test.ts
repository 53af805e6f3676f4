import type { OptimizeRequest, OptimizeResult, OptimizeTaskOutput, Settlement } from '@omarino/contracts'
import { Failure } from '@omarino/energy'
import { checkSchedule } from '@omarino/optimization'
import type { Publication } from '@omarino/optimization'
import { createLog, createMetrics, startWorker } from '@omarino/platform'
import { getPlan, listPlans, storeKit, submitTask, testDatabase } from '@omarino/store'
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, test } from 'node:test'
import type { TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Pool } from 'pg'
import * as sample from '../sample-site.ts'
import { createSolverPool } from '../solver/solver-pool.ts'
import type { SolvePlan } from '../solver/solver-pool.ts'
import { planTask } from './plan-dispatch.ts'

const pool = createSolverPool(1, () => undefined)
after(() => pool.close())
const near = (actual: number | null | undefined, expected: number): void =>
  assert.ok(Math.abs((actual ?? NaN) - expected) < 1e-6, `${actual} is not ${expected}`)

/** A worker as the service runs it, on a database of its own. */
async function start(t: TestContext, solve: SolvePlan = pool.solve): Promise<Pool> {
  const { db, url } = await testDatabase({ after: (fn) => t.after(fn) })
  const worker = startWorker({
    queue: 'optimize', owner: randomUUID(), concurrency: 1, kinds: [planTask({ db, solve, maxSolveSeconds: 60, now: () => sample.ISSUE_MS })],
    db, databaseUrl: url, store: storeKit.tasks, heartbeatEntry: storeKit.heartbeatEntry, log: createLog('test', 'silent'),
    metrics: createMetrics('test', '0'), failpoint: () => undefined, random: () => 1,
  }) // prettier-ignore
  t.after(() => worker.stop())
  return db
}

interface Ended {
  readonly id: string
  readonly state: string
  readonly attempt: number
  readonly output: OptimizeTaskOutput
  readonly error: { code: string; message: string } | null
}

/** Submits a task and waits until its first attempt is over. */
async function attempt(db: Pool, input: object = { site: 'demo', issueTime: sample.ISSUE }): Promise<Ended> {
  const task = { runId: randomUUID(), taskRunId: randomUUID(), kind: 'optimize', queue: 'optimize', input, idempotencyKey: null, principal: 'me' } // prettier-ignore
  await submitTask(db, task)
  for (;;) {
    const { rows } = await db.query<Ended>(
      `select id, state, attempt, output, error from scheduler.task_run where id = $1 and attempt > 0 and state <> 'running'`,
      [task.taskRunId],
    )
    if (rows[0]) return rows[0]
    await sleep(50)
  }
}

test('a plan is stored once with its inputs, passes the check, and waits for actuals', async (t) => {
  const db = await start(t)
  await sample.makeSite(db)
  const forecastId = await sample.makeDay(db)
  const { state, output } = await attempt(db)
  assert.equal(state, 'succeeded')
  near(output.objective, sample.COST_PLAN)
  near(output.costDoingNothing, sample.COST_IDLE)
  assert.deepEqual([output.status, output.costRealised, output.currency], ['optimal', null, 'EUR'])
  const plan = await getPlan(db, output.runId)
  const request = plan.request as OptimizeRequest
  assert.deepEqual(request.horizon, { start: '2026-01-01T22:00:00Z', stepMinutes: 15, steps: 8 })
  assert.deepEqual(request.prices?.['import'], [0.1, 0.1, 0.1, 0.1, 0.3, 0.3, 0.3, 0.3])
  assert.deepEqual(request.forecasts?.[sample.LOAD], {
    quantiles: { p10: new Array(8).fill(1), p50: new Array(8).fill(2), p90: new Array(8).fill(3) },
  })
  assert.deepEqual(checkSchedule(request, plan.result as Publication).faults, [])
  const { statistics: _then, ...stored } = plan.result as OptimizeResult
  const { statistics: _now, ...again } = await pool.solve(request)
  assert.deepEqual(again, stored) // what is kept repeats the plan
  assert.ok((plan.inputs as { forecastId: string | null }[]).some((input) => input.forecastId === forecastId))
  assert.deepEqual((plan.settlement as Settlement).missing, [`${sample.LOAD} from 2026-01-01T22:00:00.000Z`])
  assert.equal((await listPlans(db, { limit: 9 })).length, 1)
  const { rows } = await db.query(
    `select subject, body ->> 'site' as site from event.entry where topic = 'plan.stored'`,
  )
  assert.deepEqual(rows, [{ subject: output.runId, site: 'demo' }])
})

test('with actuals the plan, doing nothing and perfect foresight are settled on them', async (t) => {
  const db = await start(t)
  await sample.makeSite(db)
  await sample.makeDay(db)
  await sample.addPoints(db, sample.LOAD, sample.ISSUE_MS, sample.QUARTER_MS, new Array<number>(8).fill(3))
  const { output } = await attempt(db)
  near(output.costRealised, sample.COST_REALISED)
  near(output.costDoingNothingRealised, sample.COST_IDLE_REALISED)
  near(output.costPerfectForesight, sample.COST_FORESIGHT)
})

test('one missing quarter-hour of actuals leaves all realised costs empty', async (t) => {
  const db = await start(t)
  await sample.makeSite(db)
  await sample.makeDay(db)
  await sample.addPoints(db, sample.LOAD, sample.ISSUE_MS, sample.QUARTER_MS, new Array<number>(7).fill(3))
  const { output } = await attempt(db)
  const { settlement } = await getPlan(db, output.runId)
  assert.deepEqual(settlement, {
    costRealised: null, costDoingNothingRealised: null, costPerfectForesight: null, settledAt: null,
    missing: [`${sample.LOAD} from 2026-01-01T23:45:00.000Z`],
  }) // prettier-ignore
})

test('what lacks is told by code, instants and series, and nothing is stored', async (t) => {
  const db = await start(t)
  const refusal = async (input?: object): Promise<string> => {
    const { state, error } = await attempt(db, input)
    assert.equal(state, 'failed')
    return `${error?.code}: ${error?.message}`
  }
  assert.match(await refusal({ site: 'nowhere' }), /^NO_SUCH_SITE/)
  await sample.makeSite(db)
  assert.match(await refusal(), /^FORECAST_MISSING: .*demo\/load\/active_power/)
  await sample.addForecast(db, sample.LOAD, sample.ISSUE_MS, new Array<number>(8).fill(2))
  assert.match(await refusal(), /^PLAN_WITHOUT_PRICES: .*demo\/price\/day_ahead has none from 2026-01-01T22:00/)
  await sample.addPoints(db, sample.BUY, sample.ISSUE_MS, 3_600_000, [100, 300])
  assert.match(await refusal(), /^PLAN_WITHOUT_PRICES: .*demo\/price\/export/)
  await sample.addPoints(db, sample.SELL, sample.ISSUE_MS, 3_600_000, [0, 0])
  assert.match(await refusal(), /^START_SOC_UNKNOWN: .*demo\/battery\/soc has no good point/)
  await sample.addPoints(db, sample.SOC, sample.ISSUE_MS - 3_600_001, 1, [50]) // a moment older than an hour
  assert.match(await refusal(), /^START_SOC_UNKNOWN/)
  await sample.addPoints(db, sample.SOC, sample.ISSUE_MS, 1, [150])
  assert.match(await refusal(), /^START_SOC_OUT_OF_RANGE/)
  assert.deepEqual(await listPlans(db, { limit: 9 }), [])
})

test('without a fresh point the configured SoC counts and the inputs say so; the end value is the median price', async (t) => {
  const db = await start(t)
  const { endValuePerKwh: _none, ...battery } = sample.BATTERY as typeof sample.BATTERY & { endValuePerKwh: number }
  await sample.makeSite(db, { ...battery, startSoc: 0.5 } as typeof sample.BATTERY)
  await sample.addPoints(db, sample.BUY, sample.ISSUE_MS, 3_600_000, [100, 300])
  await sample.addPoints(db, sample.SELL, sample.ISSUE_MS, 3_600_000, [0, 0])
  await sample.addForecast(db, sample.LOAD, sample.ISSUE_MS, new Array<number>(8).fill(2))
  const { output } = await attempt(db)
  const { request, inputs } = await getPlan(db, output.runId)
  const asked = (request as OptimizeRequest).assets.find(({ type }) => type === 'battery') as { startSoc: number; endValuePerKwh: number } // prettier-ignore
  assert.equal(asked.startSoc, 0.5)
  near(asked.endValuePerKwh, 0.18) // (0.1 + 0.3) / 2 · 0.9
  assert.match((inputs as { name: string; detail: string }[]).find(({ name }) => name === 'battery start SoC')?.detail ?? '', /0.5 as configured/) // prettier-ignore
})

test('a plan that the check refuses, or a killed child, is tried again and leaves nothing', async (t) => {
  const db = await start(t, () =>
    Promise.reject(new Failure('unavailable', 'PLAN_REFUSED', 'the battery is over-full')),
  )
  await sample.makeSite(db)
  await sample.makeDay(db)
  const { state, error } = await attempt(db)
  assert.deepEqual([state, error?.code], ['ready', 'PLAN_REFUSED'])
  assert.deepEqual(await listPlans(db, { limit: 9 }), [])
})

test('better plans that the search finds are told while it goes on', async (t) => {
  let told: unknown = null
  const db = await start(t, async (request, signal, onProgress) => {
    onProgress?.({ incumbent: 12.345, bound: 11 })
    await new Promise((resolve) => setTimeout(resolve, 300))
    const { rows } = await db.query<{ progress: unknown }>('select progress from scheduler.task_run')
    told = rows[0].progress
    return pool.solve(request, signal)
  })
  await sample.makeSite(db)
  await sample.makeDay(db)
  assert.equal((await attempt(db)).state, 'succeeded')
  assert.match(JSON.stringify(told), /best cost so far 12\.3[45] EUR, at least 11\.00/)
})
