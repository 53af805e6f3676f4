import type { ForecastIssues } from '@omarino/contracts'
import type { IssuePoints, IssueRow } from '@omarino/store'

/** Points that come issue by issue, cut into columns per issue; an issue without a point in the window is left out. */
export function issueColumns(issues: readonly IssueRow[], points: IssuePoints): ForecastIssues['issues'] {
  const columns: ForecastIssues['issues'] = []
  let from = 0
  for (const [place, issue] of issues.entries()) {
    let to = from
    while (points.issue[to] === place) to += 1
    const slice = (name: 'pointValue' | 'p10' | 'p50' | 'p90'): number[] => [...points[name].subarray(from, to)]
    if (to > from)
      columns.push({
        id: issue.id, model: issue.model, issueTime: issue.issue_time.toISOString(), startTime: new Date(points.timesMs[from]).toISOString(),
        stepSeconds: issue.step_ms / 1000, flags: issue.flags, pointValue: slice('pointValue'), p10: slice('p10'), p50: slice('p50'), p90: slice('p90'),
      }) // prettier-ignore
    from = to
  }
  return columns
}
