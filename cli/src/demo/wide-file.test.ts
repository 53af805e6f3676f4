import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { UsageError } from '../usage.ts'
import { readSiteFile } from './site-file.ts'
import { readWideData } from './wide-file.ts'

const folder = mkdtempSync(path.join(os.tmpdir(), 'ems-wide-'))
after(() => rmSync(folder, { recursive: true }))
const QUARTER_MS = 900_000
const columns = { load: 'site/load', APX: 'site/price' }
const site = (() => {
  const file = readSiteFile('demo-site-pid307.json')
  return { ...file, site: { ...file.site, zone: 'Europe/Amsterdam' }, columns }
})()

function fileOf(text: string | Buffer, name = 'wide.csv'): string {
  const file = path.join(folder, name)
  writeFileSync(file, text)
  return file
}
/** Quarter-hours from a start: load counts up, the price is missing where `hasPrice` says so. */
function wide(startMs: number, steps: number, hasPrice: (step: number) => boolean = () => true): string {
  const rows = Array.from({ length: steps }, (_, step) => {
    const time = new Date(startMs + step * QUARTER_MS).toISOString().slice(0, 19).replace('T', ' ')
    return `${time}+00:00,${step},${hasPrice(step) ? '0.05' : ''},9`
  })
  return `index,load,APX,temp\n${rows.join('\n')}\n`
}
const startMs = Date.UTC(2026, 0, 4, 23) // midnight in Amsterdam on 5 January

test('the plan is made at the last local midnight with a whole day of load and price after it; the day before is the newest file', () => {
  const { historyCsv, newestCsv, issueTime, rows } = readWideData(fileOf(wide(startMs, 3 * 96 + 40)), site)
  assert.equal(issueTime, '2026-01-06T23:00:00.000Z') // days begin at steps 0, 96 and 192; the fourth has 40 steps only
  assert.equal(rows, 2 * (3 * 96 + 40))
  const history = historyCsv.trimEnd().split('\n')
  const newest = newestCsv.trimEnd().split('\n')
  assert.deepEqual([history[0], history.length, newest.length], ['series,time,value', 1 + 2 * 96, 1 + 2 * (2 * 96 + 40)]) // prettier-ignore
  assert.deepEqual([history[1], history.at(-1)], ['site/load,2026-01-04T23:00:00.000Z,0', 'site/price,2026-01-05T22:45:00.000Z,0.05']) // prettier-ignore
})

test('a day without all of its prices is passed over, and empty cells become no points', () => {
  const text = wide(startMs, 3 * 96, (step) => step !== 250)
  const { issueTime, rows } = readWideData(fileOf(gzipSync(text), 'wide.csv.gz'), site)
  assert.deepEqual([issueTime, rows], ['2026-01-05T23:00:00.000Z', 2 * 3 * 96 - 1])
})

test('a file that is absent, broken, lacks a column, a day, a cell, a zone or a number is refused with the place', () => {
  const refused = (text: string | Buffer, code: string, message: RegExp, name?: string) =>
    assert.throws(() => readWideData(fileOf(text, name), site), { code, message })
  assert.throws(() => readWideData(path.join(folder, 'none.csv'), site), UsageError)
  refused('index,load\n', 'WIDE_COLUMNS', /lacks the column APX/)
  refused(wide(startMs, 95), 'NO_PLANNABLE_DAY', /no local day/)
  refused('index,load,APX\n', 'NO_PLANNABLE_DAY', /no local day/)
  refused('index,load,APX\n2026-01-01 00:00:00+00:00,1\n', 'COLUMN_COUNT', /row 2 has 2 cells, the header 3/)
  refused('index,load,APX\n2026-01-01 00:00:00,1,2\n', 'TIME_ZONE_MISSING', /row 2: "2026-01-01 00:00:00"/)
  refused('index,load,APX\n2026-01-01 00:00:00+00:00,"1,5",2\n', 'NOT_A_NUMBER', /row 2: load "1,5"/)
  refused(gzipSync('index').subarray(0, 15), 'GZIP_BROKEN', /is no complete gzip file/, 'broken.csv.gz')
})
