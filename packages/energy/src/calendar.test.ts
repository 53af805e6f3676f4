import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  addDays,
  calendarEdges,
  fixedStepMs,
  instantsOfWall,
  isZone,
  localDate,
  localTime,
  offsetMs,
  parseCalendarStep,
  startOfDate,
  startOfDay,
} from './calendar.ts'
import type { CalendarStep } from './calendar.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const berlin = 'Europe/Berlin'
const santiago = 'America/Santiago'
const utc = (time: string): number => new Date(`${time}Z`).getTime()
const text = (ms: number): string => new Date(ms).toISOString()
const iso = (instants: Iterable<number>): string[] => Array.from(instants, text)

/** Offset as `Intl` names it, `GMT+05:45`: another way than the one under test, which subtracts fields. */
const namedOffsets = (zone: string): ((ms: number) => number) => {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset', year: 'numeric' })
  return (ms) => {
    const match = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(format.format(ms))
    if (!match) throw new Error(`no offset of ${zone}`)
    const [hours, minutes, seconds] = [match[2], match[3], match[4]].map((digits) => +(digits ?? 0))
    return (match[1] === '-' ? -1 : 1) * (hours * HOUR_MS + minutes * MINUTE_MS + seconds * 1000)
  }
}

/** The first minute with another offset than at `low`, when the offset at `high` is another. */
function changeBetween(low: number, high: number, named: (ms: number) => number): number {
  const before = named(low)
  while (high - low > MINUTE_MS) {
    const middle = low + Math.floor((high - low) / 2 / MINUTE_MS) * MINUTE_MS
    if (named(middle) === before) low = middle
    else high = middle
  }
  return high
}

/** Asserts that no instant of the date lies before `start`, and that `start` is one. */
function assertStart(zone: string, date: string, start: number, named: (ms: number) => number): void {
  const dateAt = (ms: number): string => new Date(ms + named(ms)).toISOString().slice(0, 10)
  assert.equal(dateAt(start), date, `${zone} ${date}`)
  for (const earlier of [1, MINUTE_MS, 30 * MINUTE_MS, HOUR_MS, 2 * HOUR_MS])
    assert.ok(dateAt(start - earlier) < date, `${zone} ${date} begins before ${text(start)}`)
}

test('offsets and starts of days agree with Intl in every zone and on days of change, 2000 to 2037', () => {
  for (const [number, zone] of Intl.supportedValuesOf('timeZone').entries()) {
    const named = namedOffsets(zone)
    let earlier = utc('2000-01-01T00:00')
    for (let month = 1 + (number % 5); month <= 38 * 12; month += 5) {
      const at = Date.UTC(2000, month, 1 + (number % 28), number % 24, 7)
      assert.equal(offsetMs(zone, at), named(at), `${zone} ${text(at)}`)
      if (named(earlier) !== named(at) && (month + number) % 3 === 0) {
        const change = changeBetween(earlier, at, named)
        for (const ms of [change - 1, change]) assert.equal(offsetMs(zone, ms), named(ms), `${zone} ${text(ms)}`)
        const date = localDate(zone, change)
        assertStart(zone, date, startOfDate(zone, date), named)
      }
      earlier = at
    }
  }
})

test('a change at one minute past midnight is found to the minute', () => {
  // St. John's ended summer time on 2009-11-01 at 00:01 (-02:30), that is 02:31 UTC: the clock went back to 23:01.
  const zone = 'America/St_Johns'
  assert.equal(offsetMs(zone, utc('2009-11-01T02:30:59.999')), -2.5 * HOUR_MS)
  assert.equal(offsetMs(zone, utc('2009-11-01T02:31')), -3.5 * HOUR_MS)
})

test('a wall clock shows a time in a spring gap never, in a repeated autumn hour twice, else once', () => {
  const at = (wall: string): string[] => iso(instantsOfWall(berlin, utc(wall)))
  assert.deepEqual(at('2026-03-29T01:59'), ['2026-03-29T00:59:00.000Z'])
  assert.deepEqual(at('2026-03-29T02:00'), [])
  assert.deepEqual(at('2026-03-29T02:59'), [])
  assert.deepEqual(at('2026-03-29T03:00'), ['2026-03-29T01:00:00.000Z'])
  assert.deepEqual(at('2026-10-25T02:00'), ['2026-10-25T00:00:00.000Z', '2026-10-25T01:00:00.000Z'])
  assert.deepEqual(at('2026-10-25T03:00'), ['2026-10-25T02:00:00.000Z'])
})

test('every instant is among the instants of the wall time that it shows', () => {
  const zones = [berlin, santiago, 'Australia/Lord_Howe', 'Pacific/Apia', 'Asia/Kathmandu', 'Africa/Casablanca']
  const minutes = fc.integer({ min: utc('2000-01-01T00:00') / MINUTE_MS, max: utc('2037-12-31T00:00') / MINUTE_MS })
  const property = fc.property(fc.constantFrom(...zones), minutes, (zone, minute) => {
    const ms = minute * MINUTE_MS
    const found = instantsOfWall(zone, ms + offsetMs(zone, ms))
    assert.ok(found.includes(ms) && found.length <= 2)
  })
  fc.assert(property, { numRuns: 500 })
})

test('a day that skips midnight begins at its first instant, one o’clock', () => {
  // Chile: on 2026-09-06 at 00:00 (-04:00) the clock jumps to 01:00 (-03:00).
  assert.deepEqual(iso([startOfDate(santiago, '2026-09-06')]), ['2026-09-06T04:00:00.000Z'])
  assert.deepEqual(iso([startOfDay(santiago, utc('2026-09-06T12:00'))]), ['2026-09-06T04:00:00.000Z'])
  assert.deepEqual(localTime(santiago, utc('2026-09-06T04:00')), {
    year: 2026, month: 9, day: 6, hour: 1, minute: 0, second: 0, weekday: 6,
  }) // prettier-ignore
})

test('a date that a zone left out holds no time: it begins where the next one does', () => {
  assert.equal(startOfDate('Pacific/Apia', '2011-12-30'), startOfDate('Pacific/Apia', '2011-12-31')) // went west to east of the date line
  const range = { fromMs: utc('2011-12-29T12:00'), toMs: utc('2012-01-01T00:00') }
  assert.deepEqual(
    iso(calendarEdges(range, { count: 1, unit: 'day' }, 'Pacific/Apia')),
    ['2011-12-29T10:00:00.000Z', '2011-12-30T10:00:00.000Z', '2011-12-31T10:00:00.000Z', '2012-01-01T10:00:00.000Z'],
  ) // prettier-ignore
})

const edges = (from: string, to: string, step: CalendarStep, zone: string): string[] =>
  iso(calendarEdges({ fromMs: utc(from), toMs: utc(to) }, step, zone))

test('days in Berlin have 92 quarter-hours in March and 100 in October', () => {
  const quarters = (from: string, to: string) => edges(from, to, { count: 15, unit: 'minute' }, berlin).length - 1
  assert.equal(quarters('2026-03-28T23:00', '2026-03-29T22:00'), 92)
  assert.equal(quarters('2026-10-24T22:00', '2026-10-25T23:00'), 100)
  assert.equal(quarters('2026-06-01T22:00', '2026-06-02T22:00'), 96)
})

test('weeks start on Monday, months on the first, years in January, all at local midnight', () => {
  assert.deepEqual(edges('2026-03-25T12:00', '2026-04-06T00:00', { count: 1, unit: 'week' }, berlin), [
    '2026-03-22T23:00:00.000Z', '2026-03-29T22:00:00.000Z', '2026-04-05T22:00:00.000Z', '2026-04-12T22:00:00.000Z',
  ]) // prettier-ignore
  assert.deepEqual(edges('2026-02-27T23:30', '2026-03-31T23:00', { count: 1, unit: 'month' }, berlin), [
    '2026-01-31T23:00:00.000Z', '2026-02-28T23:00:00.000Z', '2026-03-31T22:00:00.000Z', '2026-04-30T22:00:00.000Z',
  ]) // prettier-ignore
  assert.deepEqual(edges('2026-02-01T00:00', '2026-12-31T22:00', { count: 1, unit: 'year' }, berlin), [
    '2025-12-31T23:00:00.000Z', '2026-12-31T23:00:00.000Z',
  ]) // prettier-ignore
})

test('hours of a day that skips midnight count from its first instant', () => {
  const hours = edges('2026-09-06T03:30', '2026-09-06T06:00', { count: 2, unit: 'hour' }, santiago)
  // Saturday begins at 04:00 UTC the day before, so 02:00 UTC opens its last bucket; Sunday begins at 04:00 UTC.
  assert.deepEqual(hours, ['2026-09-06T02:00:00.000Z', '2026-09-06T04:00:00.000Z', '2026-09-06T06:00:00.000Z'])
})

test('edges rise, cover the range, and none is wholly outside it', () => {
  const zone = fc.constantFrom(berlin, santiago, 'Asia/Kathmandu', 'Australia/Lord_Howe')
  const step = fc.constantFrom('PT15M', 'PT1H', 'PT5H', 'P1D', 'P2D', 'P1W', 'P1M', 'P1Y')
  const start = fc.integer({ min: utc('2020-01-01T00:00'), max: utc('2030-01-01T00:00') })
  const property = fc.property(
    zone,
    step,
    start,
    fc.integer({ min: 1, max: 20 * DAY_MS }),
    (name, duration, fromMs, ms) => {
      const parsed = parseCalendarStep(duration)
      assert.ok(parsed)
      const found = calendarEdges({ fromMs, toMs: fromMs + ms }, parsed, name)
      assert.ok(found.length >= 2 && found.every((edge, i) => i === 0 || edge > found[i - 1]))
      assert.ok(found[0] <= fromMs && found[1] > fromMs)
      assert.ok(found[found.length - 1] >= fromMs + ms && found[found.length - 2] < fromMs + ms)
    },
  )
  fc.assert(property, { numRuns: 200 })
})

test('more than 200,000 buckets are refused', () => {
  const range = { fromMs: 0, toMs: 200_001 * MINUTE_MS }
  assert.throws(() => calendarEdges(range, { count: 1, unit: 'minute' }, 'UTC'), RangeError)
})

test('a duration has one unit and counts something', () => {
  assert.deepEqual(parseCalendarStep('PT15M'), { count: 15, unit: 'minute' })
  assert.deepEqual(parseCalendarStep('P1M'), { count: 1, unit: 'month' })
  for (const other of ['', 'P', 'PT', 'PT0H', 'P1H', 'P1DT1H', 'pt1h', 'PT1.5H', 'P-1D', 'PT100000H'])
    assert.equal(parseCalendarStep(other), undefined, other)
  assert.deepEqual([fixedStepMs({ count: 2, unit: 'hour' }), fixedStepMs({ count: 1, unit: 'day' })], [7_200_000, undefined]) // prettier-ignore
})

test('dates are counted over leap days and ends of years', () => {
  assert.equal(addDays('2024-02-28', 2), '2024-03-01')
  assert.equal(addDays('2026-01-01', -1), '2025-12-31')
})

test('a zone is one that the runtime knows', () => {
  assert.deepEqual(['Europe/Berlin', 'Mars/Olympus', ''].map(isZone), [true, false, false]) // prettier-ignore
})
