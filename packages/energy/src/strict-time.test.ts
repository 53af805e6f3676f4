import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseInstant } from './strict-time.ts'

test('an instant is read with any way to write its zone', () => {
  const at = Date.UTC(2026, 2, 1, 0, 15)
  for (const text of [
    '2026-03-01T00:15:00Z', '2026-03-01 00:15z', '2026-03-01T01:15:00+01:00', '2026-03-01T01:15+0100', '2026-03-01T01:15:00.000+01',
    '2026-02-28T18:45:00-05:30',
  ]) assert.equal(parseInstant(text), at, text) // prettier-ignore
})

test('fractions are milliseconds, what is below is cut', () => {
  assert.equal(parseInstant('1970-01-01T00:00:00.5Z'), 500)
  assert.equal(parseInstant('1970-01-01T00:00:00,123999Z'), 123)
})

test('a time without zone is not guessed', () => {
  for (const text of ['2026-03-01', '2026-03-01T00:15', '2026-03-01 00:15:00.5'])
    assert.equal(parseInstant(text), 'TIME_ZONE_MISSING', text)
})

test('times that do not exist are refused', () => {
  for (const text of [
    '2026-02-30T00:00:00Z', '2026-02-29T00:00:00Z', '2100-02-29T00:00:00Z', '2026-04-31T00:00:00Z', '2026-13-01T00:00:00Z', '2026-00-10T00:00:00Z',
    '2026-01-00T00:00:00Z', '2026-01-01T24:00:00Z', '2026-01-01T23:60:00Z', '2026-01-01T23:59:60Z', '2026-01-01T00:00:00+15:00', '1899-12-31T00:00:00Z',
    '2201-01-01T00:00:00Z',
  ]) assert.equal(parseInstant(text), 'TIME_DOES_NOT_EXIST', text) // prettier-ignore
  assert.equal(parseInstant('2024-02-29T00:00:00Z'), Date.UTC(2024, 1, 29))
  assert.equal(parseInstant('2000-02-29T00:00:00Z'), Date.UTC(2000, 1, 29))
})

test('other shapes are no times', () => {
  for (const text of ['', '1772323200', '01.03.2026 00:15', '2026-3-1T00:00:00Z', '2026-03-01T00:00:00Z ', '20260301T000000Z', 'now'])
    assert.equal(parseInstant(text), 'TIME_FORMAT', text) // prettier-ignore
})

test('every instant from 1900 on is read back from its ISO text', () => {
  const instants = fc.integer({ min: Date.UTC(1900, 0, 1), max: Date.UTC(2200, 11, 31) })
  fc.assert(fc.property(instants, (ms) => assert.equal(parseInstant(new Date(ms).toISOString()), ms)))
})
