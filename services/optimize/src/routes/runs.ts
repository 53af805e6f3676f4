import { Id, JobAccepted, OptimizeRequest, OptimizeResult, OptimizeTaskInput, Plan, PlanPage, PlanQuery, Problem } from '@omarino/contracts' // prettier-ignore
import { Failure } from '@omarino/energy'
import { actorOf, uuidv7, VERSION } from '@omarino/platform'
import { addPlan, appendAudit, findPlanOfTask, getPlan, listPlans, saveSettlement, submitTask, transaction } from '@omarino/store' // prettier-ignore
import type { PlanRow, Queryable } from '@omarino/store'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { draftPlan } from '../plan/draft-plan.ts'
import { settlePlan } from '../plan/settle-plan.ts'
import { orderedBy } from '../tasks/plan-dispatch.ts'
import type { PlanPorts } from '../tasks/plan-dispatch.ts'
import { toPlan, toPlanSummary } from '../to-wire.ts'

const RunPath = z.object({ id: Id })

/** Plans: asked for, read, settled. */
export const runRoutes: FastifyPluginAsyncZod<PlanPorts> = async (app, ports) => {
  const { db } = ports
  app.get(
    '/optimize/runs',
    { schema: { querystring: PlanQuery, response: { 200: PlanPage, '4xx': Problem } } },
    async ({ query }) => {
      const rows = await listPlans(db, { site: query.site, before: query.cursor, limit: query.limit + 1 })
      const items = rows.slice(0, query.limit).map(toPlanSummary)
      return { items, nextCursor: rows.length > query.limit ? (items.at(-1)?.id ?? null) : null }
    },
  )

  // What lacks is told here and now: the request is made of numbers before the job is accepted.
  app.post(
    '/optimize/runs',
    { schema: { body: OptimizeTaskInput, response: { 202: JobAccepted, '4xx': Problem } } },
    async (request, reply) => {
      const key = request.headers['idempotency-key']
      const principal = request.principal?.subject ?? ''
      const order = orderedBy(request.body, ports.now(), ports.maxSolveSeconds)
      const job = await transaction(db, async (client) => {
        const idempotencyKey = typeof key === 'string' ? `optimize:${key.slice(0, 200)}` : null
        const task = { kind: 'optimize', queue: 'optimize', input: request.body, idempotencyKey, principal }
        const submitted = await submitTask(client, { runId: uuidv7(), taskRunId: uuidv7(), ...task })
        if (!submitted.created) return { ...submitted, id: await planOf(client, submitted.taskRunId) }
        const id = uuidv7()
        await addPlan(client, { id, taskRunId: submitted.taskRunId, principal, codeVersion: VERSION, ...(await draftPlan(client, order)) }) // prettier-ignore
        await appendAudit(client, { ...actorOf(request), action: 'plan.start', object: `plan/${id}`, after: request.body }) // prettier-ignore
        return { ...submitted, id }
      })
      return reply.code(202).send({ id: job.id, runId: job.runId, taskRunId: job.taskRunId, state: 'waiting' })
    },
  )

  app.get(
    '/optimize/runs/:id',
    { schema: { params: RunPath, response: { 200: Plan, '4xx': Problem } } },
    async ({ params }) => toPlan(await getPlan(db, params.id)),
  )

  app.post(
    '/optimize/runs/:id/settle',
    { schema: { params: RunPath, response: { 200: Plan, '4xx': Problem } } },
    async (request) => {
      const { id } = request.params
      const plan = await getPlan(db, id)
      const settlement = await settlePlan(ports, OptimizeRequest.parse(plan.request), schedulesOf(plan))
      await transaction(db, async (client) => {
        await saveSettlement(client, id, settlement)
        await appendAudit(client, {
          ...actorOf(request),
          action: 'plan.settle',
          object: `plan/${id}`,
          after: settlement,
        })
      })
      return toPlan(await getPlan(db, id))
    },
  )
}

/** The plan that the first call with this idempotency key made, in the same transaction as its task. */
async function planOf(db: Queryable, taskRunId: string): Promise<string> {
  const plan = await findPlanOfTask(db, taskRunId)
  if (!plan) throw new Error(`the task ${taskRunId} was submitted without its plan`)
  return plan.id
}

function schedulesOf({ id, result, state }: PlanRow): OptimizeResult['schedules'] {
  if (result === null)
    throw new Failure('conflict', 'PLAN_NOT_READY', `the plan ${id} has no schedule to settle: its task is ${state}`)
  return OptimizeResult.parse(result).schedules
}
