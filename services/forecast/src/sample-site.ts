// For tests: series with a few weeks of seeded points, and a worker that makes forecasts of them.
import { seededNormal, seededRandom } from '@omarino/energy'
import { createByteCache, createLog, createMetrics, createThreadPool, startWorker, uuidv7 } from '@omarino/platform'
import { createMeter, createSeries, storeKit, submitTask, testDatabase, transaction, writePoints } from '@omarino/store'
import type { NewSeriesRow, SeriesRow } from '@omarino/store'
import type { TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Pool } from 'pg'
import { taskKinds, WORKER_ENTRY } from './app.ts'
import { fittedStates } from './fitted-states.ts'

export const HOUR_MS = 3_600_000
export const DAY_MS = 24 * HOUR_MS
/** First hour of the sample, a Thursday. */
export const FIRST_MS = Date.UTC(2026, 0, 1)

export async function addSeries(db: Pool, key: string, change: Partial<NewSeriesRow> = {}): Promise<SeriesRow> {
  await createMeter(db, { id: uuidv7(), key: 'sample', name: 'sample', type: 'electricity', zone: 'Europe/Berlin', source: null }) // prettier-ignore
  const row = {
    uuid: uuidv7(), key, meterKey: 'sample', name: key, unit: 'kW', kind: 'mean', dataType: 'measurement', stepMs: HOUR_MS, zone: null, source: 'demo',
    ...change,
  } // prettier-ignore
  return (await createSeries(db, row)).series
}

export async function addPoints(db: Pool, series: SeriesRow, fromMs: number, values: Float64Array): Promise<void> {
  await transaction(db, (client) =>
    writePoints(client, {
      seriesIds: new Int32Array(values.length).fill(series.id),
      timesMs: values.map((_, hour) => fromMs + hour * HOUR_MS),
      values,
      quality: new Int16Array(values.length),
    }),
  )
}

/** A load with a day, a lower weekend and noise: kW per hour from `FIRST_MS` on. */
export function sampleLoad(days: number, seed: number): Float64Array {
  const normal = seededNormal(seededRandom(seed))
  return Float64Array.from({ length: days * 24 }, (_, hour) => {
    const weekend = [2, 3].includes(Math.floor(hour / 24) % 7) ? 0.7 : 1
    return weekend * (50 + 20 * Math.sin((2 * Math.PI * (hour - 8)) / 24)) + normal()
  })
}

export interface SampleSite {
  readonly db: Pool
  readonly url: string
  /** Submits a task `forecast`, or of another kind, and waits for its end. */
  readonly forecast: (input: object, kind?: string) => Promise<EndedTask>
  /** Waits until a task has ended. */
  readonly ended: (taskRunId: string) => Promise<EndedTask>
}

export interface EndedTask {
  readonly id: string
  readonly state: string
  readonly output: {
    issueTime: string
    count: number
    warm: number
    failed: number
    failures: { series: string; code: string }[]
    forecasts: { series: string; forecastId: string; model: string }[]
  }
  readonly error: { code: string; message: string } | null
}

/** A database of its own with a running worker; both end with the test. Issues an hour before `nowMs` are replays; as it is, none is. */
export async function sampleSite(t: TestContext, nowMs = 0): Promise<SampleSite> {
  const { db, url } = await testDatabase(t)
  const pool = createThreadPool({ entry: WORKER_ENTRY, size: 2, maxHeapMb: 256 })
  const log = createLog('forecast', 'silent')
  const cache = await createByteCache({ name: 'test', maxBytes: 2 ** 24, redisUrl: undefined, keepSeconds: 60, log })
  const ports = { db, pool, threads: 2, states: fittedStates(db, cache), now: () => nowMs, code: 'test' }
  const worker = startWorker({
    queue: 'forecast', owner: 'test', concurrency: 2, kinds: taskKinds(ports), db, databaseUrl: url, store: storeKit.tasks,
    heartbeatEntry: storeKit.heartbeatEntry, log, metrics: createMetrics('forecast', 'test'),
    failpoint: () => undefined, random: () => 0,
  }) // prettier-ignore
  t.after(async () => {
    await worker.stop()
    await pool.close()
  })
  const ended = async (id: string): Promise<EndedTask> => {
    for (;;) {
      worker.wake()
      const { rows } = await db.query<EndedTask>('select id, state, output, error from scheduler.task_run where id = $1', [id]) // prettier-ignore
      if (!['ready', 'running'].includes(rows[0].state)) return rows[0]
      await sleep(20)
    }
  }
  const forecast = async (input: object, kind = 'forecast'): Promise<EndedTask> => {
    const job = { runId: uuidv7(), taskRunId: uuidv7(), kind, queue: 'forecast', input, idempotencyKey: null, principal: 'test' } // prettier-ignore
    return ended((await submitTask(db, job)).taskRunId)
  }
  return { db, url, forecast, ended }
}
