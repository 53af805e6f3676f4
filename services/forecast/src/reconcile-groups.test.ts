import type { SeriesRow } from '@omarino/store'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { demandSameStart, placeGroups } from './reconcile-groups.ts'

const row = (key: string, change: Partial<SeriesRow> = {}) => ({ key, uuid: `id-of-${key}`, unit: 'kW', step_ms: 3_600_000, zone: 'UTC', ...change }) // prettier-ignore
const group = (total: string, ...parts: string[]) => ({ total, parts, method: 'mint' as const })
const ALL = [row('a'), row('b'), row('sum'), row('c')]

test('a group is found by key or UUID, the total first', () => {
  assert.deepEqual(placeGroups([group('sum', 'a', 'id-of-b')], ALL), [{ places: [2, 0, 1], method: 'mint' }])
})

test('a series that is not forecast, or stands in two places, is refused by name and place', () => {
  assert.throws(() => placeGroups([group('sum', 'a', 'd')], ALL), {
    code: 'RECONCILE_UNKNOWN',
    pointer: '/reconcile/0/parts/1',
    message: 'd is none of the 4 series asked for',
  })
  assert.throws(() => placeGroups([group('sum', 'a', 'b'), group('c', 'a', 'sum')], ALL), {
    code: 'RECONCILE_OVERLAP',
    pointer: '/reconcile/1/parts/0',
    message: 'a stands twice in the groups to reconcile (1 and 2)',
  })
  assert.throws(() => placeGroups([group('sum', 'a', 'sum')], ALL), { code: 'RECONCILE_OVERLAP' })
})

test('what differs in unit, step, zone or start does not sum', () => {
  for (const [change, told] of [
    [{ unit: 'MW' }, /b has the unit MW, its total sum the unit kW/],
    [{ step_ms: 900_000 }, /a step of 900 s, its total sum a step of 3600 s/],
    [{ step_ms: null }, /a step of no fixed length/],
    [{ zone: 'Europe/Berlin' }, /the zone Europe\/Berlin, its total sum the zone UTC/],
  ] as const) {
    const series = ALL.map((one) => (one.key === 'b' ? row('b', change) : one))
    assert.throws(() => placeGroups([group('sum', 'a', 'b')], series), { code: 'RECONCILE_MISMATCH', message: told, pointer: '/reconcile/0/parts/1' }) // prettier-ignore
  }
  const starts = [{ key: 'sum', startMs: 0 }, { key: 'a', startMs: 60_000 }] // prettier-ignore
  assert.throws(() => demandSameStart(starts), { code: 'RECONCILE_MISMATCH', message: /a has its first step at 1970-01-01T00:01/ }) // prettier-ignore
})
