import { OptimizeRequest, OptimizeTaskInput } from '@omarino/contracts'
import type { OptimizeResult, OptimizeTaskOutput, Settlement } from '@omarino/contracts'
import { parseInstant } from '@omarino/energy'
import type { SolveProgress } from '@omarino/optimization'
import { taskKind, uuidv7, VERSION } from '@omarino/platform'
import type { TaskKindHandler, TaskRun } from '@omarino/platform'
import { addPlan, appendEvent, findPlanOfTask, finishPlan } from '@omarino/store'
import type { NewPlan } from '@omarino/store'
import type { Pool } from 'pg'
import { draftPlan } from '../plan/draft-plan.ts'
import { costOfDoingNothing } from '../plan/requested-plan.ts'
import { settlePlan } from '../plan/settle-plan.ts'
import type { SolvePlan } from '../solver/solver-pool.ts'

export interface PlanPorts {
  readonly db: Pool
  readonly solve: SolvePlan
  readonly maxSolveSeconds: number
  /** Unix milliseconds. */
  readonly now: () => number
}

type Order = Pick<NewPlan, 'id' | 'siteId' | 'issueMs' | 'startMs' | 'endMs' | 'inputs'> & { request: OptimizeRequest }

/** Plans the day ahead of a site: gathers, solves, checks, settles if actuals are there, and stores all of it at once. */
export const planTask = (ports: PlanPorts): TaskKindHandler =>
  taskKind({
    kind: 'optimize',
    version: 1,
    input: OptimizeTaskInput,
    async handle(input, run) {
      await run.progress(0, 3, 'gathering prices and forecasts')
      const order = await orderOf(ports, input, run)
      await run.progress(1, 3, 'solving')
      const result = await ports.solve(order.request, run.signal, tellOf(order.request, run))
      await run.progress(2, 3, 'settling')
      const settlement = await settlePlan(ports, order.request, result.schedules, run.signal)
      await store(order, result, settlement, input.site, run)
    },
  })

const TELL_MS = 500 // better plans come in bursts

/** Tells the best cost so far and what is proven of it, at most twice a second; a telling that fails costs nothing. */
function tellOf({ site }: OptimizeRequest, run: TaskRun): (progress: SolveProgress) => void {
  let toldMs = -Infinity
  return ({ incumbent, bound }) => {
    const nowMs = performance.now()
    if (nowMs - toldMs < TELL_MS) return
    toldMs = nowMs
    const proven = Number.isFinite(bound) ? `, at least ${bound.toFixed(2)}` : ''
    const text = `solving: best cost so far ${incumbent.toFixed(2)} ${site.currency}${proven}`
    run.progress(1, 3, text).catch((error: unknown) => run.log.warn({ error }, 'progress of a plan could not be told'))
  }
}

/** A plan that a caller asked for has its request already; one of a workflow makes it now, as of its issue time. */
async function orderOf({ db, maxSolveSeconds }: PlanPorts, input: OptimizeTaskInput, run: TaskRun): Promise<Order> {
  const asked = await findPlanOfTask(db, run.id)
  if (!asked)
    return { id: uuidv7(), ...(await draftPlan(db, orderedBy(input, parseInstant(run.scheduledFor) as number, maxSolveSeconds))) } // prettier-ignore
  const [issueMs, startMs, endMs] = [asked.issue_time, asked.start_time, asked.end_time].map((time) => time.getTime())
  const request = OptimizeRequest.parse(asked.request)
  return { id: asked.id, siteId: asked.site_id, issueMs, startMs, endMs, inputs: asked.inputs, request }
}

/** What a task's input orders; without an issue time the plan is issued at `dueMs`. */
export const orderedBy = (input: OptimizeTaskInput, dueMs: number, maxSolveSeconds: number) => ({
  site: input.site,
  issueMs: input.issueTime === undefined ? dueMs : (parseInstant(input.issueTime) as number),
  horizonHours: input.horizonHours,
  timeLimitSeconds: Math.min(input.timeLimitSeconds, maxSolveSeconds),
})

async function store(
  order: Order,
  result: OptimizeResult,
  settlement: Settlement,
  site: string,
  run: TaskRun,
): Promise<void> {
  const { status, objective, modelHash } = result
  const costDoingNothing = costOfDoingNothing(order.request)
  await run.commit(async (client) => {
    await addPlan(client, { ...order, taskRunId: run.id, principal: run.principal, codeVersion: VERSION })
    await finishPlan(client, order.id, { status, objective, costDoingNothing, modelHash, result, settlement })
    await appendEvent(client, 'plan.stored', order.id, {
      planId: order.id,
      runId: run.dagRunId,
      site,
      status,
      objective,
    })
    return outputOf(order, result, costDoingNothing, settlement)
  })
  run.log.info({ planId: order.id, site, status, steps: result.horizon.stepEnds.length }, 'plan stored')
}

const outputOf = (
  { id, request }: Order,
  result: OptimizeResult,
  costDoingNothing: number | null,
  settlement: Settlement,
): OptimizeTaskOutput => ({
  runId: id,
  status: result.status,
  objective: result.objective,
  bound: result.bound,
  gap: result.gap.relative,
  costDoingNothing,
  costRealised: settlement.costRealised,
  costDoingNothingRealised: settlement.costDoingNothingRealised,
  costPerfectForesight: settlement.costPerfectForesight,
  currency: request.site.currency,
})
