import type { JobAccepted } from '@omarino/contracts'
import { actorOf, uuidv7 } from '@omarino/platform'
import { allowTime, appendAudit, submitTask, taskState, transaction } from '@omarino/store'
import type { FastifyRequest } from 'fastify'
import type { Pool, PoolClient } from 'pg'

const LEAST_MS = 600_000
const PER_SERIES_MS = 3000 // fitting a model to two years of hours takes a second on a busy core
const MOST_MS = 6 * 3_600_000

/** Time limit of a job over so many series. */
export const jobTimeMs = (series: number): number => Math.min(MOST_MS, LEAST_MS + series * PER_SERIES_MS)

export interface Job {
  readonly kind: 'forecast' | 'train' | 'backtest'
  readonly input: unknown
  readonly timeMs: number
  readonly audit: { readonly action: string; readonly after: unknown }
  /** What belongs to a new job, in its transaction. */
  readonly also?: (client: PoolClient, taskRunId: string) => Promise<void>
}

/** Queues a job of an operator, once for each `Idempotency-Key`. */
export async function submitJob(db: Pool, request: FastifyRequest, job: Job): Promise<JobAccepted> {
  const key = request.headers['idempotency-key']
  return transaction(db, async (client) => {
    const { runId, taskRunId, created } = await submitTask(client, {
      runId: uuidv7(), taskRunId: uuidv7(), kind: job.kind, queue: 'forecast', input: job.input,
      idempotencyKey: typeof key === 'string' ? `${job.kind}:${key.slice(0, 200)}` : null, principal: request.principal?.subject ?? '',
    }) // prettier-ignore
    if (created) {
      await allowTime(client, taskRunId, job.timeMs)
      await job.also?.(client, taskRunId)
      await appendAudit(client, {
        ...actorOf(request),
        action: job.audit.action,
        object: `task/${taskRunId}`,
        after: job.audit.after,
      })
    }
    const task = await taskState(client, taskRunId)
    return { id: taskRunId, runId, taskRunId, state: task?.state ?? 'ready' }
  })
}
