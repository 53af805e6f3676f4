import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RunDetail } from '@omarino/contracts'
import { publishedSeries, writtenBy } from './published-series.ts'
import { resultWith } from './sample-plan.ts'

test('power and state of charge become series; assets whose names are no keys and reserves do not', () => {
  const result = resultWith({
    schedules: { b: { soc: [0.5], powerKw: [1] }, 'my car': { powerKw: [1] }, fcr: { offerKw: [3] } },
  })
  assert.deepEqual(publishedSeries({ site: 's', result }), ['s/b/scheduled_power', 's/b/scheduled_soc'])
  assert.deepEqual(publishedSeries({ site: 's', result: null }), [])
})

test('what was written is told by the task alone, and not before it has ended', () => {
  const output = { planId: 'p', series: ['s/b/scheduled_power'], points: 2, skipped: [] }
  const run = (task: object): RunDetail => ({ tasks: [task] }) as unknown as RunDetail
  assert.deepEqual(writtenBy(run({ kind: 'publish', output })), output)
  assert.equal(writtenBy(run({ kind: 'publish', output: null })), undefined)
  assert.equal(writtenBy(run({ kind: 'import', output })), undefined)
  assert.equal(writtenBy(undefined), undefined)
})
