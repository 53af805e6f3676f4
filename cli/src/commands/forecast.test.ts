import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test, type TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url))
const START_MS = Date.UTC(2024, 9, 1)
const HOUR_MS = 3_600_000
const HOURS = 24 * 30
const protocol = {
  step: 'PT1H', horizon: 24, origins: { first: '2024-10-24', every: 'P1D', count: 5 }, zone: 'Europe/Berlin', country: 'DE',
  nonNegative: true,
} // prettier-ignore

/** A daily wave that both series share at another height, with a step of its own each week; no noise is needed here. */
const valueAt = (hour: number, height: number): number =>
  height * (3 + Math.sin((2 * Math.PI * hour) / 24) + (Math.floor(hour / 24) % 7) / 10)
const rowsOf = (id: string, height: number, hours: number): string[] =>
  Array.from({ length: hours }, (_, hour) => `${id},${new Date(START_MS + hour * HOUR_MS).toISOString()},${valueAt(hour, height)}`) // prettier-ignore

interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

function folderFor(t: TestContext) {
  const folder = mkdtempSync(path.join(tmpdir(), 'ems-backtest-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const at = (name: string): string => path.join(folder, name)
  const save = (name: string, content: string | Buffer): string => {
    writeFileSync(at(name), content)
    return at(name)
  }
  const backtest = (data: string, out: string, ...more: string[]): Promise<Ended> =>
    new Promise((resolve) => {
      const argv = [MAIN, 'forecast', 'backtest', '--data', data, '--protocol', at('P.json'), '--out', at(out), ...more]
      execFile(process.execPath, argv, (error, stdout, stderr) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr })
      })
    })
  save('P.json', JSON.stringify(protocol))
  return {
    at,
    save,
    backtest,
    names: () => readdirSync(folder),
    read: (name: string) => readFileSync(at(name), 'utf8'),
  }
}
const csv = (rows: readonly string[]): string => `series,time,value\n${rows.join('\n')}\n`
const both = [...rowsOf('b', 1, HOURS), ...rowsOf('a', 5, HOURS)]

test('the file has every row in order, and the same bytes for 1, 2 and 3 workers and from a gzipped file', async (t) => {
  const { save, backtest, read, names } = folderFor(t)
  const data = save('X.csv', csv(both))
  const ended = await backtest(data, 'F1.csv', '--workers', '1', '--json')
  assert.deepEqual([ended.code, ended.stderr], [0, ''])
  const summary = JSON.parse(ended.stdout) as Record<string, unknown>
  assert.deepEqual([summary['ok'], summary['rows'], summary['series'], summary['origins']], [true, 2 * 5 * 24, 2, 5])
  assert.match(String(summary['inputSha256']), /^[0-9a-f]{64}$/)
  await backtest(data, 'F2.csv', '--workers', '2')
  await backtest(save('X.csv.gz', gzipSync(csv(both))), 'F3.csv', '--workers', '3')
  const lines = read('F1.csv').trim().split('\n')
  assert.equal(lines[0], 'series,origin,target_time,point,q0.1,q0.5,q0.9')
  assert.match(lines[1], /^b,2024-10-23T22:00:00Z,2024-10-23T22:00:00Z,/)
  // 27 October has 25 hours: its 24 steps end at 22:00 local, the next origin is an hour later.
  assert.match(lines[1 + 4 * 24], /^b,2024-10-27T23:00:00Z,2024-10-27T23:00:00Z,/)
  assert.equal(lines.length, 1 + 240)
  assert.equal(read('F2.csv'), read('F1.csv'))
  assert.equal(read('F3.csv'), read('F1.csv'))
  assert.deepEqual(names().filter((name) => name.endsWith('.partial')), []) // prettier-ignore
})

test('cutting the file at an origin leaves the rows of that origin and of those before as they are', async (t) => {
  const { save, backtest, read } = folderFor(t)
  await backtest(save('X.csv', csv(both)), 'whole.csv')
  const origin = '2024-10-25T22:00:00Z'
  const known = both.filter((row) => Date.parse(row.split(',')[1]) < Date.parse(origin))
  await backtest(save('cut.csv', csv(known)), 'cut.csv.out')
  const upTo = (name: string): string[] => read(name).split('\n').filter((row) => row.split(',')[1] <= origin) // prettier-ignore
  assert.equal(upTo('whole.csv').length, 2 * 3 * 24)
  assert.deepEqual(upTo('cut.csv.out'), upTo('whole.csv'))
})

test('contributions add up to the points, in the order and to the bytes of any number of workers', async (t) => {
  const { at, save, backtest, read, names } = folderFor(t)
  const data = save('X.csv', csv(both))
  await backtest(data, 'F.csv')
  await backtest(data, 'F1.csv', '--explain', at('E1.csv'), '--workers', '1')
  await backtest(data, 'F2.csv', '--explain', at('E2.csv'), '--workers', '2')
  assert.equal(read('F1.csv'), read('F.csv'))
  assert.equal(read('E2.csv'), read('E1.csv'))
  const [header, ...rows] = read('E1.csv').trim().split('\n')
  assert.equal(header, 'series,origin,target_time,group,contribution')
  assert.match(rows[0], /^b,2024-10-23T22:00:00Z,2024-10-23T22:00:00Z,base,/)
  const sums = new Map<string, number>()
  for (const row of rows) {
    const [series, origin, time, , contribution] = row.split(',')
    const key = [series, origin, time].join(',')
    sums.set(key, (sums.get(key) ?? 0) + parseFloat(contribution))
  }
  const forecasts = read('F1.csv').trim().split('\n').slice(1).map((row) => row.split(',')) // prettier-ignore
  assert.deepEqual([...sums.keys()], forecasts.map((cells) => cells.slice(0, 3).join(','))) // prettier-ignore
  for (const cells of forecasts) {
    assert.ok(Math.abs((sums.get(cells.slice(0, 3).join(',')) ?? NaN) - parseFloat(cells[3])) < 1e-9)
  }
  assert.deepEqual(names().filter((name) => name.endsWith('.partial')), []) // prettier-ignore
})

test('the order of rows changes nothing but the order of series', async (t) => {
  const { save, backtest, read } = folderFor(t)
  await backtest(save('X.csv', csv(both)), 'F.csv')
  await backtest(save('R.csv', csv([...both].reverse())), 'R.csv.out')
  assert.deepEqual(read('R.csv.out').trim().split('\n').sort(), read('F.csv').trim().split('\n').sort())
  assert.match(read('R.csv.out'), /^series.*\na,/)
})

test('what is wrong with the data ends it with one sentence and no file', async (t) => {
  const { save, backtest, names } = folderFor(t)
  const ended = await backtest(save('X.csv', csv([...both, 'a,2024-10-05T00:20Z,1'])), 'F.csv', '--json')
  assert.equal(ended.code, 2)
  assert.match(ended.stderr, /^ems: .*X\.csv row 1442: 2024-10-05T00:20Z is off the grid of 60 min that the first row begins\n$/) // prettier-ignore
  assert.equal((JSON.parse(ended.stdout) as { ok: boolean }).ok, false)
  assert.deepEqual(names().sort(), ['P.json', 'X.csv'])
})

test('a series without a known value has empty fields and a warning; repeats and other columns are told', async (t) => {
  const { save, backtest, read } = folderFor(t)
  const rows = [...both, 'c,2024-10-05T00:00Z,', both[0]].map((row) => `${row},x`)
  const ended = await backtest(save('X.csv', `series,time,value,remark\n${rows.join('\n')}\n`), 'F.csv')
  assert.equal(ended.code, 0)
  assert.match(ended.stderr, /1 rows were replaced/)
  assert.match(ended.stderr, /were ignored: remark/)
  assert.match(ended.stderr, /5 forecasts are empty/)
  assert.equal(read('F.csv').split('\n').filter((row) => /^c,[^,]+,[^,]+,,,,$/.test(row)).length, 5 * 24) // prettier-ignore
})

test('wrong usage is exit code 2 with a sentence that names the fault', async (t) => {
  const { at, save, backtest } = folderFor(t)
  const data = save('X.csv', csv(both))
  const refused = async (sentence: RegExp, ...more: string[]): Promise<void> => {
    const ended = await backtest(data, 'F.csv', ...more)
    assert.equal(ended.code, 2)
    assert.match(ended.stderr, sentence)
  }
  await refused(/--out and --explain both name .*F\.csv/, '--explain', at('F.csv'))
  await refused(/there is no folder .*absent/, '--explain', at('absent/E.csv'))
  await refused(/--workers 0 must be a whole number/, '--workers', '0')
  save('P.json', JSON.stringify({ ...protocol, horizont: 24 }))
  await refused(/\/horizont: "horizont" is not a field of a protocol/)
  save('P.json', JSON.stringify({ ...protocol, model: 'oracle' }))
  await refused(/there is no model oracle; there are auto, seasonal-naive/)
  save('P.json', '{')
  await refused(/P\.json is not JSON/)
})
