import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OptimizeRequest } from '@omarino/contracts'
import { replay, type ReplayDay } from './index.ts'
import { plan, within } from './planned-sites.ts'
import { battery, grid, load, siteOf } from './sites.ts'

const near = within(1e-6)
const planOf = (request: OptimizeRequest) => Promise.resolve(plan(request).schedules)
const DAY_MS = 86_400_000

/** Two hours are lived through of each day, of the given loads as known and as they were; prices 0.1, 0.4, then 0.2. */
function day(index: number, known: number[], actual: number[], steps = 2): ReplayDay {
  const request = (loadKw: number[]): OptimizeRequest => ({
    ...siteOf(loadKw.length, [
      battery({ chargeEfficiency: 1, dischargeEfficiency: 1, endValuePerKwh: 0.2 }),
      { ...load(0), powerKw: 'load' },
      { ...grid(0), importPricePerKwh: 'price', exportPricePerKwh: 0 },
    ]),
    horizon: {
      start: new Date(Date.UTC(2026, 0, 1) + index * DAY_MS).toISOString(),
      stepMinutes: 60,
      steps: loadKw.length,
    },
    forecasts: { load: loadKw },
    prices: { price: [0.1, 0.4, 0.2].slice(0, loadKw.length) },
  })
  return { known: request(known), actual: request(actual), steps }
}

test('a day that came as it was forecast is worth all that foresight is, and regrets nothing', async () => {
  const { totals, shareOfForesight, regret, days } = await replay([day(0, [0, 3, 0], [0, 3, 0])], planOf)
  // 5 kWh are bought for 0.50; 3 serve the load that would have cost 1.20, 2 are left at 0.20.
  near(totals.idle, 1.2)
  near(totals.plan, 0.5 - 0.4)
  near(totals.foresight, totals.plan)
  near(totals.rule, 1.2) // there is no surplus to store
  near(shareOfForesight, 1)
  near(regret.forecast, 0)
  near(regret.model, 0)
  assert.deepEqual(days.map(({ start }) => start), ['2026-01-01T00:00:00.000Z']) // prettier-ignore
})

test('a load that was not foreseen is regret of the forecast, not of the model', async () => {
  const worthless = (one: ReplayDay): ReplayDay => {
    const without = (request: OptimizeRequest) => ({
      ...request,
      assets: request.assets.map((asset) => (asset.type === 'battery' ? { ...asset, endValuePerKwh: 0 } : asset)),
    })
    return { ...one, known: without(one.known), actual: without(one.actual) }
  }
  const { totals, regret, shareOfForesight } = await replay([worthless(day(0, [0, 0, 0], [0, 3, 0]))], planOf)
  near(totals.plan, 1.2) // nothing was stored
  near(totals.foresight, 0.3)
  near(regret.forecast, 0.9)
  near(regret.model, 0)
  near(shareOfForesight, 0)
})

test('what is in store at the end of a day is there at the begin of the next, for each way by itself', async () => {
  const days = [day(0, [0, 0], [0, 0]), day(1, [4, 0], [4, 0])]
  const { days: lived, totals } = await replay(days, planOf)
  near(lived[0].costs.plan, 0.5) // 5 kWh at 0.1, worth 0.2 each
  near(lived[1].costs.plan, 0.9) // 4 kWh of load and 5 more into store, at 0.1
  near(totals.plan, 0.5 + 0.9 - 10 * 0.2) // with an empty store on the second morning only 5 would be left
  near(lived[1].costs.idle, 0.4)
  near(totals.idle, 0.4)
})

test('no day, and a day of steps that differ, are refused', async () => {
  await assert.rejects(replay([], planOf), { code: 'REPLAY_EMPTY' })
  const odd = day(0, [1], [1], 1)
  const horizon = { start: '2026-01-01T00:00:00Z', stepEnds: ['2026-01-01T01:00:00Z'] }
  const unequal = { known: { ...odd.known, horizon }, actual: { ...odd.actual, horizon }, steps: 1 }
  await assert.rejects(replay([unequal], planOf), { code: 'REPLAY_STEPS' })
})
