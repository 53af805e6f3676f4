import { Id, JobAccepted, OptimizeDraft, OptimizeRequest, OptimizeResult, OptimizeTaskInput, Plan, PlanPage, PlanQuery, PlanVariant, Problem } from '@omarino/contracts' // prettier-ignore
import { Failure } from '@omarino/energy'
import { actorOf, uuidv7, VERSION } from '@omarino/platform'
import { addPlan, appendAudit, cancelRun, findPlanOfTask, getPlan, listPlans, saveSettlement, submitTask, transaction, waitingReplans } from '@omarino/store' // prettier-ignore
import type { PlanRow, Queryable } from '@omarino/store'
import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { draftPlan, type PlanDraft } from '../plan/draft-plan.ts'
import { requestedPlan, variantOf } from '../plan/requested-plan.ts'
import { resolveReferences } from '../plan/resolve-references.ts'
import { settlePlan } from '../plan/settle-plan.ts'
import { orderedBy } from '../tasks/plan-dispatch.ts'
import type { PlanPorts } from '../tasks/plan-dispatch.ts'
import { toPlan, toPlanSummary } from '../to-wire.ts'

// Somebody waits for a plan that is asked for by hand; a re-plan is late in minutes, a workflow (0) in hours.
const INTERACTIVE = 20
const REPLAN = 10
const MAX_REQUEST_BYTES = 20 * 1024 * 1024 // a year of hours for a hundred assets
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

  /** Accepts a plan whose request is made of numbers already: what lacks was told before. */
  const accept = async (
    request: FastifyRequest,
    input: OptimizeTaskInput,
    draftOf: (db: Queryable) => Promise<PlanDraft>,
  ) => {
    const key = request.headers['idempotency-key']
    const principal = request.principal?.subject ?? ''
    const job = await transaction(db, async (client) => {
      const idempotencyKey = typeof key === 'string' ? `optimize:${key.slice(0, 200)}` : null
      const priority = input.replan ? REPLAN : INTERACTIVE
      const task = { kind: 'optimize', queue: 'optimize', input, idempotencyKey, principal, priority }
      const submitted = await submitTask(client, { runId: uuidv7(), taskRunId: uuidv7(), ...task })
      if (!submitted.created) return { ...submitted, id: await planOf(client, submitted.taskRunId) }
      if (input.replan)
        for (const runId of await waitingReplans(client, input.site, submitted.taskRunId))
          await cancelRun(client, runId)
      const id = uuidv7()
      await addPlan(client, { id, taskRunId: submitted.taskRunId, principal, codeVersion: VERSION, ...(await draftOf(client)) }) // prettier-ignore
      await appendAudit(client, { ...actorOf(request), action: 'plan.start', object: `plan/${id}`, after: request.body }) // prettier-ignore
      return { ...submitted, id }
    })
    return { id: job.id, runId: job.runId, taskRunId: job.taskRunId, state: 'waiting' as const }
  }
  const inputOf = (site: string, { solver }: Pick<OptimizeRequest, 'solver'>): OptimizeTaskInput =>
    OptimizeTaskInput.parse({ site, timeLimitSeconds: Math.max(0.2, Math.min(solver?.timeLimitSeconds ?? 30, 300)) })

  app.post(
    '/optimize/runs',
    { schema: { body: OptimizeTaskInput, response: { 202: JobAccepted, '4xx': Problem } } },
    async (request, reply) => {
      const order = orderedBy(request.body, ports.now(), ports.maxSolveSeconds)
      return reply.code(202).send(await accept(request, request.body, (client) => draftPlan(client, order)))
    },
  )

  app.post(
    '/optimize/requests',
    { bodyLimit: MAX_REQUEST_BYTES, schema: { body: OptimizeDraft, response: { 202: JobAccepted, '4xx': Problem } } },
    async (request, reply) => {
      const issueMs = ports.now()
      const resolved = await resolveReferences(db, request.body, issueMs)
      const asked = limited(resolved.request, ports.maxSolveSeconds)
      const draftOf = (client: Queryable): Promise<PlanDraft> =>
        requestedPlan(client, { ...resolved, request: asked }, issueMs)
      return reply.code(202).send(await accept(request, inputOf(asked.site.id, asked), draftOf))
    },
  )

  app.post(
    '/optimize/runs/:id/variants',
    { schema: { params: RunPath, body: PlanVariant, response: { 202: JobAccepted, '4xx': Problem } } },
    async (request, reply) => {
      const plan = await getPlan(db, request.params.id)
      const draft = variantOf(plan, request.body)
      const asked = { ...draft, request: limited(draft.request, ports.maxSolveSeconds) }
      return reply
        .code(202)
        .send(await accept(request, inputOf(plan.site_key, asked.request), () => Promise.resolve(asked)))
    },
  )

  app.get(
    '/optimize/runs/:id',
    { schema: { params: RunPath, response: { 200: Plan, '4xx': Problem } } },
    async ({ params }) => toPlan(await getPlan(db, params.id)),
  )

  app.post(
    '/optimize/runs/:id/publish',
    { schema: { params: RunPath, response: { 202: JobAccepted, '4xx': Problem } } },
    async (request, reply) => {
      const { id } = request.params
      schedulesOf(await getPlan(db, id)) // refused here and now while there is none
      const job = await transaction(db, async (client) => {
        const task = { kind: 'publish', queue: 'timeseries', input: { planId: id }, idempotencyKey: null, principal: request.principal?.subject ?? '' } // prettier-ignore
        const submitted = await submitTask(client, { runId: uuidv7(), taskRunId: uuidv7(), ...task })
        await appendAudit(client, { ...actorOf(request), action: 'plan.publish', object: `plan/${id}`, after: { planId: id } }) // prettier-ignore
        return submitted
      })
      return reply.code(202).send({ id, runId: job.runId, taskRunId: job.taskRunId, state: 'waiting' })
    },
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

/** The request with no more time than this service gives a plan. */
const limited = (request: OptimizeRequest, maxSeconds: number): OptimizeRequest => ({
  ...request,
  solver: { ...request.solver, timeLimitSeconds: Math.min(request.solver?.timeLimitSeconds ?? maxSeconds, maxSeconds) },
})

/** The plan that the first call with this idempotency key made, in the same transaction as its task. */
async function planOf(db: Queryable, taskRunId: string): Promise<string> {
  const plan = await findPlanOfTask(db, taskRunId)
  if (!plan) throw new Error(`the task ${taskRunId} was submitted without its plan`)
  return plan.id
}

function schedulesOf({ id, result, state }: PlanRow): OptimizeResult['schedules'] {
  if (result === null)
    throw new Failure('conflict', 'PLAN_NOT_READY', `the plan ${id} has no schedule: its task is ${state}`)
  return OptimizeResult.parse(result).schedules
}
