import assert from 'node:assert/strict'
import { test } from 'node:test'
import { backtest, type BacktestProtocol, type Panel } from './backtest.ts'
import { forecastSeries } from './forecast-series.ts'
import { DAY_MS } from './model.ts'
import { dayAhead, MONDAY_MS, sampleLoad } from './sample-series.ts'

const load = sampleLoad(20)
const panel = (values: Float64Array): Panel => ({
  stepMs: load.stepMs,
  startMs: load.startMs,
  series: ['a', 'b'].map((id) => ({ id, values, observed: {}, known: {} })),
})
const protocol: BacktestProtocol = {
  originsMs: [MONDAY_MS + 16 * DAY_MS, MONDAY_MS + 18 * DAY_MS],
  horizonSteps: 24,
  zone: 'Europe/Berlin',
  country: 'DE',
  task: { levels: [0.1, 0.5, 0.9], nonNegative: true, capacity: null, model: 'auto', seed: 1 },
}

test('blocks come by series, then origin, and equal the forecast issued there', () => {
  const blocks = [...backtest(panel(load.values), protocol)]
  assert.deepEqual(
    blocks.map(({ id, originMs }) => [id, (originMs - MONDAY_MS) / DAY_MS]),
    [
      ['a', 16],
      ['a', 18],
      ['b', 16],
      ['b', 18],
    ],
  )
  const issued = dayAhead(load, {
    issueMs: protocol.originsMs[1],
    zone: 'Europe/Berlin',
    country: 'DE',
    nonNegative: true,
  })
  assert.deepEqual(blocks[1].forecast, forecastSeries(load, issued))
})

test('values after an origin leave its block as it is', () => {
  const changed = load.values.map((value, step) => (step >= 16 * 24 ? -value : value))
  const [before] = backtest(panel(load.values), protocol)
  const [after] = backtest(panel(changed), protocol)
  assert.deepEqual(after, before)
})

test('an origin off the grid is refused', () => {
  const off = { ...protocol, originsMs: [MONDAY_MS + 1] }
  assert.throws(() => backtest(panel(load.values), off).next(), /not a step/)
})
