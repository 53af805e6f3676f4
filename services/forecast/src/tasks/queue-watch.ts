import { uuidv7 } from '@omarino/platform'
import { allowTime, submitTask } from '@omarino/store'
import type { SeriesRow } from '@omarino/store'
import { createHash } from 'node:crypto'
import type { PoolClient } from 'pg'
import { jobTimeMs } from '../submit-job.ts'

/** Queues a look at these series' latest forecasts, once a day (UTC) for the same series. */
export async function queueWatch(client: PoolClient, series: readonly SeriesRow[], issueMs: number): Promise<void> {
  const keys = series.map(({ key }) => key)
  const at = new Date(issueMs).toISOString()
  const hash = createHash('sha256').update(JSON.stringify(keys)).digest('hex')
  const { taskRunId, created } = await submitTask(client, {
    runId: uuidv7(), taskRunId: uuidv7(), kind: 'watch', queue: 'forecast', input: { series: keys, at },
    idempotencyKey: `watch:${at.slice(0, 10)}:${hash}`, principal: 'system', priority: -1,
  }) // prettier-ignore
  if (created) await allowTime(client, taskRunId, jobTimeMs(keys.length))
}
