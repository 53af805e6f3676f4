import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BacktestProtocol } from '@omarino/contracts'
import { parseBacktestProtocol } from '@omarino/contracts'
import { frameOf, planBacktest } from './backtest-plan.ts'
import { backtest, backtestSeries, type ForecastBlock } from './backtest.ts'
import { forecastSeries } from './forecast-series.ts'
import { DAY_MS } from './model.ts'
import type { Panel } from './panel.ts'
import { dayAhead, MONDAY_MS, sampleLoad } from './sample-series.ts'

const load = sampleLoad(24)
const panelOf = (values: Float64Array): Panel => ({
  stepMs: load.stepMs,
  startMs: load.startMs,
  series: ['a', 'b'].map((id) => ({ id, values, observed: {}, known: {} })),
})
const day = (count: number): string => new Date(MONDAY_MS + count * DAY_MS).toISOString()
const protocolWith = (change: object = {}): BacktestProtocol =>
  parseBacktestProtocol({
    step: 'PT1H', horizon: 24, origins: [day(16), day(18)], zone: 'Europe/Berlin', country: 'DE', nonNegative: true, ...change,
  }) // prettier-ignore
function replay(panel: Panel, protocol: BacktestProtocol): ForecastBlock[] {
  const plan = planBacktest(protocol, panel)
  return [...backtest(panel, frameOf(panel, protocol, plan), plan)]
}

test('blocks come by series, then origin, and equal the forecast issued there', () => {
  const blocks = replay(panelOf(load.values), protocolWith())
  assert.deepEqual(blocks.map(({ id, origin }) => `${id}${origin}`), ['a0', 'a1', 'b0', 'b1']) // prettier-ignore
  const issueMs = MONDAY_MS + 18 * DAY_MS
  const issued = forecastSeries(load, dayAhead(load, { issueMs, zone: 'Europe/Berlin', country: 'DE', nonNegative: true })) // prettier-ignore
  const { point, quantiles, model } = issued
  assert.deepEqual(blocks[1].forecast, { point, quantiles, explanation: null, model })
})

test('a block says what adds up to its point where the task asks, a history too short for any model too', () => {
  const panel = panelOf(load.values)
  const protocol = protocolWith({ origins: [0.5, 18].map(day) })
  const plan = planBacktest(protocol, panel)
  const asking = { ...plan, task: { ...plan.task, explain: true } }
  const blocks = [...backtestSeries(frameOf(panel, protocol, plan), panel.series[0], asking, 0, 2)]
  const [cold, warm] = blocks.map(({ forecast }) => forecast?.explanation)
  assert.deepEqual(cold?.groups, ['base'])
  assert.deepEqual(cold?.contributions, blocks[0].forecast?.point)
  assert.equal(warm?.groups.at(-1), 'calibration')
})

for (const refit of ['origin', 'never', 'P2D']) {
  test(`values at and after an origin leave its block as it is, refit ${refit}`, () => {
    const protocol = protocolWith({ origins: [16, 17, 18, 19].map(day), refit })
    const changed = load.values.map((value, step) => (step >= 18 * 24 ? -value : value))
    const whole = replay(panelOf(load.values), protocol)
    assert.deepEqual(replay(panelOf(changed), protocol).slice(0, 3), whole.slice(0, 3))
    assert.deepEqual(replay(panelOf(load.values.slice(0, 18 * 24)), protocol).slice(0, 3), whole.slice(0, 3))
  })
}

test('a block is the same whether the ones before it were replayed in the same session or not', () => {
  const protocol = protocolWith({ origins: { first: day(16), every: 'P1D', count: 6 }, refit: 'P2D' })
  const panel = panelOf(load.values)
  const plan = planBacktest(protocol, panel)
  const frame = frameOf(panel, protocol, plan)
  assert.deepEqual(plan.refits, [true, false, true, false, true, false])
  const whole = [...backtestSeries(frame, panel.series[0], plan, 0, 6)]
  assert.deepEqual([...backtestSeries(frame, panel.series[0], plan, 4, 6)], whole.slice(4))
})

test('resting parameters differ from fresh ones, and their bands still learn from new errors', () => {
  const origins = [14, 15, 22].map(day)
  const [, , fresh] = replay(panelOf(load.values), protocolWith({ origins, model: 'ridge-ar' }))
  const [, , resting] = replay(panelOf(load.values), protocolWith({ origins, model: 'ridge-ar', refit: 'never' }))
  assert.notDeepEqual(resting.forecast?.point, fresh.forecast?.point)
  const jumped = load.values.map((value, step) =>
    step >= 15 * 24 && step < 21 * 24 && step % 5 === 0 ? 2 * value : value,
  )
  const [, , wider] = replay(panelOf(jumped), protocolWith({ origins, model: 'seasonal-naive', refit: 'never' }))
  const [, , narrow] = replay(panelOf(load.values), protocolWith({ origins, model: 'seasonal-naive', refit: 'never' }))
  const width = ({ forecast }: ForecastBlock): number => (forecast ? forecast.quantiles[48 + 1] - forecast.quantiles[1] : NaN) // prettier-ignore
  assert.ok(width(wider) > width(narrow))
})

test('no value known is a block without a forecast; a short history gets the last value, a longer one a naive', () => {
  const values = load.values.map((value, step) => (step < 30 ? NaN : value))
  const origins = [new Date(MONDAY_MS + 30 * 3_600_000).toISOString(), day(2), day(4)]
  const blocks = replay(panelOf(values), protocolWith({ origins, model: 'ridge-ar' }))
  assert.deepEqual(blocks.slice(0, 3).map(({ forecast }) => forecast?.model), [undefined, 'last-value', 'seasonal-naive']) // prettier-ignore
  assert.equal(blocks[1].forecast?.point[0], values[47])
})

test('of the past a model sees no more than the history allows, also where its errors are learned', () => {
  const long = sampleLoad(113)
  const shifted = long.values.map((value, step) => (step < 7 * 24 ? value + 1000 : value))
  // 84 replayed days before day 112, fitted up to 6 days before, each on 14 days: nothing before day 8.
  const limited = protocolWith({ origins: [day(112)], history: 'P14D', model: 'ridge-ar' })
  assert.deepEqual(replay(panelOf(shifted), limited), replay(panelOf(long.values), limited))
  const all = protocolWith({ origins: [day(112)], model: 'ridge-ar' })
  assert.notDeepEqual(replay(panelOf(shifted), all), replay(panelOf(long.values), all))
})
