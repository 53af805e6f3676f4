import assert from 'node:assert/strict'
import { test } from 'node:test'
import { calendarColumns } from '../calendar-columns.ts'
import { HOUR_MS } from '../model.ts'
import { lastValue } from './last-value.ts'

test('the last known value is held over the horizon', () => {
  const ahead = (values: number[]): number[] => {
    const past = { values: Float64Array.from(values), observed: {}, known: {}, calendar: calendarColumns(0, HOUR_MS, values.length, 'UTC', null) } // prettier-ignore
    const calendar = calendarColumns(values.length * HOUR_MS, HOUR_MS, 2, 'UTC', null)
    return [...lastValue.predict(null, past, { known: {}, calendar, steps: 2 }).values]
  }
  assert.deepEqual(ahead([1, 4, NaN]), [4, 4])
  assert.deepEqual(ahead([NaN]), [0, 0])
})
