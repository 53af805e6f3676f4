import { ReplayTaskInput } from '@omarino/contracts'
import type { ReplayResult } from '@omarino/contracts'
import { Failure, parseInstant } from '@omarino/energy'
import { replay } from '@omarino/optimization'
import type { ReplayDay } from '@omarino/optimization'
import { taskKind, uuidv7, VERSION } from '@omarino/platform'
import type { TaskKindHandler, TaskRun } from '@omarino/platform'
import { addReplay, findReplayOfTask, finishReplay, getSite } from '@omarino/store'
import { draftPlan } from '../plan/draft-plan.ts'
import { gridOf, readActuals } from '../plan/settle-plan.ts'
import type { PlanPorts } from './plan-dispatch.ts'

const DAY_MS = 86_400_000
const SOLVES_A_DAY = 2 // as it was known, and as it came

type Ports = Pick<PlanPorts, 'db' | 'solve' | 'maxSolveSeconds'>

/** Plans past days with what was known then, and tells what the plans were worth on what happened. */
export const replayTask = (ports: Ports): TaskKindHandler =>
  taskKind({
    kind: 'replay',
    version: 1,
    input: ReplayTaskInput,
    async handle(input, run) {
      const site = await getSite(ports.db, input.site)
      const { days, skipped } = await gather(ports, input, run)
      const lived = days.length > 0 ? await liveThrough(ports, days, run) : undefined
      const result: ReplayResult = {
        days: lived?.days.map((day) => ({ ...day, costs: { ...day.costs } })) ?? [],
        skipped,
        totals: lived ? { ...lived.totals } : null,
        shareOfForesight: lived?.shareOfForesight ?? null,
        regret: lived?.regret ?? null,
      }
      const asked = await findReplayOfTask(ports.db, run.id)
      const id = asked?.id ?? uuidv7()
      await run.commit(async (client) => {
        await addReplay(client, { id, taskRunId: run.id, siteId: site.id, principal: run.principal, request: input, codeVersion: VERSION }) // prettier-ignore
        await finishReplay(client, id, result)
        return { replayId: id, days: result.days.length, shareOfForesight: result.shareOfForesight }
      })
    },
  })

async function gather({ db, maxSolveSeconds }: Ports, input: ReplayTaskInput, run: TaskRun) {
  const days: ReplayDay[] = []
  const skipped: ReplayResult['skipped'] = []
  const timeLimitSeconds = Math.min(input.timeLimitSeconds, maxSolveSeconds)
  const fromMs = parseInstant(input.from) as number
  for (let day = 0; day < input.days; day++) {
    const issueMs = fromMs + day * DAY_MS
    await run.progress(0, SOLVES_A_DAY * input.days, `reading day ${day + 1} of ${input.days}`)
    const { site, horizonHours } = input
    const found = await dayOf(db, { site, issueMs, horizonHours, timeLimitSeconds })
    if (typeof found === 'string') skipped.push({ issueTime: new Date(issueMs).toISOString(), reason: found })
    else days.push(found)
  }
  return { days, skipped }
}

/** A day as it was known and as it came, or why it cannot be lived through again. */
async function dayOf(db: Ports['db'], order: Parameters<typeof draftPlan>[1]): Promise<ReplayDay | string> {
  try {
    const { request: known } = await draftPlan(db, order)
    const { forecasts, missing } = await readActuals(db, known)
    if (missing.length > 0) return `not measured: ${missing.join(', ')}`
    const { stepMs, steps } = gridOf(known)
    return { known, actual: { ...known, forecasts }, steps: Math.min(steps, Math.round(DAY_MS / stepMs)) }
  } catch (error) {
    if (error instanceof Failure && error.kind === 'invalid' && error.code !== 'SITE_WITHOUT_TARIFF')
      return error.message
    throw error
  }
}

async function liveThrough({ solve }: Ports, days: readonly ReplayDay[], run: TaskRun) {
  let done = 0
  return replay(days, async (request) => {
    const { schedules } = await solve(request, run.signal)
    done += 1
    await run.progress(done, SOLVES_A_DAY * days.length, `planned ${done} of ${SOLVES_A_DAY * days.length}`)
    return schedules
  })
}
