import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { parseDecimal } from '@omarino/energy'
import { calendarColumns } from '../calendar-columns.ts'
import { futureAt, pastAt, type Timeline } from '../columns.ts'
import { HOUR_MS } from '../model.ts'
import { sampleTask } from '../sample-series.ts'
import { mae } from '../scores.ts'
import { lear } from './lear.ts'

const NAME = 'epf/NP.csv.gz'
const FILE = fileURLToPath(new URL(`../../../../../shared/data/${NAME}`, import.meta.url))
const ISSUE_DAYS = 62
const WEEK_HOURS = 168
// Day 1,091 of the file: the tuning year, so that no scored day is looked at. 24 rows every day, hence UTC.
const FIRST_MS = Date.UTC(2013, 0, 1)
const FIRST_ISSUE_DAY = 1091
const task = sampleTask({ model: 'lear' })

/** Prices of the Nordic market with forecasts of load and wind. */
function nordicPrices(): Timeline {
  const lines = gunzipSync(readFileSync(FILE)).toString().trim().split('\n').slice(1)
  const rows = lines.map((line) => line.split(','))
  const column = (index: number): Float64Array =>
    Float64Array.from(rows, (row) => {
      const parsed = parseDecimal(row[index])
      return typeof parsed === 'number' ? parsed : NaN
    })
  const calendar = calendarColumns(FIRST_MS, HOUR_MS, rows.length, 'UTC', null)
  return { values: column(1), observed: {}, known: { load: column(2), wind: column(3) }, calendar }
}

test(
  'NP: over 62 days, fitted once a week, the price model has at most half of the error of the week before',
  { skip: existsSync(FILE) ? false : `../shared/data/${NAME} is absent` },
  (t) => {
    const timeline = nordicPrices()
    const from = FIRST_ISSUE_DAY * 24
    const predicted = new Float64Array(ISSUE_DAYS * 24)
    let state = lear.fit(pastAt(timeline, from), task)
    for (let day = 0; day < ISSUE_DAYS; day += 1) {
      const origin = from + day * 24
      const past = pastAt(timeline, origin)
      if (day > 0 && day % 7 === 0) state = lear.fit(past, task)
      predicted.set(lear.predict(state, past, futureAt(timeline, origin, 24)).values, day * 24)
    }
    const actual = timeline.values.slice(from, from + predicted.length)
    const weekBefore = timeline.values.slice(from - WEEK_HOURS, from - WEEK_HOURS + predicted.length)
    const [maeLear, maeNaive] = [mae(actual, predicted), mae(actual, weekBefore)]
    t.diagnostic(`MAE ${maeLear.toFixed(3)}, of the week before ${maeNaive.toFixed(3)}`)
    assert.ok(maeLear < 0.5 * maeNaive)
  },
)
