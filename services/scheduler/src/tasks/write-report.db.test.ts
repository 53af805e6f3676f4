import { createLog, createMetrics, lastFirst, startWorker, uuidv7 } from '@omarino/platform'
import { listReports, readReport, storeKit, submitTask, taskStore, testDatabase } from '@omarino/store'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Pool } from 'pg'
import { makePlan } from '../sample-site.ts'
import { reportTask } from './write-report.ts'

interface Ended {
  readonly state: string
  readonly output: { reportId: string; html: string; pdf: string } | null
  readonly error: { code: string } | null
}

async function open(test: TestContext): Promise<{ db: Pool; write: (plan: string) => Promise<Ended> }> {
  const t = lastFirst(test)
  const { db, url: databaseUrl } = await testDatabase(t)
  const worker = startWorker({
    queue: 'scheduler', owner: uuidv7(), concurrency: 1, kinds: [reportTask(db)], db, databaseUrl, store: taskStore, heartbeatEntry: storeKit.heartbeatEntry,
    log: createLog('scheduler', 'silent'), metrics: createMetrics('scheduler', 'test'), failpoint: () => undefined, translate: storeKit.translate, random: () => 0,
  }) // prettier-ignore
  t.after(() => worker.stop())
  const write = async (optimizeRun: string): Promise<Ended> => {
    const id = uuidv7()
    await submitTask(db, { runId: uuidv7(), taskRunId: id, kind: 'report', queue: 'scheduler', input: { optimizeRun }, idempotencyKey: null, principal: 'me' }) // prettier-ignore
    for (;;) {
      worker.wake()
      const { rows } = await db.query<Ended>(`select state, output, error from scheduler.task_run where id = $1 and state in ('succeeded', 'failed')`, [id]) // prettier-ignore
      if (rows[0]) return rows[0]
      await sleep(20)
    }
  }
  return { db, write }
}

test('a report is stored with its result in both forms, dated as its plan, and told as an event', async (t) => {
  const { db, write } = await open(t)
  const { state, output } = await write(await makePlan(db))
  assert.equal(state, 'succeeded')
  const id = output?.reportId ?? ''
  assert.deepEqual(output, { reportId: id, html: `/scheduler/reports/${id}.html`, pdf: `/scheduler/reports/${id}.pdf` })
  const [report] = await listReports(db, undefined, 9)
  assert.deepEqual([report.id, report.title, report.issue_time.toISOString()], [id, 'Day-ahead plan of Demo, 2026-03-10', '2026-03-10T12:00:00.000Z']) // prettier-ignore
  assert.match(String(await readReport(db, id, 'html')), /−2\.50/) // 1.50 against 4.00
  assert.equal((await readReport(db, id, 'pdf')).slice(0, 5).toString(), '%PDF-')
  const { rows } = await db.query(`select subject from event.entry where topic = 'report.stored'`)
  assert.deepEqual(rows, [{ subject: id }])
})

test('the same plan reported twice gives the same bytes in two reports', async (t) => {
  const { db, write } = await open(t)
  const plan = await makePlan(db)
  const ids = [(await write(plan)).output?.reportId ?? '', (await write(plan)).output?.reportId ?? '']
  assert.notEqual(ids[0], ids[1])
  for (const format of ['html', 'pdf'] as const)
    assert.deepEqual(await readReport(db, ids[0], format), await readReport(db, ids[1], format))
})

test('a plan without a schedule fails the task by name and leaves no report', async (t) => {
  const { db, write } = await open(t)
  const { state, error } = await write(await makePlan(db, { solved: false }))
  assert.deepEqual([state, error?.code, await listReports(db, undefined, 9)], ['failed', 'PLAN_WITHOUT_SCHEDULE', []])
})
