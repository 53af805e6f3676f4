import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseBacktestProtocol } from '@omarino/contracts'
import { frameOf, planBacktest } from './backtest-plan.ts'
import { backtest, type ForecastBlock } from './backtest.ts'
import { explanationWriter, rowWriter } from './forecast-rows.ts'
import { DAY_MS } from './model.ts'
import { replayRows } from './replay-rows.ts'
import { MONDAY_MS, sampleLoad } from './sample-series.ts'

const { startMs, stepMs, values } = sampleLoad(24)
const panel = { startMs, stepMs, series: [{ id: 'a', values, observed: {}, known: {} }] }
const origins = [0, 17, 18, 19].map((day) => new Date(MONDAY_MS + day * DAY_MS).toISOString())
const protocol = parseBacktestProtocol({ step: 'PT1H', horizon: 24, origins, zone: 'UTC', country: null, model: 'ridge-ar' }) // prettier-ignore
const plain = planBacktest(protocol, panel)
const plan = { ...plain, task: { ...plain.task, explain: true } }
const frame = frameOf(panel, protocol, plan)

test('rows of a block are those of its forecasts, counted by model', () => {
  const seen: ForecastBlock[] = []
  const job = { frame, series: panel.series[0], plan, from: 0, to: 4 }
  const { csv, explained, models } = replayRows(job, (block) => seen.push(block))
  const blocks = [...backtest(panel, frame, plan)]
  assert.deepEqual(seen, blocks)
  assert.equal(csv, blocks.map(rowWriter(plan)).join(''))
  assert.equal(explained, blocks.map(explanationWriter(plan)).join(''))
  assert.deepEqual(models, { '': 1, 'ridge-ar': 3 }) // at the first origin nothing is known
})

test('where no explanation is asked for, there are no rows of it', () => {
  const job = { frame, series: panel.series[0], plan: plain, from: 1, to: 2 }
  assert.equal(replayRows(job).explained, '')
})
