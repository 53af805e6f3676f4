import type { OptimizeRequest, OptimizeResult } from '@omarino/contracts'
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { checkedResult, createSolverPool, killAfterMs } from './solver-pool.ts'

const pool = createSolverPool(1, () => undefined)
after(() => pool.close())

const request: OptimizeRequest = {
  schema: 'ems.optimize/1',
  site: { id: 'site', currency: 'EUR', timeZone: 'UTC' },
  horizon: { start: '2026-01-01T00:00:00Z', stepMinutes: 60, steps: 2 },
  assets: [
    { id: 'load', type: 'load', powerKw: [1, 2] },
    { id: 'grid', type: 'grid', importLimitKw: 5, exportLimitKw: 5, importPricePerKwh: 0.5, exportPricePerKwh: 0.1 },
  ],
}

test('a child plans, and the parent takes the plan once it has checked it', async () => {
  const result = await pool.solve(request)
  assert.deepEqual([result.status, result.objective], ['optimal', 1.5]) // 3 kWh · 0.50
  assert.ok((result.statistics.cpuMs ?? 0) > 0)
})

test('the same request is the same bytes in any process and after any other job', async () => {
  const other = createSolverPool(2, () => undefined)
  try {
    const prices = Array.from({ length: 24 }, (_, t) => Math.round(100 * Math.sin(t)) / 500)
    const battery = {
      id: 'battery', type: 'battery', capacityKwh: 10, maxChargeKw: 5, maxDischargeKw: 5, chargeEfficiency: 0.9, dischargeEfficiency: 0.9,
      socMin: 0, socMax: 1, startSoc: 0.5,
    } as const // prettier-ignore
    const day: OptimizeRequest = {
      ...request,
      horizon: { ...request.horizon, steps: 24 },
      assets: [
        battery,
        {
          id: 'grid',
          type: 'grid',
          importLimitKw: 9,
          exportLimitKw: 9,
          importPricePerKwh: prices,
          exportPricePerKwh: prices,
        },
      ],
    }
    const bytes = ({ statistics: _, ...result }: OptimizeResult): string => JSON.stringify(result)
    const fresh = await pool.solve(day)
    await Promise.all([other.solve(request), other.solve({ ...day, solver: { nodeLimit: 1 } }), other.solve(request)])
    const again = await Promise.all([other.solve(day), other.solve(day), pool.solve(day)])
    assert.ok(fresh.statistics.binaries > 0)
    assert.deepEqual(again.map(bytes), Array(3).fill(bytes(fresh)))
  } finally {
    await other.close()
  }
})

test('a changed number, another request and a broken document are refused', async () => {
  const result = await pool.solve(request)
  const refuses = (reply: unknown, message: RegExp): void =>
    assert.throws(() => checkedResult(request, reply), { kind: 'unavailable', code: 'PLAN_REFUSED', message })
  const lying = structuredClone(result)
  lying.schedules['grid']['powerKw'][1] = 1
  refuses(lying, /out of balance|balance/)
  refuses({ ...result, objective: 1 } satisfies OptimizeResult, /1/)
  refuses({ ...result, requestHash: 'other' } satisfies OptimizeResult, /another request/)
  refuses({ ...result, status: 'splendid' }, /no result at \/status/)
})

test('when no plan keeps the limits that must not bend, the engine says why', async () => {
  const impossible = structuredClone(request)
  impossible.assets[0] = { id: 'load', type: 'load', powerKw: [1, 9], hard: ['powerKw'] }
  await assert.rejects(pool.solve(impossible), { kind: 'infeasible', code: 'NO_SCHEDULE' })
})

test('a solve is killed a fifth and two seconds after its own limit', () => {
  assert.equal(killAfterMs(10), 14_000)
})
