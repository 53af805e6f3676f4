import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import type { Pool } from 'pg'
import { addPlan, createSite, findPlanOfTask, finishPlan, forecastsKnownAt, getPlan, listPlans, saveSettlement, submitTask, testDatabase } from './index.ts' // prettier-ignore

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

async function addForecast(db: Pool, seriesId: number, issueMs: number, p50: number): Promise<string> {
  const id = randomUUID()
  await db.query(
    `insert into forecast.forecast (id, series_id, model, issue_time, step_ms, horizon, start_time, levels, seed, code_version, inputs_sha256, run_key)
     values ($1, $2, 'seasonal-naive', $3, $4, 2, $3, '{}', 1, 'test', 'x', $5)`,
    [id, seriesId, new Date(issueMs), HOUR_MS, `key ${id}`],
  )
  await db.query(`select partition.ensure_weeks('forecast.forecast_point', $1::timestamptz, $1::timestamptz + interval '1 day')`, [new Date(issueMs)]) // prettier-ignore
  for (const lead of [0, 1])
    await db.query(
      `insert into forecast.forecast_point (time, point_value, p10, p50, p90, lead, forecast_id) values ($1, $2::float8, $2 - 1, $2, $2 + 1, $3, $4)`,
      [new Date(issueMs + lead * HOUR_MS), p50 + lead, lead, id],
    )
  return id
}

test('of each series the newest forecast counts that was issued by then and is young enough', async (t) => {
  const { db } = await testDatabase(t)
  await addForecast(db, 7, noonMs - 3 * HOUR_MS, 1)
  const newest = await addForecast(db, 7, noonMs, 5)
  await addForecast(db, 7, noonMs + 1, 9) // not known yet
  await addForecast(db, 8, noonMs - 48 * HOUR_MS, 3) // exactly at the limit: too old
  const known = await forecastsKnownAt(db, [7, 8], noonMs, 48 * HOUR_MS)
  assert.deepEqual(known.map(({ id, p10, p50, p90, times_ms }) => ({ id, p10, p50, p90, times_ms })), [
    { id: newest, p10: [4, 5], p50: [5, 6], p90: [6, 7], times_ms: [noonMs, noonMs + HOUR_MS] },
  ]) // prettier-ignore
})
