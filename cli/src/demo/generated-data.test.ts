import { holidaysOf, localDate, localTime, startOfDate, sunPosition } from '@omarino/energy'
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import { DEMO, loadKwAt, pricePerMwhAt, pvKwAt } from '../../../examples/demo-site/generate.ts'
import { generateDemoData } from './generated-data.ts'

const nowMs = Date.UTC(2026, 10, 24, 14, 38)
const data = generateDemoData(nowMs)
const yearMs = startOfDate(DEMO.zone, '2026-01-01')
const quarters = Array.from({ length: 365 * 96 }, (_, i) => yearMs + i * DEMO.stepMs)
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

/** Time of the last row of a series. */
const lastOf = (csv: string, key: string): string | undefined =>
  csv.trimEnd().split('\n').findLast((line) => line.startsWith(`${key},`))?.split(',')[1] // prettier-ignore

test('another process makes the same bytes for the same moment', () => {
  const module = JSON.stringify(new URL('./generated-data.ts', import.meta.url).href)
  const script = `import { generateDemoData } from ${module}; process.stdout.write(JSON.stringify(generateDemoData(${nowMs})))`
  const args = ['--input-type=module', '--eval', script]
  const made = execFileSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
  assert.ok(made === JSON.stringify(data))
})

test('history is a year up to yesterday, the newest file goes on up to now, prices to the end of tomorrow', () => {
  const { historyCsv, newestCsv, issueTime, newestName } = data
  assert.deepEqual([issueTime, newestName], ['2026-11-24T14:30:00.000Z', 'demo/points-2026-11-24.csv'])
  assert.ok(historyCsv.startsWith('series,time,value\ndemo/load/active_power,2025-11-22T23:00:00Z,')) // 366 days back, midnight in Berlin
  for (const key of ['demo/load/active_power', 'demo/pv/active_power', 'demo/price/day_ahead'])
    assert.equal(lastOf(historyCsv, key), '2026-11-22T22:45:00Z', key)
  assert.equal(lastOf(newestCsv, 'demo/load/active_power'), '2026-11-24T14:15:00Z')
  assert.equal(lastOf(newestCsv, 'demo/price/day_ahead'), '2026-11-25T22:45:00Z')
  assert.ok(newestCsv.startsWith('series,time,value\ndemo/load/active_power,2026-11-22T23:00:00Z,'))
})

test('load is higher on workdays than on Sundays and holidays, and higher in winter than in summer', () => {
  const holidays = holidaysOf(DEMO.country, 2026)
  const at = (ms: number) => ({ ...localTime(DEMO.zone, ms), holiday: holidays.has(localDate(DEMO.zone, ms)) })
  const noons = quarters.map((ms) => ({ ms, ...at(ms) })).filter(({ hour, minute }) => hour === 10 && minute === 0)
  const loadOf = (wanted: (day: (typeof noons)[number]) => boolean) =>
    mean(noons.filter(wanted).map(({ ms }) => loadKwAt(ms)))
  const workday = loadOf(({ weekday, holiday }) => weekday < 5 && !holiday)
  assert.ok(loadOf(({ weekday }) => weekday === 6) < 0.6 * workday)
  assert.ok(loadOf(({ weekday, holiday }) => weekday < 5 && holiday) < 0.6 * workday)
  const saturday = loadOf(({ weekday, holiday }) => weekday === 5 && !holiday)
  assert.ok(saturday < 0.8 * workday && saturday > loadOf(({ weekday }) => weekday === 6))
  const monthly = (wanted: number) =>
    loadOf(({ month, weekday, holiday }) => month === wanted && weekday < 5 && !holiday)
  assert.ok(monthly(1) > 1.1 * monthly(7))
  assert.ok(quarters.every((ms) => loadKwAt(ms) >= 5))
})

test('PV is never negative, nothing at night, below its peak, and much more in June than in December', () => {
  for (const ms of quarters) {
    const kw = pvKwAt(ms)
    assert.ok(kw >= 0 && kw <= DEMO.pvPeakKw)
    const up = [2.5, 7.5, 12.5].some((minute) => sunPosition(ms + minute * 60_000, DEMO.latitude, DEMO.longitude).elevation > 0) // prettier-ignore
    if (!up) assert.equal(kw, 0, new Date(ms).toISOString())
  }
  const monthly = (wanted: number) => mean(quarters.filter((ms) => localTime(DEMO.zone, ms).month === wanted).map(pvKwAt)) // prettier-ignore
  assert.ok(monthly(6) > 3 * monthly(12) && monthly(12) > 0)
})

test('prices have a spread within the day that a battery can earn', () => {
  const day = startOfDate(DEMO.zone, '2026-06-16')
  const prices = Array.from({ length: 96 }, (_, step) => pricePerMwhAt(day + step * DEMO.stepMs))
  assert.ok(Math.max(...prices) - Math.min(...prices) > 50)
  assert.ok(quarters.every((ms) => Math.abs(pricePerMwhAt(ms)) < 500))
})
