import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { CsvReader } from './csv-records.ts'
import type { CsvRecord } from './csv-records.ts'

/** Records of a text that arrives in the given pieces. */
function readAll(...pieces: readonly string[]): CsvRecord[] {
  const reader = new CsvReader()
  return [...pieces.flatMap((piece) => [...reader.push(piece)]), ...reader.end()]
}
const cellsOf = (...pieces: readonly string[]) => readAll(...pieces).map(({ cells }) => cells)

test('lines end with LF or CRLF, the last one with or without', () => {
  assert.deepEqual(cellsOf('a,b\r\n1,2\n3,'), [['a', 'b'], ['1', '2'], ['3', '']]) // prettier-ignore
  assert.deepEqual(cellsOf('a\r\n'), [['a']])
})

test('quotes hold commas, line breaks and doubled quotes', () => {
  assert.deepEqual(cellsOf('"a,b","say ""no""","",x\n'), [['a,b', 'say "no"', '', 'x']])
  assert.deepEqual(cellsOf('"two\nlines",1\r\n"a\r\nb",2\r\n'), [['two\nlines', '1'], ['a\r\nb', '2']]) // prettier-ignore
})

test('rows are numbered by lines of the file, empty ones and those within quotes counted', () => {
  assert.deepEqual(readAll('h\n\n"a\nb"\nc\n').map(({ row, cells }) => [row, cells[0]]), [[1, 'h'], [3, 'a\nb'], [5, 'c']]) // prettier-ignore
})

test('a quote inside a cell is a character and hides no line break', () => {
  assert.deepEqual(cellsOf('5" pipe,1\nb""c,2\nd,3\n'), [['5" pipe', '1'], ['b""c', '2'], ['d', '3']]) // prettier-ignore
})

test('a quote that never closes and text after a closing one are refused with the row', () => {
  assert.throws(() => readAll('a,b\n1,"2\n3,4\n'), { code: 'CSV_QUOTE', message: /^row 2 opens a quote/ })
  assert.throws(() => readAll('a,b\n1,"2"x\n'), { code: 'CSV_QUOTE', message: /^row 2 goes on after/ })
})

test('a line above 100,000 characters is refused with the row, whether it comes at once or in pieces', () => {
  const long = 'x'.repeat(100_001)
  for (const pieces of [[`a\n${long}\n`], ['a\n', long], [`a\n${long}`]])
    assert.throws(() => readAll(...pieces), { code: 'CSV_LINE_TOO_LONG', message: /^row 2 / })
  assert.throws(() => readAll(`"${'x'.repeat(10_001)}"\n`), { code: 'CSV_CELL_TOO_LONG', message: /^row 1 / })
})

const text = fc.array(fc.constantFrom('a', '1', ',', '"', '""', '"b,"', ',"c\n"', '\n', '\r\n', 'ä'), { maxLength: 40 })

test('any cut of the text gives the same records, or the same refusal', () => {
  const outcome = (pieces: readonly string[]) => {
    try {
      return readAll(...pieces)
    } catch (error) {
      return (error as Error).message
    }
  }
  const property = fc.property(text, fc.array(fc.nat(80), { maxLength: 8 }), (parts, cuts) => {
    const whole = parts.join('')
    const places = [0, ...cuts.map((cut) => Math.min(cut, whole.length)).sort((a, b) => a - b), whole.length]
    const pieces = places.slice(1).map((end, i) => whole.slice(places[i], end))
    assert.deepEqual(outcome(pieces), outcome([whole]))
  })
  fc.assert(property, { numRuns: 2000 })
})

test('what was written with quotes is read back', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', ' ', '1'), maxLength: 6 })
  const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 5 })
  const quoted = (value: string): string => `"${value.replaceAll('"', '""')}"`
  const property = fc.property(rows, (given) => {
    assert.deepEqual(cellsOf(given.map((cells) => `${cells.map(quoted).join(',')}\r\n`).join('')), given)
  })
  fc.assert(property, { numRuns: 500 })
})
