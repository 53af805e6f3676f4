import type { OptimizeResult } from '@omarino/contracts'
import highsModule from 'highs'
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url))
const folder = mkdtempSync(path.join(os.tmpdir(), 'ems-optimize-'))
after(() => rmSync(folder, { recursive: true }))
const output = path.join(folder, 'result.json')

/** 10 kWh, empty, 0.9 both ways, prices 0.10 then 0.30: 5 kWh are bought for 0.50, 4.05 kWh sold for 1.215. */
const request = {
  schema: 'ems.optimize/1',
  site: { id: 'site', currency: 'EUR', timeZone: 'UTC' },
  horizon: { start: '2026-01-01T00:00:00Z', stepMinutes: 60, steps: 2 },
  prices: { spot: [0.1, 0.3] },
  assets: [
    { id: 'battery', type: 'battery', capacityKwh: 10, maxChargeKw: 5, maxDischargeKw: 5, chargeEfficiency: 0.9, dischargeEfficiency: 0.9, socMin: 0, socMax: 1, startSoc: 0 },
    { id: 'grid', type: 'grid', importLimitKw: 100, exportLimitKw: 100, importPricePerKwh: 'spot', exportPricePerKwh: 'spot' },
  ],
} // prettier-ignore

const ems = (args: readonly string[], input?: string) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, 'optimize', ...args], {
    encoding: 'utf8',
    input,
  })
  return { status, stdout, stderr }
}
const solveFile = (content: unknown, ...more: string[]) => {
  const file = path.join(folder, 'request.json')
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  return ems(['--input', file, '--output', output, ...more])
}

test('a request file becomes a result file, the same through pipes', () => {
  assert.deepEqual(solveFile(request), { status: 0, stdout: '', stderr: '' })
  const { statistics: _first, ...result } = JSON.parse(readFileSync(output, 'utf8')) as OptimizeResult
  assert.deepEqual([result.status, result.objective?.toFixed(9)], ['optimal', '-0.715000000'])
  const piped = ems(['--input', '-', '--output', '-'], JSON.stringify(request))
  const { statistics: _second, ...again } = JSON.parse(piped.stdout) as OptimizeResult
  assert.deepEqual(again, result)
  assert.match(piped.stdout, /^ +"chargeKw": \[5, 0\],$/m) // a column is a line
})

test('a time limit on the command line is part of the request that is answered', () => {
  const hashOf = (): string => (JSON.parse(readFileSync(output, 'utf8')) as OptimizeResult).requestHash
  assert.equal(solveFile(request, '--time-limit', '5').status, 0)
  const limited = hashOf()
  solveFile({ ...request, solver: { timeLimitSeconds: 5 } })
  assert.equal(hashOf(), limited)
})

test('the model that is written has the objective of the result as its optimum, for another reader', async () => {
  const highs = await (highsModule as unknown as (typeof highsModule)['default'])()
  const mps = path.join(folder, 'model.mps')
  const valued = { ...request.assets[0], startSoc: 0.5, endValuePerKwh: 0.2 } // what is stored at the start is a constant
  const lp = path.join(folder, 'model.lp')
  assert.equal(solveFile({ ...request, assets: [valued, request.assets[1]] }, '--mps', mps, '--lp', lp).status, 0)
  assert.match(readFileSync(lp, 'utf8'), /^Minimize\n cost: [\s\S]*\nEnd\n$/)
  const { objective } = JSON.parse(readFileSync(output, 'utf8')) as OptimizeResult
  const text = readFileSync(mps, 'utf8')
  assert.match(text, /^ battery\.charge\.1 /m)
  assert.match(text, /^ RHS cost /m)
  const found = highs.withModel({ format: 'mps', data: text }, (model) => {
    model.options.set({ output_flag: false })
    model.run()
    return model.getObjectiveValue()
  })
  assert.ok(Math.abs(found - (objective as number)) < 1e-9)
})

test('no schedule is exit code 1, with the reason in result and sentence', () => {
  const load = { id: 'load', type: 'load', powerKw: 200, hard: ['powerKw'] }
  const { status, stderr } = solveFile({ ...request, assets: [...request.assets, load] })
  assert.equal(status, 1)
  assert.match(stderr, /^ems: there is no schedule: /)
  assert.equal((JSON.parse(readFileSync(output, 'utf8')) as OptimizeResult).status, 'failed')
})

test('bent limits are told, and still a schedule', () => {
  const load = { id: 'load', type: 'load', powerKw: 200 }
  const { status, stderr } = solveFile({ ...request, assets: [...request.assets, load] })
  assert.equal(status, 0)
  assert.match(stderr, /^ems: a limit was bent: .*; allow 100\.0 kW more on the import limit of "grid"$/m)
})

test('a bad request or usage is exit code 2 and one sentence with the place', () => {
  const says = ({ status, stderr }: ReturnType<typeof ems>, pattern: RegExp): void => {
    assert.equal(status, 2)
    assert.match(stderr, pattern)
    assert.equal(stderr.trimEnd().split('\n').length, 1)
  }
  says(solveFile({ ...request, horizon: { ...request.horizon, steps: 0 } }), /\/horizon/)
  says(solveFile({ ...request, prices: { spot: [0.1, null] } }), /no value.*\(?\/prices\/spot\/1/)
  says(solveFile('{'), /request\.json is not JSON/)
  says(ems(['--input', path.join(folder, 'absent.json'), '--output', output]), /absent\.json cannot be read/)
  says(ems(['--input', '-']), /name both files/)
  says(
    ems(['--input', '-', '--output', '-', '--mps', '-']),
    /only one of --output, --mps and --lp can be standard output/,
  )
  says(solveFile(request, '--mps', path.join(folder, 'absent', 'model.mps')), /model\.mps cannot be written/)
  says(solveFile(request, '--time-limit', '0x10'), /--time-limit 0x10/)
  says(solveFile(request, '--fast'), /--fast/)
})
