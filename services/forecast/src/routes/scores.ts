import { ForecastIssues, ForecastIssuesQuery, ForecastScores, ForecastScoresQuery, Problem } from '@omarino/contracts'
import { Failure, parseInstant, QUALITY } from '@omarino/energy'
import type { TimeRange } from '@omarino/energy'
import { getSeries, issuesIn, pointsOfIssues, readPoints } from '@omarino/store'
import type { IssueRow, SeriesRow } from '@omarino/store'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Pool } from 'pg'
import { naiveLookup } from '../naive-lookup.ts'
import { issueColumns } from '../issue-columns.ts'
import { scoreIssues } from '../score-issues.ts'

const DAY_MS = 86_400_000
const MOST_DAYS = 400
const MOST_VALUES = 500_000
const NAIVE_DAYS = 15 // the newest whole week before an issue, and a day in which clocks change
const unchecked = { serializerCompiler: () => JSON.stringify } // columns of plain numbers: checking each would only cost time

/** Stored forecasts against what then happened. */
export const scoreRoutes: FastifyPluginAsyncZod<{ db: Pool }> = async (app, { db }) => {
  app.get(
    '/forecast/scores',
    { schema: { querystring: ForecastScoresQuery, response: { 200: ForecastScores, '4xx': Problem } }, ...unchecked },
    async ({ query }) => {
      const range = rangeOf(query)
      const series = await getSeries(db, query.series)
      const found = await issuesIn(db, series.id, range, query.limit + 1)
      const issues = found.slice(0, query.limit)
      const points = await readWithin(db, issues, range)
      const lookup = await readActuals(db, series, issues, range)
      const { key, unit, zone } = series
      const truncated = found.length > issues.length
      return { series: key, unit, zone, ...isoOf(range), truncated, ...scoreIssues(issues, points, lookup, zone) }
    },
  )

  app.get(
    '/forecast/issues',
    { schema: { querystring: ForecastIssuesQuery, response: { 200: ForecastIssues, '4xx': Problem } }, ...unchecked },
    async ({ query }) => {
      const range = rangeOf(query)
      const { id, key, unit } = await getSeries(db, query.series)
      const found = await issuesIn(db, id, range, query.limit + 1)
      const issues = found.slice(0, query.limit)
      const columns = issueColumns(issues, await readWithin(db, issues, range))
      return { series: key, unit, ...isoOf(range), truncated: found.length > issues.length, issues: columns }
    },
  )
}

/** @throws Failure `RANGE_INVALID` when it is empty or longer than 400 days */
function rangeOf(query: { from: string; to: string }): TimeRange {
  const [fromMs, toMs] = [parseInstant(query.from) as number, parseInstant(query.to) as number] // the schema has read them
  if (fromMs < toMs && toMs - fromMs <= MOST_DAYS * DAY_MS) return { fromMs, toMs }
  const what = fromMs < toMs ? `spans ${((toMs - fromMs) / DAY_MS).toFixed(1)} days` : 'is empty'
  throw new Failure('invalid', 'RANGE_INVALID', `the window ${what}; it must span up to ${MOST_DAYS} days`, '/to')
}

const isoOf = ({ fromMs, toMs }: TimeRange) => ({ from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() }) // prettier-ignore

/** @throws Failure `TOO_MANY_VALUES` */
async function readWithin(db: Pool, issues: readonly IssueRow[], range: TimeRange) {
  const points = await pointsOfIssues(db, issues.map(({ id }) => id), range, MOST_VALUES + 1) // prettier-ignore
  if (points.timesMs.length <= MOST_VALUES) return points
  const what = `${issues.length} issues have more than ${MOST_VALUES} values in the window`
  throw new Failure('invalid', 'TOO_MANY_VALUES', `${what}; ask for a shorter one, or for fewer issues`, '/limit')
}

/** Good and estimated values of the window, and of the weeks before that the naive looks at. */
async function readActuals(db: Pool, series: SeriesRow, issues: readonly IssueRow[], range: TimeRange) {
  const earliestMs = Math.min(range.fromMs, ...issues.map(({ issue_time: issued }) => issued.getTime()))
  const { timesMs, values, quality } = await readPoints(db, series.id, {
    fromMs: earliestMs - NAIVE_DAYS * DAY_MS,
    toMs: range.toMs,
  })
  const trusted = values.map((value, i) => ((quality[i] & 7) <= QUALITY.estimated ? value : NaN))
  return naiveLookup(timesMs, trusted, issues[0]?.step_ms ?? series.step_ms ?? DAY_MS, series.zone)
}
