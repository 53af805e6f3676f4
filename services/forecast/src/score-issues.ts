import type { ForecastScore, ForecastScores } from '@omarino/contracts'
import { localTime } from '@omarino/energy'
import type { IssuePoints, IssueRow } from '@omarino/store'
import type { NaiveLookup } from './naive-lookup.ts'
import { addValue, betterNaive, emptySums, pinballOf, scoreOf } from './score-sums.ts'
import type { MutableSums, Naive, ScoredValue } from './score-sums.ts'

const HOUR_MS = 3_600_000
/** Hours at which lead groups begin; the last one is open. */
const LEAD_HOURS = [0, 1, 3, 6, 12, 24, 48, 96, 168]

interface Group {
  readonly sums: MutableSums
  issues: number
  last: number // index of the issue that was counted last
}
type Groups<Key> = Map<Key, Group>

/** Scores of stored issues, in total and by lead, local hour, model and issue. Points come issue by issue. */
export function scoreIssues(
  issues: readonly IssueRow[],
  points: IssuePoints,
  lookup: NaiveLookup,
  zone: string,
): Pick<ForecastScores, 'values' | 'total' | 'naive' | 'byLead' | 'byHour' | 'byModel' | 'byIssue'> {
  const total: Groups<'all'> = new Map()
  const byLead: Groups<number> = new Map()
  const byHour: Groups<number> = new Map()
  const byModel: Groups<string> = new Map()
  const byIssue: Groups<number> = new Map()
  for (const [i, place] of points.issue.entries()) {
    const [timeMs, issueMs] = [points.timesMs[i], issues[place].issue_time.getTime()]
    const value = scoredValue(points, i, issueMs, lookup)
    if (Number.isNaN(value.actual)) continue
    const lead = LEAD_HOURS.findLastIndex((hours) => timeMs - issueMs >= hours * HOUR_MS)
    const groups = [
      groupOf(total, 'all'),
      groupOf(byLead, Math.max(0, lead)),
      groupOf(byHour, localTime(zone, timeMs).hour),
      groupOf(byModel, issues[place].model),
      groupOf(byIssue, place),
    ]
    for (const group of groups) take(group, place, value)
  }
  const whole = groupOf(total, 'all')
  const naive = betterNaive(whole.sums)
  return {
    values: points.issue.length,
    total: scored(whole, naive),
    naive,
    byLead: sorted(byLead).map(([lead, group]) => ({ fromHours: LEAD_HOURS[lead], toHours: LEAD_HOURS[lead + 1] ?? null, ...scored(group, naive) })),
    byHour: sorted(byHour).map(([hour, group]) => ({ hour, ...scored(group, naive) })),
    byModel: [...byModel].map(([model, group]) => ({ model, ...scored(group, naive) })).sort(bySkill),
    byIssue: issues.map(({ id, issue_time: issued, model }, i) => ({
      forecastId: id, issueTime: issued.toISOString(), model, ...scored(groupOf(byIssue, i), naive),
    })),
  } // prettier-ignore
}

/** The i-th point beside what happened and what the naives would have said. */
function scoredValue(points: IssuePoints, i: number, issueMs: number, { valueAt, naiveAt }: NaiveLookup): ScoredValue {
  const [timeMs, p10, p50, p90] = [points.timesMs[i], points.p10[i], points.p50[i], points.p90[i]]
  const actual = valueAt(timeMs)
  const pinball = (pinballOf(actual, p10, 0.1) + pinballOf(actual, p50, 0.5) + pinballOf(actual, p90, 0.9)) / 3
  const [day, week] = [naiveAt(timeMs, issueMs, 1), naiveAt(timeMs, issueMs, 7)]
  return { actual, point: points.pointValue[i], p10, p90, pinball, day, week }
}

function groupOf<Key>(groups: Groups<Key>, key: Key): Group {
  let group = groups.get(key)
  if (!group) groups.set(key, (group = { sums: emptySums(), issues: 0, last: -1 }))
  return group
}

function take(group: Group, place: number, value: ScoredValue): void {
  addValue(group.sums, value)
  if (group.last !== place) group.issues += 1
  group.last = place
}

const scored = ({ sums, issues }: Group, naive: Naive | null): ForecastScore => ({ ...scoreOf(sums, naive), issues })

const sorted = (groups: Groups<number>): [number, Group][] => [...groups].sort(([a], [b]) => a - b)

const bySkill = (a: { skill: number | null }, b: { skill: number | null }): number =>
  (b.skill ?? -Infinity) - (a.skill ?? -Infinity)
