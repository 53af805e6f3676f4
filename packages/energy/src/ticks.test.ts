import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import fc from 'fast-check'
import { localDate, offsetMs, startOfDay, wallMs } from './calendar.ts'
import { offsetText, tickLabels, timeTicks, valueTicks } from './ticks.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const ZONES = [
  'UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Adelaide', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'America/Santiago',
  'Asia/Beirut', 'America/Havana', 'Pacific/Chatham', 'America/St_Johns', 'Africa/Casablanca',
] // prettier-ignore
const homeZone = process.env['TZ']
afterEach(() => {
  if (homeZone === undefined) delete process.env['TZ']
  else process.env['TZ'] = homeZone
})
const clocks = (fromMs: number, toMs: number, zone: string, most: number): string[] => {
  const ticks = timeTicks({ fromMs, toMs }, zone, most)
  return tickLabels(ticks, zone, 'en')
}
const spans = fc.record({
  zone: fc.constantFrom(...ZONES),
  fromMs: fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2030, 0, 1) }),
  spanMs: fc.oneof(fc.integer({ min: 2000, max: DAY_MS }), fc.integer({ min: DAY_MS, max: 4000 * DAY_MS })),
  most: fc.integer({ min: 2, max: 14 }),
})

test('on the day that Berlin loses an hour, six-hour ticks stay on 06:00, 12:00, 18:00', () => {
  const labels = clocks(Date.UTC(2026, 2, 28, 23), Date.UTC(2026, 2, 29, 22), 'Europe/Berlin', 5)
  assert.deepEqual(labels, ['Sun 29 Mar', '06:00 +02:00', '12:00', '18:00', 'Mon 30 Mar'])
})

test('on the day that Berlin repeats an hour, hourly ticks show 02:00 twice, the second with its offset', () => {
  const labels = clocks(Date.UTC(2026, 9, 24, 22), Date.UTC(2026, 9, 25, 2), 'Europe/Berlin', 5)
  assert.deepEqual(labels, ['Sun 25 Oct', '01:00', '02:00', '02:00 +01:00', '03:00'])
})

test('Santiago skips midnight: the date stands at 01:00, where the day begins', () => {
  const day = startOfDay('America/Santiago', Date.UTC(2026, 8, 6, 12)) // 6 September 2026, clocks go 00:00 → 01:00
  assert.equal(wallMs('America/Santiago', day), Date.UTC(2026, 8, 6, 1))
  const { ticks } = timeTicks({ fromMs: day - 3 * HOUR_MS, toMs: day + 3 * HOUR_MS }, 'America/Santiago', 7)
  assert.deepEqual(
    ticks.filter((tick) => tick.startsDay).map((tick) => tick.ms),
    [day],
  )
})

test('Havana has midnight twice: only the first carries the date', () => {
  const day = startOfDay('America/Havana', Date.UTC(2026, 10, 1, 12)) // 1 November 2026, clocks go 01:00 → 00:00
  const labels = clocks(day, day + 3 * HOUR_MS, 'America/Havana', 4)
  assert.deepEqual(labels, ['Sun 1 Nov', '00:00 −05:00', '01:00', '02:00'])
})

test('a year gets months and a decade gets years', () => {
  assert.equal(clocks(Date.UTC(2026, 0, 1), Date.UTC(2026, 11, 31), 'UTC', 12)[1], 'Feb 2026')
  assert.deepEqual(clocks(Date.UTC(2020, 0, 1), Date.UTC(2024, 0, 1), 'UTC', 5), [
    '2020',
    '2021',
    '2022',
    '2023',
    '2024',
  ])
})

test('German dates are numbers, and a negative offset has a true minus', () => {
  const ticks = timeTicks({ fromMs: Date.UTC(2026, 9, 25), toMs: Date.UTC(2026, 9, 27) }, 'UTC', 3)
  assert.equal(tickLabels(ticks, 'UTC', 'de')[0], 'So., 25.10.')
  assert.equal(offsetText('America/St_Johns', Date.UTC(2026, 0, 1)), '−03:30')
})

for (const processZone of ['UTC', 'America/New_York', 'Europe/Berlin']) {
  test(`ticks rise, lie in the range and on the wall-clock grid, whatever the process zone (${processZone})`, () => {
    process.env['TZ'] = processZone
    fc.assert(
      fc.property(spans, ({ zone, fromMs, spanMs, most }) => {
        const range = { fromMs, toMs: fromMs + spanMs }
        const { step, ticks } = timeTicks(range, zone, most)
        const stepMs = { second: 1000, minute: 60_000, hour: HOUR_MS }[step.unit as 'second'] * step.count
        for (const [i, { ms, startsDay }] of ticks.entries()) {
          assert.ok(ms >= range.fromMs && ms <= range.toMs)
          assert.ok(i === 0 || ms > ticks[i - 1].ms)
          assert.equal(startsDay, ms === startOfDay(zone, ms))
          if (step.unit === 'month' || step.unit === 'year') assert.ok(localDate(zone, ms).endsWith('-01'))
          if (!startsDay) assert.equal(wallMs(zone, ms) % stepMs, 0)
        }
        assert.ok(ticks.length <= most + 3, `${ticks.length} ticks where ${most} have room`)
      }),
      { numRuns: 150 },
    )
  })
}

test('on every day on which a clock changes the day is marked once', () => {
  for (const zone of ZONES) {
    for (let ms = Date.UTC(2026, 0, 1, 12); ms < Date.UTC(2027, 0, 1); ms += DAY_MS) {
      if (offsetMs(zone, ms) === offsetMs(zone, ms - DAY_MS)) continue
      const start = startOfDay(zone, ms)
      const { ticks } = timeTicks({ fromMs: start - 6 * HOUR_MS, toMs: start + 20 * HOUR_MS }, zone, 9)
      assert.equal(ticks.filter((tick) => tick.startsDay && tick.ms === start).length, 1, `${zone} ${start}`)
    }
  }
})

test('value ticks are round, within the range, at most as many as asked, and zero is never negative', () => {
  assert.deepEqual(valueTicks(0, 100, 5), [0, 25, 50, 75, 100]) // by 20 there would be six
  assert.deepEqual(valueTicks(-240, 590, 5), [-200, 0, 200, 400])
  assert.deepEqual(valueTicks(-0.3, 0.3, 4), [-0.2, 0, 0.2]) // 0.6 / 3 = 0.2
  assert.deepEqual(valueTicks(5, 5, 5), [])
  assert.deepEqual(valueTicks(NaN, 5, 5), [])
  fc.assert(
    fc.property(
      fc.double({ min: -1e6, max: 1e6, noNaN: true }),
      fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
      (min, span) => {
        const ticks = valueTicks(min, min + span, 5)
        assert.ok(ticks.length <= 5)
        for (const tick of ticks)
          assert.ok(tick >= min - span * 1e-6 && tick <= min + span * (1 + 1e-6) && !Object.is(tick, -0))
      },
    ),
  )
})
