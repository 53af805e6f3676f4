import assert from 'node:assert/strict'
import { test } from 'node:test'
import { calendarColumns } from '../calendar-columns.ts'
import { futureAt, pastAt, type Timeline } from '../columns.ts'
import { MONDAY_MS, sampleLoad, sampleTask } from '../sample-series.ts'
import { completeDays, dayGrid, toDays } from './lear-days.ts'
import { addToGram, correlationsOf } from './lear-gram.ts'
import { descendLasso } from './lear-lasso.ts'
import { lear } from './lear.ts'

const HOUR_MS = 3_600_000
const DAYS = 70
const task = sampleTask({ model: 'lear' })

/** Prices that follow a covariate with a slope of 2. */
function timelineOf(change: (price: number, hour: number) => number = (price) => price, zone = 'UTC'): Timeline {
  const load = sampleLoad(DAYS + 3).values
  const values = load.map((value, hour) => change(2 * value - 60, hour))
  return {
    values,
    observed: {},
    known: { load },
    calendar: calendarColumns(MONDAY_MS, HOUR_MS, load.length, zone, null),
  }
}

function ahead(timeline: Timeline, steps = 24, origin = DAYS * 24): Float64Array {
  const past = pastAt(timeline, origin)
  return lear.predict(lear.fit(past, task), past, futureAt(timeline, origin, steps)).values
}

test('a lost hour is the mean of its neighbours and a doubled one the mean of its two steps', () => {
  const spring = calendarColumns(Date.UTC(2024, 2, 30, 23), HOUR_MS, 23, 'Europe/Berlin', null)
  const lost = toDays(
    Float64Array.from({ length: 23 }, (_, i) => i),
    spring,
    dayGrid(spring),
  )
  assert.deepEqual([...lost.slice(0, 5)], [0, 1, 1.5, 2, 3]) // 02:00 does not exist
  const autumn = calendarColumns(Date.UTC(2024, 9, 26, 22), HOUR_MS, 25, 'Europe/Berlin', null)
  const doubled = toDays(
    Float64Array.from({ length: 25 }, (_, i) => i),
    autumn,
    dayGrid(autumn),
  )
  assert.deepEqual([...doubled.slice(0, 5)], [0, 1, 2.5, 4, 5]) // 02:00 is steps 2 and 3
})

test('an unknown hour is that of the day before, moved with the known ones', () => {
  const table = new Float64Array(48).map((_, i) => (i < 24 ? i : i < 36 ? i - 24 + 10 : NaN))
  completeDays(table)
  assert.equal(table[47], 33) // 23 the day before, and the known half is 10 higher
})

test('a Gram matrix gives correlations as by hand', () => {
  const gram = new Float64Array(9)
  // Rows [1, x, y]: x = 1…5, y = 3, 5, 7, 9, 11.
  addToGram(gram, 3, Float64Array.of(1, 1, 3, 1, 2, 5, 1, 3, 7, 1, 4, 9, 1, 5, 11), 0, 5)
  assert.deepEqual([gram[0], gram[3], gram[4], gram[7]], [5, 15, 55, 125])
  const { means, lengths, moments, matrix } = correlationsOf(gram, 1, 1)
  assert.deepEqual([...means], [3, 7])
  assert.ok(Math.abs(lengths[0] - Math.sqrt(10)) < 1e-12 && Math.abs(lengths[1] - Math.sqrt(40)) < 1e-12)
  assert.ok(Math.abs(moments[0] - 1) < 1e-12 && Math.abs(matrix[0] - 1) < 1e-12)
})

test('a lasso of two features that have nothing in common shrinks each by the penalty', () => {
  const b = new Float64Array(3)
  // The third never varies: its row is 0.
  descendLasso(Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 0), Float64Array.of(0.8, -0.1, 0), 0.3, b)
  assert.ok(Math.abs(b[0] - 0.5) < 1e-12)
  assert.deepEqual([b[1], b[2]], [0, 0])
})

test('a lasso of two correlated features solves its conditions', () => {
  const b = new Float64Array(2)
  // 0.6 = b0 + 0.5·b1 and 0.45 = b1 + 0.5·b0 after a penalty of 0.1: b0 = 0.5, b1 = 0.2.
  descendLasso(Float64Array.of(1, 0.5, 0.5, 1), Float64Array.of(0.7, 0.55), 0.1, b)
  assert.ok(Math.abs(b[0] - 0.5) < 0.01 && Math.abs(b[1] - 0.2) < 0.01)
})

test('prices that follow a covariate are forecast within a fifteenth of their range', () => {
  const timeline = timelineOf()
  const truth = timeline.values.slice(DAYS * 24)
  const error = ahead(timeline).reduce((sum, value, i) => sum + Math.abs(value - truth[i]) / 24, 0)
  assert.ok(error < 8, `${error}`) // they range over some 120
})

test('nothing at or after the origin changes a forecast, and twice the same is the same', () => {
  const origin = DAYS * 24
  const plain = ahead(timelineOf())
  assert.deepEqual(ahead(timelineOf((price, hour) => (hour >= origin ? -999 : price))), plain)
  assert.deepEqual(ahead(timelineOf()), plain)
})

const HARD: readonly (readonly [string, (price: number, hour: number) => number])[] = [
  ['constant', () => 7],
  ['zero', () => 0],
  ['negative', (price) => price - 500],
  ['half missing', (price, hour) => (hour % 2 === 0 ? NaN : price)],
  ['a week missing', (price, hour) => (hour > 1500 ? NaN : price)],
  ['an outlier of 1e9', (price, hour) => (hour === 1600 ? 1e9 : price)],
]
for (const [name, change] of HARD) {
  test(`prices that are ${name} give finite forecasts for three days`, () => {
    const values = ahead(timelineOf(change), 72)
    assert.equal(values.length, 72)
    assert.ok(values.every(Number.isFinite))
    if (name === 'constant') assert.ok(values.every((value) => Math.abs(value - 7) < 1e-9))
  })
}

test('days of 23 hours and origins inside a day give one finite value per step', () => {
  const timeline = timelineOf(undefined, 'America/Sao_Paulo')
  assert.ok(ahead(timeline, 40, DAYS * 24 - 5).every(Number.isFinite))
  const start = Date.UTC(2024, 0, 20, 23)
  const spring = {
    ...timeline,
    calendar: calendarColumns(start, HOUR_MS, timeline.values.length, 'Europe/Berlin', null),
  }
  const values = ahead(spring, 30, DAYS * 24 + 5) // 2024-03-31 is day 70 of this series
  assert.equal(values.length, 30)
  assert.ok(values.every(Number.isFinite))
})

test('a covariate that is missing ahead is left out, as if the series had never had it', () => {
  const { known, ...rest } = timelineOf()
  const cut = { ...rest, known: { load: known['load'].map((value, hour) => (hour >= DAYS * 24 ? NaN : value)) } }
  assert.deepEqual(ahead(cut), ahead({ ...rest, known: {} }))
})

test('steps other than an hour are refused by asking for endless history', () => {
  assert.equal(lear.minimumSteps({ ...task, stepMs: 900_000 }), Infinity)
  assert.equal(lear.minimumSteps(task), 65 * 24)
})
