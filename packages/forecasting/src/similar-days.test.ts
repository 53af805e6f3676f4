import assert from 'node:assert/strict'
import { test } from 'node:test'
import { calendarColumns } from './calendar-columns.ts'
import type { Timeline } from './columns.ts'
import { DAY_MS, HOUR_MS } from './model.ts'
import { MONDAY_MS } from './sample-series.ts'
import { similarDays } from './similar-days.ts'

const DAYS = 28
const ISSUE = DAYS * 24 // a Monday, 00:00

function timelineOf(valueOf: (hour: number) => number, known: Timeline['known'] = {}, zone = 'UTC'): Timeline {
  const values = Float64Array.from({ length: ISSUE }, (_, hour) => valueOf(hour))
  return { values, observed: {}, known, calendar: calendarColumns(MONDAY_MS, HOUR_MS, ISSUE + 24, zone, null) }
}
const daysOf = (timeline: Timeline, point?: Float64Array): number[] =>
  similarDays(timeline, ISSUE, 24, 24, point).map(({ from }) => from / 24)

test('without covariates they are the last days of the same type, newest first', () => {
  // The days before are a Sunday, a Saturday, and workdays from Friday, the 25th, back.
  assert.deepEqual(daysOf(timelineOf(() => 1)), [25, 24, 23])
})

test('a covariate that is alike outweighs some weeks', () => {
  const temperature = Float64Array.from({ length: ISSUE + 24 }, (_, hour) => ([3, 8, 10, 28].includes(Math.floor(hour / 24)) ? 30 : 10)) // prettier-ignore
  assert.deepEqual(daysOf(timelineOf(() => 1, { temperature })), [10, 8, 3])
})

test('the distance is that worked out by hand', () => {
  // Hours 0 and 2 in turn: mean 1, deviation 1. All hours ahead are 2, so that half of a past day differs by 2: the mean
  // square is 2, over twice the variance 1. The last workday is 3 days back: its season adds (3 / 91)².
  const wind = Float64Array.from({ length: ISSUE + 24 }, (_, hour) => (hour >= ISSUE || hour % 2 === 0 ? 2 : 0))
  const [first] = similarDays(
    timelineOf(() => 1, { wind }),
    ISSUE,
    24,
    24,
  )
  assert.equal(first.from, 25 * 24)
  assert.equal(first.day, MONDAY_MS / DAY_MS + 25)
  assert.ok(Math.abs(first.distance - Math.sqrt(1 + (3 / 91) ** 2)) < 1e-12)
})

test('the point finds the days whose values were like it', () => {
  const timeline = timelineOf((hour) => (Math.floor(hour / 24) === 4 ? 9 : hour % 24))
  assert.equal(daysOf(timeline, new Float64Array(24).fill(9))[0], 4)
})

test('days without values are passed over, and values at or after the issue are not read', () => {
  assert.deepEqual(daysOf(timelineOf((hour) => (Math.floor(hour / 24) === 25 ? NaN : 1))), [24, 23, 22])
  const timeline = timelineOf(() => 1)
  const values = Float64Array.from({ length: ISSUE + 24 }, (_, hour) => (hour < ISSUE ? 1 : 1e9))
  const point = new Float64Array(24).fill(1)
  assert.deepEqual(similarDays({ ...timeline, values }, ISSUE, 24, 24, point), similarDays(timeline, ISSUE, 24, 24, point)) // prettier-ignore
})

test('after a change of the clock days begin at the same local time', () => {
  const calendar = calendarColumns(Date.UTC(2024, 2, 24, 23), HOUR_MS, 10 * 24, 'Europe/Berlin', null)
  const issue = 8 * 24 - 1 // Tuesday 2 April, 00:00: the clock sprang on 31 March
  const timeline = { values: new Float64Array(issue).fill(1), observed: {}, known: {}, calendar }
  const days = similarDays(timeline, issue, 24, 24)
  assert.deepEqual(days.map(({ from }) => calendar.slot[from]), [0, 0, 0]) // prettier-ignore
})
