import type { RunDetail, TaskRun } from '@omarino/contracts'
import { instantMs } from '../instants.ts'

/** A stretch of the run's time as shares 0..1 of it. */
export interface Stretch {
  readonly from: number
  readonly to: number
}
export interface AttemptBar extends Stretch {
  readonly attempt: number
  readonly outcome: string
  readonly owner: string
  readonly tookMs: number
}
/** One row model for the list and the bars, so that they cannot drift apart. */
export interface TaskLine {
  readonly task: TaskRun
  /** From the end of what it needed to its first attempt. */
  readonly queued: Stretch | undefined
  readonly attempts: readonly AttemptBar[]
  readonly tookMs: number | null
}
export interface Gantt {
  readonly startMs: number
  readonly endMs: number
  readonly lines: readonly TaskLine[]
}

/** The tasks of a run on its time axis; what is still open reaches to `nowMs`. */
export function ganttOf(run: RunDetail, nowMs: number): Gantt {
  const startMs = instantMs(run.createdAt)
  const ends = run.tasks.flatMap((task) => task.attempts.map(({ finishedAt }) => endOf(finishedAt, nowMs)))
  const endMs = Math.max(startMs + 1, run.finishedAt === null ? nowMs : instantMs(run.finishedAt), ...ends)
  const share = (ms: number): number => Math.min(1, Math.max(0, (ms - startMs) / (endMs - startMs)))
  return { startMs, endMs, lines: run.tasks.map((task) => lineOf(task, run, { startMs, nowMs, share })) }
}

interface Axis {
  readonly startMs: number
  readonly nowMs: number
  readonly share: (ms: number) => number
}
const endOf = (finishedAt: string | null, nowMs: number): number =>
  finishedAt === null ? nowMs : instantMs(finishedAt)

function lineOf(task: TaskRun, run: RunDetail, { startMs, nowMs, share }: Axis): TaskLine {
  const attempts = task.attempts.map(({ attempt, outcome, owner, startedAt, finishedAt }): AttemptBar => {
    const [from, to] = [instantMs(startedAt), endOf(finishedAt, nowMs)]
    return {
      attempt,
      owner,
      outcome: outcome ?? 'running',
      from: share(from),
      to: share(to),
      tookMs: Math.max(0, to - from),
    }
  })
  const before = run.tasks.filter(({ key }) => task.needs.includes(key)).map(({ finishedAt }) => finishedAt)
  const readyMs = before.includes(null) ? undefined : Math.max(startMs, ...before.map((at) => endOf(at, nowMs)))
  const [first] = task.attempts
  const beganMs = first ? instantMs(first.startedAt) : task.state === 'ready' ? nowMs : undefined
  const queued =
    readyMs !== undefined && beganMs !== undefined && beganMs > readyMs
      ? { from: share(readyMs), to: share(beganMs) }
      : undefined
  const tookMs = task.startedAt === null ? null : Math.max(0, endOf(task.finishedAt, nowMs) - instantMs(task.startedAt))
  return { task, queued, attempts, tookMs }
}

/** The task that a reader wants to see: the chosen one, else what failed, else what runs or ran last. */
export function taskToShow({ tasks }: RunDetail, chosen: string | undefined): TaskRun | undefined {
  return (
    tasks.find(({ key }) => key === chosen) ??
    tasks.find(({ error }) => error !== null) ??
    tasks.findLast(({ startedAt }) => startedAt !== null) ??
    tasks[0]
  )
}
