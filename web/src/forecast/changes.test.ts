import type { Forecast } from '@omarino/contracts'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatsOf } from '../formats.ts'
import { newestAnomalies } from './anomalies.ts'
import { groupChanges, reachesInto, signed } from './changes.ts'

test('what moved most comes first, what did not move is left out', () => {
  const groups = [
    { group: 'base', mean: 0, meanSize: 0, largest: 0 },
    { group: 'daily', mean: 1, meanSize: 1, largest: 2 },
    { group: 'rain', mean: -0.5, meanSize: 3, largest: -9 },
  ]
  assert.deepEqual(groupChanges({ groups }).map(({ group }) => group), ['rain', 'daily']) // prettier-ignore
  assert.deepEqual(groupChanges({ groups: null }), [])
})

test('an issue that ends where the next begins has nothing in common with it', () => {
  const issue = (hour: number, horizon: number, stepSeconds = 3600) => ({ startTime: new Date(hour * 3_600_000).toISOString(), horizon, stepSeconds }) as Forecast // prettier-ignore
  assert.equal(reachesInto(issue(0, 24), issue(24, 24)), false)
  assert.equal(reachesInto(issue(0, 25), issue(24, 24)), true)
  assert.equal(reachesInto(issue(0, 250, 900), issue(24, 24)), false)
})

test('a rise has a plus, what rounds to nothing has no sign', () => {
  const { reading } = formatsOf('de')
  assert.deepEqual([1.234, -1.234, 0, 1e-9].map((value) => signed(reading, value)), ['+1,23', '−1,23', '0', '0']) // prettier-ignore
})

test('of many anomalies the newest three are shown, the newest first', () => {
  const odd = [1, 2, 3, 4, 5].map((day) => ({ kind: 'spikes' as const, from: `2026-01-0${day}T00:00:00Z`, to: null }))
  const { shown, more } = newestAnomalies(odd)
  assert.deepEqual([shown.map(({ from }) => from.slice(8, 10)), more], [['05', '04', '03'], 2])
  assert.deepEqual(newestAnomalies([]), { shown: [], more: 0 })
})
