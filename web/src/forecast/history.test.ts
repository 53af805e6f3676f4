import assert from 'node:assert/strict'
import { test } from 'node:test'
import { historyDays } from './history.ts'

test('history is counted from the first to the last point', () => {
  assert.equal(historyDays({ firstTime: '2026-03-01T00:00:00Z', lastTime: '2026-03-02T12:00:00Z' }), 1.5)
  assert.equal(historyDays({ firstTime: null, lastTime: null }), 0)
})
