import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PointsReply, Series } from '@omarino/contracts'
import { unitPanes } from './panes.ts'

const series = (key: string, stepSeconds: number | null, kind: Series['kind'] = 'mean'): Series =>
  ({ key, name: key, kind, stepSeconds }) as Series
const reply = (unit: string, hours: readonly number[], values: readonly (number | null)[]): PointsReply =>
  ({ unit, interval: null, times: hours.map((hour) => new Date(hour * 3_600_000).toISOString()), values: [...values] }) as PointsReply // prettier-ignore

test('power and energy never share an axis', () => {
  const panes = unitPanes([{ series: series('a', 3600), reply: reply('kW', [0, 1], [1, 2]) }, { series: series('b', 3600), reply: reply('kWh', [0], [5]) }], 0) // prettier-ignore
  assert.deepEqual(panes.map(({ unit }) => unit), ['kW', 'kWh']) // prettier-ignore
  assert.equal(panes[0].endMs, 7_200_000)
})

test('means of buckets show how far the readings in them reach', () => {
  const [pane] = unitPanes([{ series: series('a', 3600), reply: reply('kW', [0], [2]), extremes: [reply('kW', [0], [1]), reply('kW', [0], [9])] }], 0) // prettier-ignore
  assert.deepEqual(pane.lanes.map(({ draw, values, upper }) => [draw, values[0], upper?.[0]]), [['band', 1, 9], ['step', 2, undefined]]) // prettier-ignore
})

test('an instant is a line, a missing value stays missing', () => {
  const [pane] = unitPanes(
    [{ series: series('soc', null, 'instant'), reply: reply('%', [0, 1], [50, null]) }],
    7_200_000,
  )
  assert.equal(pane.lanes[0].draw, 'line')
  assert.deepEqual([...pane.lanes[0].values], [50, NaN])
  assert.equal(pane.endMs, 7_200_000)
})
