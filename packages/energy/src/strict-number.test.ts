import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseDecimal } from './strict-number.ts'

test('decimals with a point are read as they stand', () => {
  const texts = ['0', '12.5', '+3', '-.5', '7.', '1e3', '2.5E-2', '9007199254740991']
  assert.deepEqual(texts.map(parseDecimal), [0, 12.5, 3, -0.5, 7, 1000, 0.025, 9_007_199_254_740_991]) // prettier-ignore
})

test('what JavaScript would read and no meter means is refused', () => {
  const texts = ['', ' ', '1 ', '0x10', '0b1', '1_000', '1,5', 'NaN', 'Infinity', '-', '.', 'e5', '1e', '1e1000', '٣', '1'.repeat(65)] // prettier-ignore
  for (const text of texts) assert.equal(parseDecimal(text), 'NOT_A_NUMBER', JSON.stringify(text))
})

test('a number that a double cannot hold is refused, never rounded', () => {
  assert.equal(parseDecimal('1e400'), 'NUMBER_TOO_LARGE')
  assert.equal(parseDecimal('9007199254740993'), 'INTEGER_TOO_LARGE') // 2^53 + 1, which would become 2^53
  assert.equal(parseDecimal('-9007199254740993'), 'INTEGER_TOO_LARGE')
})

test('zero has no sign', () => {
  for (const text of ['-0', '-0.0', '-0e5', '-1e-400']) assert.ok(Object.is(parseDecimal(text), 0), text)
})

test('every finite double is read back from its own text', () => {
  const property = fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
    const expected = Number.isInteger(value) && !Number.isSafeInteger(value) && !String(value).includes('e') ? 'INTEGER_TOO_LARGE' : value === 0 ? 0 : value // prettier-ignore
    assert.equal(parseDecimal(String(value)), expected)
  })
  fc.assert(property, { numRuns: 1000 })
})
