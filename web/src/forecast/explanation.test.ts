import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ForecastWithPoints } from '@omarino/contracts'
import { contributionsOf } from './explanation.ts'

const forecast = {
  unit: 'kW', stepSeconds: 3600, times: ['1970-01-01T00:00:00.000Z', '1970-01-01T01:00:00.000Z'], pointValue: [3, 1],
  explanation: { groups: ['base', 'x'], contributions: [[4, 4], [-1, -3]] },
} as unknown as ForecastWithPoints // prettier-ignore
const names = { point: 'Point', groups: { base: 'Base' } }

test('groups pile up to the point; a group without a word keeps its own name', () => {
  const found = contributionsOf(forecast, names)
  assert.deepEqual(found?.lanes.map(({ label, draw }) => [label, draw]), [['Base', 'stack'], ['x', 'stack'], ['Point', 'step']]) // prettier-ignore
  assert.deepEqual(found?.lanes.map(({ values }) => [...values]), [[4, 4], [-1, -3], [3, 1]]) // prettier-ignore
  assert.equal(found?.endMs, 2 * 3_600_000)
})

test('without an explanation there is nothing to show', () => {
  assert.equal(contributionsOf({ ...forecast, explanation: null }, names), undefined)
})
