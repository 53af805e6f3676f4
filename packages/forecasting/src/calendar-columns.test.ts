import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startOfDate } from '@omarino/energy'
import { calendarColumns } from './calendar-columns.ts'
import { sameTimeBefore } from './local-lag.ts'

const QUARTER_MS = 900_000
const ZONE = 'Europe/Amsterdam'

test('the day on which clocks spring forward has 92 quarter-hours and no third hour', () => {
  const startMs = startOfDate(ZONE, '2024-03-31')
  const { day, slot } = calendarColumns(startMs, QUARTER_MS, 96, ZONE, null)
  assert.equal(day.filter((each) => each === day[0]).length, 92)
  assert.deepEqual([slot[7], slot[8], slot[91], slot[92]], [7, 12, 95, 0]) // 01:45, 03:00, 23:45, 00:00
})

test('the day on which clocks fall back has 100 quarter-hours', () => {
  const { day, slot } = calendarColumns(startOfDate(ZONE, '2024-10-27'), QUARTER_MS, 110, ZONE, null)
  assert.equal(day.filter((each) => each === day[0]).length, 100)
  assert.deepEqual([slot[8], slot[12], slot[16]], [8, 8, 12]) // 02:00, 02:00 again, 03:00
})

test('yesterday is the same local time, across both changes of the clock', () => {
  for (const date of ['2024-03-31', '2024-10-27']) {
    const { day, slot, offset } = calendarColumns(
      startOfDate(ZONE, date) - 96 * QUARTER_MS,
      QUARTER_MS,
      400,
      ZONE,
      null,
    )
    for (const noon of [0, 1, 2, 3].flatMap((days) =>
      slot.findIndex((each, i) => each === 48 && day[i] === day[0] + days),
    )) {
      const before = sameTimeBefore(offset, noon, 1, 96)
      if (before >= 0) assert.deepEqual([slot[before], day[before]], [48, day[noon] - 1])
    }
  }
})

test('before the first step there is nothing', () => {
  assert.equal(sameTimeBefore(new Float64Array(10), 3, 1, 4), -1)
  assert.equal(sameTimeBefore(new Float64Array(10), 4, 1, 4), 0)
})

test('weekends and holidays have their own day types', () => {
  // 26 April 2024 is a Friday, the 27th a Saturday and King's Day, the 28th a Sunday, the 29th a Monday.
  const startMs = startOfDate(ZONE, '2024-04-26')
  const types = (country: string | null): number[] => [
    ...calendarColumns(startMs, 86_400_000, 4, ZONE, country).dayType,
  ]
  assert.deepEqual(types(null), [0, 1, 2, 0])
  assert.deepEqual(types('NL'), [0, 2, 2, 0])
  assert.deepEqual([...calendarColumns(startMs, 86_400_000, 4, ZONE, null).weekday], [4, 5, 6, 0])
})
