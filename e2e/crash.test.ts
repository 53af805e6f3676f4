import type { RunDetail, RunSummary } from '@omarino/contracts'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { prepareDemoSite } from './demo-site.ts'
import { call, startStack } from './stack.ts'
import type { Stack } from './stack.ts'
import { listen } from './webhook-listener.ts'

const PATIENCE_MS = 120_000

async function follow(stack: Stack, id: string, until: (run: RunDetail) => boolean): Promise<RunDetail> {
  for (let waited = 0; waited < PATIENCE_MS; waited += 50) {
    // The scheduler answers this question, and it may be dead just now.
    const { status, body } = await call<RunDetail>(stack, 'GET', `/scheduler/runs/${id}`)
    if (status === 200 && until(body)) return body
    await sleep(50)
  }
  throw new Error('the run did not get there')
}

const count = async (stack: Stack, sql: string, values: unknown[] = []): Promise<number> =>
  (await stack.db.query<{ n: number }>(`select count(*)::int as n from ${sql}`, values)).rows[0].n

test('a run completes, each effect once, although scheduler and optimize service are killed in the middle of it', async (t) => {
  const hook = await listen(t)
  const marks = `/tmp/ems-crash-${process.pid}`
  const stack = await startStack(t, {
    EMS_EGRESS_ALLOW: `127.0.0.1:${hook.port}`,
    // Dies with its work done but not committed, dies right after the commit of a step, dies before its effect.
    EMS_FAILPOINT: `optimize.before-commit:1@${marks}-optimize,import.after-step-commit:1@${marks}-import,report.before-effect:1@${marks}-report,forecast.before-commit:1@${marks}-forecast`,
  })
  hook.setSecret(stack.webhookSecret)
  const nowMs = Date.now()
  // The history's own import passes the import's failpoint: that first death belongs to it.
  const { newestRows, newestName } = await prepareDemoSite(stack, nowMs)
  const retry = { attempts: 3, baseSeconds: 0 }
  const dag = {
    key: 'crash', name: 'Crash', tasks: [
      { key: 'import', kind: 'import', input: { file: newestName }, retry },
      { key: 'forecast', kind: 'forecast', needs: ['import'], input: { series: ['demo/load/active_power', 'demo/pv/active_power'] }, retry },
      { key: 'optimize', kind: 'optimize', needs: ['forecast'], input: { site: 'demo' }, retry },
      { key: 'report', kind: 'report', needs: ['optimize'], input: { optimizeRun: '{{ tasks.optimize.output.runId }}' }, retry },
      { key: 'webhook', kind: 'webhook', needs: ['report'], input: { url: `http://127.0.0.1:${hook.port}/`, body: { plan: '{{ tasks.optimize.output }}', report: '{{ tasks.report.output.html }}' } }, retry },
    ],
  } // prettier-ignore
  assert.equal((await call(stack, 'POST', '/scheduler/dags', dag)).status, 201)
  const started = await call<RunSummary>(stack, 'POST', '/scheduler/dags/crash/runs', {
    scheduledFor: new Date(nowMs).toISOString(),
  })
  assert.equal(started.status, 202)

  await follow(stack, started.body.id, (run) =>
    run.tasks.some(({ key, state }) => key === 'forecast' && (state === 'running' || state === 'succeeded')),
  )
  process.kill(stack.pids['scheduler'] ?? 0, 'SIGKILL')
  const run = await follow(stack, started.body.id, ({ state }) => state !== 'running' && state !== 'waiting')

  assert.equal(
    run.state,
    'succeeded',
    JSON.stringify(run.tasks.map(({ key, state, error }) => ({ key, state, error }))),
  )
  const outcomes = (key: string): (string | null)[] =>
    run.tasks.find((task) => task.key === key)?.attempts.map(({ outcome }) => outcome) ?? []
  for (const key of ['forecast', 'optimize', 'report']) assert.deepEqual(outcomes(key), ['lost', 'succeeded'], key)
  assert.equal(await count(stack, 'optimize.run'), 1)
  assert.equal(await count(stack, 'scheduler.report'), 1)
  assert.equal(await count(stack, 'forecast.forecast'), 2)
  assert.equal(
    await count(
      stack,
      `forecast.forecast_point p join forecast.forecast f on f.id = p.forecast_id where p.time >= f.start_time`,
    ),
    2 * 144,
  )
  const imported = run.tasks.find(({ key }) => key === 'import')?.output as { accepted: number; written: number }
  assert.equal(imported.accepted, newestRows)
  assert.equal(imported.written, newestRows)
  assert.equal(
    (await count(stack, `timeseries.point where time >= $1`, [new Date(nowMs - 3 * 86_400_000)])) > newestRows,
    true,
  )
  assert.equal(new Set(hook.received.map(({ eventId }) => eventId)).size, 1)
  assert.ok(hook.received.every(({ signatureIsRight }) => signatureIsRight))
})

test('an import whose process dies between two commits goes on at its checkpoint: every row is there once', async (t) => {
  const marks = `/tmp/ems-import-crash-${process.pid}`
  const stack = await startStack(t, {
    EMS_FAILPOINT: `import.after-step-commit:1@${marks}-after,import.before-step-commit:1@${marks}-before`,
  })
  await call(stack, 'POST', '/timeseries/meters', { key: 'm', name: 'M', zone: 'UTC' })
  await call(stack, 'POST', '/timeseries/series', {
    key: 's',
    meter: 'm',
    name: 'S',
    unit: 'kW',
    kind: 'mean',
    stepSeconds: 60,
  })
  const rows = 120_000 // three batches
  const start = Date.UTC(2026, 0, 1)
  const csv = Array.from({ length: rows }, (_, i) => `s,${new Date(start + i * 60_000).toISOString()},${i % 97}\n`)
  const { importCsv } = await import('./demo-site.ts')
  const job = await importCsv(stack, `series,time,value\n${csv.join('')}`)
  assert.equal(job.state, 'succeeded', JSON.stringify(job))
  assert.deepEqual([job.accepted, job.rejected, job.written], [rows, 0, rows])
  assert.equal(await count(stack, 'timeseries.point'), rows)
  const { rows: sums } = await stack.db.query<{ sum: number }>('select sum(value)::float8 as sum from timeseries.point')
  assert.equal(
    sums[0].sum,
    Array.from({ length: rows }, (_, i) => i % 97).reduce((a, b) => a + b, 0),
  )
})
