import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseBacktestProtocol } from '@omarino/contracts'
import { frameOf, planBacktest, stepLocally, taskOf } from './backtest-plan.ts'
import { DAY_MS, HOUR_MS } from './model.ts'
import type { Panel } from './panel.ts'

const panelOf = (start: string, steps: number, stepMs = HOUR_MS): Panel => ({
  stepMs,
  startMs: Date.parse(start),
  series: [{ id: 'a', values: new Float64Array(steps).fill(1), observed: {}, known: {} }],
})
const plan = (change: object, panel: Panel) =>
  planBacktest(parseBacktestProtocol({ step: 'PT1H', horizon: 24, origins: ['2024-01-01'], ...change }), panel)
const iso = (ms: number): string => new Date(ms).toISOString().slice(0, 16)

test('days step in local time: 23 hours over the spring change, 25 over the autumn change', () => {
  const spring = plan({ zone: 'Europe/Berlin', origins: { first: '2024-03-30', every: 'P1D', count: 3 } }, panelOf('2024-03-01T00:00Z', 9)) // prettier-ignore
  assert.deepEqual(spring.originsMs.map(iso), ['2024-03-29T23:00', '2024-03-30T23:00', '2024-03-31T22:00'])
  const autumn = plan({ zone: 'Europe/Berlin', origins: { first: '2024-10-27T00:00', every: 'P1D', count: 2 } }, panelOf('2024-10-01T00:00Z', 9)) // prettier-ignore
  assert.deepEqual(autumn.originsMs.map(iso), ['2024-10-26T22:00', '2024-10-27T23:00'])
})

test('hours step as they pass', () => {
  const { originsMs } = plan({ zone: 'Europe/Berlin', origins: { first: '2024-03-31T01:00', every: 'PT1H', count: 3 } }, panelOf('2024-03-01T00:00Z', 9)) // prettier-ignore
  assert.deepEqual(originsMs.map(iso), ['2024-03-31T00:00', '2024-03-31T01:00', '2024-03-31T02:00'])
})

test('a local time that clocks skip becomes the end of the gap', () => {
  const first = Date.parse('2024-03-30T01:30Z') // 02:30 in Berlin; on the 31st clocks go from 02:00 to 03:00
  assert.equal(iso(stepLocally('Europe/Berlin', first, { count: 1, unit: 'day' }, 1)), '2024-03-31T01:00')
})

test('months keep the day of the first origin where they have it', () => {
  const at = (k: number): string => iso(stepLocally('UTC', Date.parse('2024-01-31T06:00Z'), { count: 1, unit: 'month' }, k)) // prettier-ignore
  assert.deepEqual([at(1), at(2), at(12)], ['2024-02-29T06:00', '2024-03-31T06:00', '2025-01-31T06:00'])
})

test('without a count there are as many origins as have their whole horizon within the values', () => {
  const { origins } = plan({ origins: { first: '2024-01-03T00:00Z', every: 'P1D' } }, panelOf('2024-01-01T00:00Z', 24 * 5)) // prettier-ignore
  assert.deepEqual(origins, [48, 72, 96])
  assert.throws(() => plan({ origins: { first: '2024-01-05T01:00Z', every: 'P1D' } }, panelOf('2024-01-01T00:00Z', 24 * 5)), /no origin from/) // prettier-ignore
})

test('an origin off the grid is refused; origins are sorted and told once', () => {
  const panel = panelOf('2024-01-01T00:15:00Z', 48)
  assert.throws(() => plan({ origins: ['2024-01-02T00:00:00Z'] }, panel), /2024-01-02T00:00:00.000Z is no start of a step/) // prettier-ignore
  assert.deepEqual(plan({ origins: ['2024-01-02T00:15:00Z', '2024-01-01T01:15:00Z', '2024-01-02T01:15:00+01:00'] }, panel).origins, [1, 24]) // prettier-ignore
})

test('a refit duration counts from the last refit, in local months', () => {
  const origins = { first: '2024-01-30', every: 'P1D', count: 34 }
  const { refits } = plan({ origins, refit: 'P1M' }, panelOf('2024-01-01T00:00Z', 9))
  assert.deepEqual(
    refits.flatMap((fresh, i) => (fresh ? [i] : [])),
    [0, 30],
  ) // 30 January, 29 February
})

test('local days are an even grid of the wall clock, and stamps of instants', () => {
  const protocol = { step: 'P1D', horizon: 2, zone: 'Europe/Berlin', origins: ['2024-03-31', '2024-04-01'] }
  const panel = panelOf('2024-03-30T00:00Z', 4, DAY_MS) // wall time as if UTC
  assert.deepEqual(plan(protocol, panel).origins, [1, 2])
  assert.deepEqual(plan(protocol, panel).originsMs.map(iso), ['2024-03-30T23:00', '2024-03-31T22:00'])
})

test('each series has its own bounds; those of an unknown one are refused', () => {
  const panel = panelOf('2024-01-01T00:00Z', 9)
  const own = plan({ origins: ['2024-01-01T03:00Z'], capacity: { a: 5 }, nonNegative: ['a'] }, panel)
  assert.deepEqual([taskOf(own, 'a').capacity, taskOf(own, 'a').nonNegative], [5, true])
  assert.deepEqual([taskOf(own, 'b').capacity, taskOf(own, 'b').nonNegative], [null, false])
  assert.throws(() => plan({ origins: ['2024-01-01T03:00Z'], capacity: { z: 5 } }, panel), /the data have no series z/)
})

test('where times are mere counters every day is of one type', () => {
  const panel = panelOf('2024-01-05T00:00Z', 72) // Friday to Sunday
  const dayTypes = (dated: boolean): number[] => {
    const protocol = parseBacktestProtocol({ step: 'PT1H', horizon: 1, origins: ['2024-01-06T00:00Z'], dated })
    return [...new Set(frameOf(panel, protocol, planBacktest(protocol, panel)).calendar.dayType)]
  }
  assert.deepEqual([dayTypes(true), dayTypes(false)], [[0, 1, 2], [0]])
})
