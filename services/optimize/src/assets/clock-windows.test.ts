import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { clockInstant, clockWindows, patternMinutes } from './clock-windows.ts'

const BERLIN = 'Europe/Berlin'
const HOUR_MS = 3_600_000
const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6]
const at = (text: string): number => new Date(text).getTime()
const rangeOf = (from: string, hours: number) => ({ fromMs: at(from), toMs: at(from) + hours * HOUR_MS })
const spans = (windows: readonly { fromMs: number; toMs: number }[]): string[] =>
  windows.map(({ fromMs, toMs }) => `${new Date(fromMs).toISOString()} ${(toMs - fromMs) / HOUR_MS} h`)

test('a night by the clock lasts 12 h on a winter day, 11 when clocks go forward and 13 when they go back', () => {
  const night = { weekdays: EVERY_DAY, from: '19:00', to: '07:00' }
  const of = (day: string) => spans(clockWindows(night, BERLIN, rangeOf(`${day}T18:00Z`, 2)))
  assert.deepEqual(of('2026-01-10'), ['2026-01-10T18:00:00.000Z 12 h'])
  assert.deepEqual(of('2026-03-28'), ['2026-03-28T18:00:00.000Z 11 h'])
  assert.deepEqual(of('2026-10-24'), ['2026-10-24T17:00:00.000Z 13 h'])
})

test('a window belongs to the day on which it begins, and one that began before the range still counts', () => {
  const friday = { weekdays: [4], from: '18:00', to: '06:00' }
  // 2026-01-09 is a Friday; Saturday 05:00 in Berlin is 04:00Z
  assert.deepEqual(clockWindows(friday, BERLIN, rangeOf('2026-01-10T04:00Z', 48)).map(({ date }) => date), ['2026-01-09']) // prettier-ignore
  assert.deepEqual(clockWindows(friday, BERLIN, rangeOf('2026-01-10T05:00Z', 48)), []) // it ends as the range begins
})

test('a time that the clock skips is where the gap ends, one that it shows twice is the first', () => {
  assert.equal(clockInstant(BERLIN, '2026-03-29', '02:30'), at('2026-03-29T01:00Z'))
  assert.equal(clockInstant(BERLIN, '2026-10-25', '02:30'), at('2026-10-25T00:30Z'))
  assert.deepEqual(clockWindows({ weekdays: EVERY_DAY, from: '02:10', to: '02:50' }, BERLIN, rangeOf('2026-03-29T00:00Z', 3)), []) // prettier-ignore
})

test('equal times are a whole day', () => {
  assert.deepEqual(['08:00', '07:59', '08:01'].map((to) => patternMinutes({ from: '08:00', to })), [1440, 1439, 1]) // prettier-ignore
  assert.deepEqual(spans(clockWindows({ weekdays: [6], from: '00:00', to: '00:00' }, BERLIN, rangeOf('2026-10-24T00:00Z', 48))), ['2026-10-24T22:00:00.000Z 25 h']) // prettier-ignore
})

test('windows rise, never are empty, and hold some of their range', () => {
  const clock = fc.tuple(fc.nat(23), fc.nat(59)).map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`) // prettier-ignore
  const zones = fc.constantFrom('Europe/Berlin', 'America/Santiago', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'UTC')
  fc.assert(
    fc.property(zones, clock, clock, fc.nat(366 * 24), fc.integer({ min: 1, max: 72 }), (zone, from, to, hour, hours) => {
      const range = rangeOf(new Date(at('2026-01-01T00:00Z') + hour * HOUR_MS).toISOString(), hours)
      const windows = clockWindows({ weekdays: EVERY_DAY, from, to }, zone, range)
      for (const [k, { fromMs, toMs }] of windows.entries()) {
        assert.ok(fromMs < toMs && fromMs < range.toMs && toMs > range.fromMs)
        assert.ok(k === 0 || windows[k - 1].fromMs < fromMs)
      }
    }),
  )
}) // prettier-ignore
