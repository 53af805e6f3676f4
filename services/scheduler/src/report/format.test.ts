import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lineName, number, percent, siteTime, statusName } from './format.ts'

test('numbers have thousands, fixed digits, a true minus and no minus before zero', () => {
  assert.equal(number(1234.565, 2), '1,234.57')
  assert.equal(number(-0.5, 1), '−0.5')
  assert.equal(number(-0.004, 2), '0.00')
  assert.equal(number(0, 0), '0')
})

test('what is not there is a dash, not a number', () => {
  for (const value of [null, undefined, NaN, Infinity]) assert.equal(number(value, 2), '–')
  assert.deepEqual([percent(null), percent(undefined), percent(0.125, 1), percent(-0.4)], ['–', '–', '12.5 %', '−40 %'])
})

test('times stand on the site’s clocks, on either side of a clock change', () => {
  assert.equal(siteTime(Date.UTC(2026, 2, 29, 0, 59), 'Europe/Berlin'), '29 Mar 2026 01:59')
  assert.equal(siteTime(Date.UTC(2026, 2, 29, 1, 0), 'Europe/Berlin'), '29 Mar 2026 03:00')
  assert.equal(siteTime(Date.UTC(2026, 2, 28, 23, 0), 'Europe/Berlin'), '29 Mar 2026 00:00')
})

test('lines and states that nobody has named yet keep their own name', () => {
  assert.deepEqual([lineName('grid.import'), lineName('levy')], ['Energy from the grid', 'levy'])
  assert.deepEqual([statusName('optimal'), statusName('odd')], ['optimal, proven', 'odd'])
})
