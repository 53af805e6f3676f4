import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isFault, readPointLayout, readPointRow } from './point-csv.ts'
import { QUALITY } from './quality.ts'

const long = readPointLayout(['timestamp', 'meter_id', 'series_id', 'value', 'quality'])
const short = readPointLayout(['series', 'time', 'value'])
const time = '2026-03-01T00:15:00Z'

const refusal = (header: string) => {
  try {
    readPointLayout(header.split(','))
    return undefined
  } catch (error) {
    return error as Error & { code: string }
  }
}
const faultOf = (cells: readonly string[], layout = short) => {
  const row = readPointRow(cells, layout)
  assert.ok(isFault(row), `${cells.join()} is read`)
  return [row.column, row.code, row.reason]
}

test('both layouts are known by their columns, in any order, case and spelling, behind a byte order mark', () => {
  assert.equal(long.name, 'timestamp,meter_id,series_id,value,quality')
  assert.deepEqual([short.name, short.meter, short.quality], ['series,time,value', -1, -1])
  const other = readPointLayout(['\uFEFFValue', ' Series-ID', 'TIMESTAMP'])
  assert.deepEqual([other.value, other.series, other.time, other.meter, other.width], [0, 1, 2, -1, 3])
})

test('missing, doubled and unknown columns are named', () => {
  const cases = [
    ['series,value', 'the column time is missing'],
    ['timestamp,value', 'the column series_id is missing'],
    ['series,time,value,Value', 'the column value stands twice'],
    ['series,time,value,unit', 'the column unit is not known'],
    ['timestamp;series_id;value', 'the column series, time, value is missing'],
  ]
  for (const [header, reason] of cases) {
    const error = refusal(header)
    assert.equal(error?.code, 'CSV_COLUMNS')
    assert.ok(error.message.startsWith(`row 1: ${reason}; known are `), error.message)
  }
})

test('a row of either layout becomes a point with a quality', () => {
  assert.deepEqual(readPointRow([time, 'm1', 'demo/load', '1.5', 'estimated'], long), {
    seriesKey: 'demo/load', meterKey: 'm1', timeMs: Date.UTC(2026, 2, 1, 0, 15), value: 1.5, quality: QUALITY.estimated,
  }) // prettier-ignore
  assert.deepEqual(readPointRow([' demo/load ', time, ' -2e-1 '], short), {
    seriesKey: 'demo/load', meterKey: undefined, timeMs: Date.UTC(2026, 2, 1, 0, 15), value: -0.2, quality: QUALITY.good,
  }) // prettier-ignore
})

test('an empty value and the quality missing are missing values, whatever the other says', () => {
  for (const [value, quality] of [
    ['', 'good'],
    ['7', 'missing'],
    ['', 'bad'],
  ]) {
    // prettier-ignore
    const row = readPointRow([time, '', 's', value, quality], long)
    assert.ok(!isFault(row))
    assert.deepEqual([row.value, row.quality], [NaN, QUALITY.missing])
  }
})

test('times without zone and times that do not exist are faults of the time column', () => {
  const code = (cell: string) => faultOf(['s', cell, '1']).slice(0, 2)
  assert.deepEqual(code('2026-03-01T00:15:00'), ['time', 'TIME_ZONE_MISSING'])
  assert.deepEqual(code('2026-02-30T00:00:00Z'), ['time', 'TIME_DOES_NOT_EXIST'])
  assert.deepEqual(code('2026-03-01T24:00:00Z'), ['time', 'TIME_DOES_NOT_EXIST'])
  assert.deepEqual(code('1772323200'), ['time', 'TIME_FORMAT'])
  assert.deepEqual(faultOf(['x', '', 's', '1', ''], long), ['timestamp', 'TIME_FORMAT', 'timestamp "x" is no ISO 8601 time such as 2026-03-01T00:15:00Z']) // prettier-ignore
})

test('what is no number of a meter is a fault of the value column that shows the cell', () => {
  const code = (cell: string) => faultOf(['s', time, cell]).slice(0, 2)
  for (const cell of ['0x10', '1,5', 'NaN', 'Infinity', 'null', '1 000', '--1'])
    assert.deepEqual(code(cell), ['value', 'NOT_A_NUMBER'], cell)
  assert.deepEqual(code('1e400'), ['value', 'NUMBER_TOO_LARGE'])
  assert.deepEqual(faultOf(['s', time, '9007199254740993']), ['value', 'INTEGER_TOO_LARGE', 'value "9007199254740993" is an integer that a double would round']) // prettier-ignore
})

test('an empty series, an unknown quality and a wrong number of cells are faults', () => {
  assert.deepEqual(faultOf(['', time, '1']).slice(0, 2), ['series', 'SERIES_MISSING'])
  assert.deepEqual(faultOf([time, '', ' ', '1', ''], long).slice(0, 2), ['series_id', 'SERIES_MISSING'])
  assert.deepEqual(faultOf([time, '', 's', '1', 'constructor'], long).slice(0, 2), ['quality', 'QUALITY_UNKNOWN'])
  assert.deepEqual(faultOf(['s', time, '1', '5']), ['', 'COLUMN_COUNT', 'the row has 4 cells, the header 3'])
})
