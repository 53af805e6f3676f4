import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import type { Pool } from 'pg'
import { addPlan, createSite, findPlanOfTask, finishPlan, getPlan, listPlans, saveSettlement, submitTask, testDatabase } from './index.ts' // prettier-ignore

const HOUR_MS = 3_600_000
const noonMs = Date.UTC(2026, 0, 1, 12)

async function planFor(db: Pool, siteKey: string): Promise<{ id: string; taskRunId: string }> {
  const { site } = await createSite(db, {
    id: randomUUID(), key: siteKey, name: siteKey, zone: 'UTC', currency: 'EUR', country: null, latitude: null, longitude: null, tariff: null, source: 'demo',
  }) // prettier-ignore
  const task = { runId: randomUUID(), taskRunId: randomUUID(), kind: 'optimize', queue: 'optimize', input: {}, idempotencyKey: null, principal: 'me' } // prettier-ignore
  const { taskRunId } = await submitTask(db, task)
  const id = randomUUID()
  const times = { issueMs: noonMs, startMs: noonMs, endMs: noonMs + HOUR_MS }
  await addPlan(db, { id, taskRunId, siteId: site.id, principal: 'me', ...times, inputs: [], request: { schema: 'ems.optimize/1' }, codeVersion: 'test' }) // prettier-ignore
  return { id, taskRunId }
}

test('a plan waits with its task, and a second plan for the same task changes nothing', async (t) => {
  const { db } = await testDatabase(t)
  const { id, taskRunId } = await planFor(db, 'demo')
  const waiting = await getPlan(db, id)
  assert.deepEqual([waiting.state, waiting.status, waiting.result, waiting.source], ['ready', null, null, 'demo'])
  assert.equal((await findPlanOfTask(db, taskRunId))?.id, id)
  const twin = { id: randomUUID(), taskRunId, siteId: randomUUID(), principal: null, issueMs: 0, startMs: 0, endMs: 0, inputs: [], request: {}, codeVersion: 'x' } // prettier-ignore
  await addPlan(db, twin)
  assert.deepEqual((await listPlans(db, { limit: 9 })).map((plan) => plan.id), [id]) // prettier-ignore
  await assert.rejects(getPlan(db, twin.id), { code: 'NO_SUCH_PLAN' })
})

test('the schedule table holds the columns of the stored result, missing values as null', async (t) => {
  const { db } = await testDatabase(t)
  const { id } = await planFor(db, 'demo')
  const result = { schedules: { battery: { powerKw: [1.5, -2], soc: [0.1, null] }, grid: { powerKw: [0, 3] } } }
  await finishPlan(db, id, { status: 'optimal', objective: -0.5, costDoingNothing: 1, modelHash: 'm', result, settlement: null }) // prettier-ignore
  const { rows } = await db.query('select asset_id, name, values from optimize.schedule where run_id = $1 order by 1, 2', [id]) // prettier-ignore
  assert.deepEqual(rows, [
    { asset_id: 'battery', name: 'powerKw', values: [1.5, -2] },
    { asset_id: 'battery', name: 'soc', values: [0.1, null] },
    { asset_id: 'grid', name: 'powerKw', values: [0, 3] },
  ])
  await saveSettlement(db, id, { costRealised: 2 })
  const plan = await getPlan(db, id)
  assert.deepEqual([plan.status, plan.objective, plan.settlement], ['optimal', -0.5, { costRealised: 2 }])
  assert.deepEqual(await listPlans(db, { site: 'other', limit: 9 }), [])
})
