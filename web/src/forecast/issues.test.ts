import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ForecastIssues, ForecastWithPoints } from '@omarino/contracts'
import { earlierThan, issuesOver } from './issues.ts'

const issue = (id: string, hour: number) => ({
  id, model: 'm', issueTime: new Date(hour * 3_600_000).toISOString(), startTime: new Date(hour * 3_600_000).toISOString(), stepSeconds: 3600,
  flags: [], pointValue: [1], p10: [0], p50: [1], p90: [2],
}) // prettier-ignore
const reply = { series: 's', issues: [issue('c', 3), issue('b', 2), issue('a', 1)] } as unknown as ForecastIssues
const chosen = (id: string, hour: number) => ({ ...issue(id, hour), series: 's' }) as unknown as ForecastWithPoints

test('issues go from the oldest to the newest, and the chosen one is there though the window shows none of its values', () => {
  assert.deepEqual(issuesOver(reply, chosen('b', 2)).map(({ id }) => id), ['a', 'b', 'c']) // prettier-ignore
  assert.deepEqual(issuesOver(reply, chosen('x', 2.5)).map(({ id }) => id), ['a', 'b', 'x', 'c']) // prettier-ignore
  assert.deepEqual(issuesOver(undefined, chosen('x', 2)).map(({ id }) => id), ['x']) // prettier-ignore
  assert.deepEqual(issuesOver({ ...reply, series: 'other' }, chosen('x', 2)).map(({ id }) => id), ['x']) // prettier-ignore
})

test('what was believed at an issue knows the issues before it and none after', () => {
  const all = issuesOver(reply, chosen('b', 2))
  assert.deepEqual(earlierThan(all, 'b').map(({ id }) => id), ['a']) // prettier-ignore
  assert.deepEqual(earlierThan(all, 'a'), [])
  assert.deepEqual(earlierThan(all, 'nobody'), [])
})
