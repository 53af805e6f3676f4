// Issues of one series over a window: what was believed when.
import type { ForecastIssues, ForecastWithPoints } from '@omarino/contracts'
import { instantMs } from '../instants.ts'

/** One issue as columns; value `i` belongs to the step that starts at `startMs + i · stepMs`. */
export interface Issue {
  readonly id: string
  readonly model: string
  readonly issueMs: number
  readonly startMs: number
  readonly stepMs: number
  readonly p10: readonly number[]
  readonly p50: readonly number[]
  readonly p90: readonly number[]
}

type Dated = Pick<
  ForecastIssues['issues'][number],
  'id' | 'model' | 'issueTime' | 'startTime' | 'stepSeconds' | 'p10' | 'p50' | 'p90'
>
/** An issue or a whole forecast of the API as columns. */
export const toIssue = ({ id, model, issueTime, startTime, stepSeconds, p10, p50, p90 }: Dated): Issue => ({
  id, model, issueMs: instantMs(issueTime), startMs: instantMs(startTime), stepMs: stepSeconds * 1000, p10, p50, p90,
}) // prettier-ignore

/** Oldest first; the chosen forecast is among them even when the window shows none of its values. */
export function issuesOver(reply: ForecastIssues | undefined, chosen: ForecastWithPoints): readonly Issue[] {
  const found = reply?.series === chosen.series ? reply.issues.map(toIssue) : []
  const all = found.some(({ id }) => id === chosen.id) ? found : [...found, toIssue(chosen)]
  return all.toSorted((a, b) => a.issueMs - b.issueMs || (a.id < b.id ? -1 : 1))
}

/** Those issued before the chosen one, which is the last that was believed then. */
export const earlierThan = (issues: readonly Issue[], chosenId: string): readonly Issue[] =>
  issues.slice(
    0,
    Math.max(
      0,
      issues.findIndex(({ id }) => id === chosenId),
    ),
  )
