import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { HOUR_MS } from './model.ts'
import { panelClock } from './panel-clock.ts'
import { createPanelReader, type PanelFile, type PanelLayout } from './panel-csv.ts'

const layout = (change: Partial<PanelLayout> & { step?: string } = {}): PanelLayout => {
  const zone = change.zone ?? 'UTC'
  return { clock: panelClock(change.step ?? 'PT1H', zone), zone, stamps: 'start', known: [], observed: [], ...change }
}
function read(
  lines: readonly string[],
  change: Parameters<typeof layout>[0] = {},
  header = 'series,time,value',
): PanelFile {
  // prettier-ignore
  const reader = createPanelReader(layout(change))
  reader.push(`${[header, ...lines].join('\n')}\n`)
  return reader.end()
}
const valuesOf = (file: PanelFile): number[][] => file.panel.series.map(({ values }) => [...values])
const startOf = ({ panel }: PanelFile): string => new Date(panel.startMs).toISOString()

test('rows in any order lie on one grid; an empty cell and an absent step are missing', () => {
  const file = read(['b,2024-01-01T02:00Z,5', 'a,2024-01-01T01:00Z,', 'a,2024-01-01T03:00+02:00,4', 'a,2023-12-31 23:00Z,1']) // prettier-ignore
  assert.deepEqual(file.panel.series.map(({ id }) => id), ['b', 'a']) // prettier-ignore
  assert.equal(startOf(file), '2023-12-31T23:00:00.000Z')
  assert.deepEqual(valuesOf(file), [[NaN, NaN, NaN, 5], [1, NaN, 4, NaN]]) // prettier-ignore
})

test('of repeated stamps the last row wins, and they are counted', () => {
  const file = read(['a,2024-01-01T00:00Z,1', 'a,2024-01-01T01:00+01:00,2', 'a,2024-01-01T00:00Z,3'])
  assert.deepEqual([valuesOf(file), file.repeated, file.rows], [[[3]], 2, 3])
})

test('of two equal local hours file order decides, for each series on its own', () => {
  const rows = ['a,2024-10-27 01:00,1', 'a,2024-10-27 02:00,2', 'b,2024-10-27 02:00,20', 'a,2024-10-27 02:00,3', 'a,2024-10-27 03:00,4'] // prettier-ignore
  const file = read(rows, { zone: 'Europe/Berlin' })
  assert.equal(startOf(file), '2024-10-26T23:00:00.000Z')
  assert.deepEqual(valuesOf(file), [[1, 2, 3, 4], [NaN, 20, NaN, NaN]]) // prettier-ignore
  const third = read([...rows, 'a,2024-10-27 02:00,9'], { zone: 'Europe/Berlin' })
  assert.deepEqual([valuesOf(third)[0], third.repeated], [[1, 2, 9, 4], 1])
})

test('in the doubled hour of quarter-hours each stamp comes twice', () => {
  const stamps = ['02:00', '02:15', '02:30', '02:45']
  const rows = [...stamps, ...stamps].map((stamp, i) => `a,2024-10-27 ${stamp},${i}`)
  assert.deepEqual(valuesOf(read(rows, { zone: 'Europe/Berlin', step: 'PT15M' })), [[0, 1, 2, 3, 4, 5, 6, 7]])
})

test('an hour that clocks skip is an error with the row', () => {
  assert.throws(() => read(['a,2024-03-31 01:00,1', 'a,2024-03-31 02:00,2'], { zone: 'Europe/Berlin' }), /row 3: clocks in Europe\/Berlin never show 2024-03-31 02:00/) // prettier-ignore
  const around = read(['a,2024-03-31 01:00,1', 'a,2024-03-31 03:00,2'], { zone: 'Europe/Berlin' })
  assert.deepEqual(valuesOf(around), [[1, 2]])
})

test('a stamp off the grid that the first row begins is an error with the row', () => {
  assert.throws(() => read(['a,2024-01-01T00:00Z,1', 'a,2024-01-01T01:15Z,2']), /row 3: 2024-01-01T01:15Z is off the grid of 60 min/) // prettier-ignore
  assert.deepEqual(valuesOf(read(['a,2024-01-01T00:30Z,1', 'a,2024-01-01T01:30Z,2'])), [[1, 2]])
})

test('with stamps at the end an interval starts one step earlier', () => {
  assert.equal(startOf(read(['a,2024-01-01T01:00Z,1'], { stamps: 'end' })), '2024-01-01T00:00:00.000Z')
})

test('dates are local days, also of 23 and 25 hours', () => {
  const file = read(['a,2024-03-30,1', 'a,2024-03-31,2', 'a,2024-04-01T00:00+02:00,3'], { step: 'P1D', zone: 'Europe/Berlin' }) // prettier-ignore
  assert.deepEqual(valuesOf(file), [[1, 2, 3]])
})

test('covariates may reach beyond the values; columns that nobody named are told', () => {
  const rows = ['2,a,2024-01-01T00:00Z,1,7,x', '3,a,2024-01-01T01:00Z,,8,y']
  const file = read(rows, { known: ['temp'], observed: ['wind'] }, 'temp,series,time,value,wind,remark')
  const [{ values, known, observed }] = file.panel.series
  assert.deepEqual(
    [[...values], [...known['temp']], [...observed['wind']]],
    [
      [1, NaN],
      [2, 3],
      [7, 8],
    ],
  )
  assert.deepEqual(file.ignored, ['remark'])
})

test('what cannot be read is named with its row', () => {
  const refused = (lines: string[], sentence: RegExp, header?: string): void =>
    void assert.throws(() => read(lines, { known: header ? ['temp'] : [] }, header), sentence)
  refused(['a,yesterday,1'], /row 2: "yesterday" is no time/)
  refused(['a,2024-01-01T00:00Z,1', 'a,2024-02-30T00:00Z,1'], /row 3: "2024-02-30T00:00Z" is no time/)
  refused(['a,2024-01-01T00:00Z,NaN'], /row 2: value "NaN" is no number/)
  refused(['a,2024-01-01T00:00Z'], /row 2 has 2 cells, the header 3/)
  refused([',2024-01-01T00:00Z,1'], /row 2 names no series/)
  refused([], /no column temp/, 'series,time,value')
  refused([], /the column value twice/, 'series,time,value,temp,value')
  refused([], /the file has no rows/)
})

test('the order of rows changes nothing when no stamp repeats, and chunks may be cut anywhere', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 50 }), { minLength: 2 }), fc.nat(), (hours, cut) => {
      const rows = hours.map((hour) => `a,${new Date(hour * HOUR_MS).toISOString()},${hour}`)
      const sorted = read([...hours].sort((a, b) => a - b).map((hour) => rows[hours.indexOf(hour)]))
      assert.deepEqual(read(rows).panel, sorted.panel)
      const text = ['series,time,value', ...rows].join('\n')
      const reader = createPanelReader(layout())
      reader.push(text.slice(0, cut % text.length))
      reader.push(text.slice(cut % text.length))
      assert.deepEqual(reader.end().panel, sorted.panel)
    }),
  )
})

test('a step must divide a day', () => {
  for (const step of ['PT7H', 'P2D', 'P1M', 'PT0H', 'soon']) assert.throws(() => panelClock(step, 'UTC'), /\/step/)
})
