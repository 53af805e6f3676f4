import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { z } from 'zod'
import { Duration, Id, Instant, Key, Name, PageQuery, Slug, UnitCode, Zone } from './scalars.ts'

function assertTakes(schema: z.ZodType, good: readonly unknown[], bad: readonly unknown[]): void {
  for (const value of good) assert.ok(schema.safeParse(value).success, JSON.stringify(value))
  for (const value of bad) assert.ok(!schema.safeParse(value).success, JSON.stringify(value))
}

test('an id is a lower-case UUID', () => {
  const id = '01890a5d-ac96-774b-bcce-b302099a8057'
  assertTakes(Id, [id], ['', id.toUpperCase(), `${id} `, id.replaceAll('-', '')])
})

test('a key is parts joined by slashes, a slug one part; neither climbs out of a folder', () => {
  const good = ['demo', 'demo/load/active_power', 'a.b-c_1']
  const bad = ['', '/', 'a/', '/a', 'a//b', '../etc', 'a/..', 'a b', 'ä', 'x'.repeat(201), 'a\n']
  assertTakes(Key, good, bad)
  assertTakes(Slug, ['demo', 'a.b-c_1'], ['a/b', '.hidden', '-x', '', 'a\n', 'x'.repeat(101)])
})

test('instants name their zone and exist', () => {
  assertTakes(Instant, ['2026-03-01T00:00:00Z', '2026-03-01T01:00+01:00'], ['2026-03-01', '2026-02-30T00:00:00Z', '1772323200', 5])
}) // prettier-ignore

test('zones, units and durations are those that the calendar and the unit table know', () => {
  assertTakes(Zone, ['Europe/Berlin', 'UTC'], ['', 'Mars/Olympus', 'x'.repeat(65)])
  assertTakes(UnitCode, ['kW', 'EUR/MWh'], ['kw', '', 'constructor'])
  assertTakes(Duration, ['PT15M', 'P1D', 'P1M'], ['15m', 'P1DT1H', 'PT', 'P1H', 'PT1.5H'])
})

test('a name is one to 200 characters', () => {
  assertTakes(Name, ['x', 'y'.repeat(200)], ['', 'y'.repeat(201), null])
})

test('a page has 100 items unless a whole number from 1 to 500 is asked for', () => {
  assert.deepEqual(PageQuery.parse({}), { limit: 100 })
  assert.deepEqual(PageQuery.parse({ limit: '5', cursor: 'a' }), { limit: 5, cursor: 'a' })
  assertTakes(PageQuery, [{ limit: '1' }, { limit: '500' }], [{ limit: '0' }, { limit: '501' }, { limit: '1.5' }, { limit: '' }, { limit: 'x' }])
}) // prettier-ignore
