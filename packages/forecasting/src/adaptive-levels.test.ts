import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededNormal, seededRandom } from '@omarino/energy'
import { adaptiveLevels } from './adaptive-levels.ts'
import { calendarColumns } from './calendar-columns.ts'
import type { Timeline } from './columns.ts'
import { errorTable } from './error-table.ts'
import { type ForecastTask, HOUR_MS } from './model.ts'
import type { Trial } from './rolling-origin.ts'

const LEVELS = [0.1, 0.5, 0.9]
const task: ForecastTask = { stepMs: HOUR_MS, levels: LEVELS, nonNegative: false, capacity: null, model: 'auto', seed: 1 } // prettier-ignore
const DAYS = 50

/** A model that always says 0, of a series whose values `valueAt` gives; an origin each day from the first on. */
function replayed(valueAt: (step: number) => number): { timeline: Timeline; trial: Trial } {
  const values = Float64Array.from({ length: DAYS * 24 }, (_, step) => valueAt(step))
  const timeline = { values, observed: {}, known: {}, calendar: calendarColumns(0, HOUR_MS, (DAYS + 1) * 24, 'UTC', null) } // prettier-ignore
  const origins = Array.from({ length: DAYS - 1 }, (_, i) => 24 * (i + 1))
  const forecasts = origins.map(() => ({ levels: [0.5], values: new Float64Array(24) }))
  return { timeline, trial: { model: 'none', origins, forecasts } }
}

function levelsAtIssue({ timeline, trial }: ReturnType<typeof replayed>): readonly number[] {
  const errors = errorTable(trial, timeline, HOUR_MS)
  return adaptiveLevels(trial, errors, timeline, LEVELS, task).at(trial.origins.length)
}

test('where outcomes come as often as the levels say, levels stay', () => {
  const normal = seededNormal(seededRandom(1))
  const [low, middle, high] = levelsAtIssue(replayed(() => normal()))
  assert.ok(Math.abs(low - 0.1) < 0.04 && Math.abs(high - 0.9) < 0.04, `${low} ${high}`)
  assert.equal(middle, 0.5)
})

test('bands that outcomes leave above are read higher from then on', () => {
  const normal = seededNormal(seededRandom(1))
  const [, middle, high] = levelsAtIssue(replayed((step) => normal() + Math.max(0, step / 24 - 35)))
  assert.ok(high > 0.93 && high <= 0.999, `${high}`)
  assert.equal(middle, 0.5)
})

test('outcomes at or after an origin move nothing of it', () => {
  const { timeline, trial } = replayed((step) => Math.sin(step))
  const errors = errorTable(trial, timeline, HOUR_MS)
  const expected = adaptiveLevels(trial, errors, timeline, LEVELS, task).at(40)
  const changed = { ...timeline, values: timeline.values.map((value, step) => (step >= trial.origins[40] ? 99 : value)) } // prettier-ignore
  const actual = adaptiveLevels(trial, errorTable(trial, changed, HOUR_MS), changed, LEVELS, task).at(40)
  assert.deepEqual(actual, expected)
})
