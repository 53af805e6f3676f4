import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import {
  addDays,
  localDate,
  parseDecimal,
  parseInstant,
  type RegularSeries,
  startOfDate,
  toRegular,
} from '@omarino/energy'
import { forecastSeries } from './forecast-series.ts'
import { DAY_MS } from './model.ts'
import { dayAhead } from './sample-series.ts'
import { coverage, mae } from './scores.ts'

const NAME = 'openstef/pid_307.csv.gz'
const FILE = fileURLToPath(new URL(`../../../../shared/data/${NAME}`, import.meta.url))
const QUARTER_MS = 900_000
const ZONE = 'Europe/Amsterdam'
const DAYS = 14

const known = (parsed: number | string): number => (typeof parsed === 'number' ? parsed : NaN)

/** Load of a Dutch substation in MW, 2020-10-02 to 2021-01-28, starts of intervals in UTC. */
function substationLoad(): RegularSeries {
  const rows = gunzipSync(readFileSync(FILE))
    .toString()
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','))
  const timesMs = Float64Array.from(rows, ([time]) => known(parseInstant(time.replace(' ', 'T'))))
  const values = Float64Array.from(rows, ([, load]) => known(parseDecimal(load)))
  const end = values.findLastIndex((value) => !Number.isNaN(value)) + 1
  return toRegular(timesMs, values, { fromMs: timesMs[0], toMs: timesMs[end - 1] + QUARTER_MS }, QUARTER_MS)
}

test(
  'pid_307: the chosen model beats the seasonal naive over 14 midnights, and its 80 % band covers 65 to 95 %',
  { skip: existsSync(FILE) ? false : `../shared/data/${NAME} is absent` },
  (t) => {
    const load = substationLoad()
    const endMs = load.startMs + load.values.length * QUARTER_MS
    const lastDate = addDays(localDate(ZONE, endMs), -1) // the last whole local day
    const columns: Record<'actual' | 'naive' | 'point' | 'lower' | 'upper', number[]> = {
      actual: [], naive: [], point: [], lower: [], upper: [],
    } // prettier-ignore
    for (let day = DAYS - 1; day >= 0; day -= 1) {
      const issueMs = startOfDate(ZONE, addDays(lastDate, -day))
      const request = dayAhead(load, { issueMs, zone: ZONE, country: 'NL' })
      const chosen = forecastSeries(load, request)
      const from = (issueMs - load.startMs) / QUARTER_MS
      const steps = DAY_MS / QUARTER_MS
      columns.actual.push(...load.values.slice(from, from + steps))
      columns.naive.push(...forecastSeries(load, { ...request, model: 'seasonal-naive' }).point)
      columns.point.push(...chosen.point)
      columns.lower.push(...chosen.quantiles.slice(0, steps))
      columns.upper.push(...chosen.quantiles.slice(2 * steps))
    }
    const { actual, naive, point, lower, upper } = Object.fromEntries(
      Object.entries(columns).map(([name, column]) => [name, Float64Array.from(column)]),
    )
    const [maeNaive, maeChosen, covered] = [mae(actual, naive), mae(actual, point), coverage(actual, lower, upper)]
    t.diagnostic(
      `MAE ${maeChosen.toFixed(3)} MW, seasonal naive ${maeNaive.toFixed(3)} MW, coverage ${covered.toFixed(3)}`,
    )
    assert.equal(actual.length, DAYS * 96)
    assert.ok(maeChosen < maeNaive)
    assert.ok(covered > 0.65 && covered < 0.95)
  },
)
