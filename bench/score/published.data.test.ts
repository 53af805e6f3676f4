// The scorer proves itself on figures that others published.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mae, pinball, smape } from '@omarino/forecasting'
import { epfAbsent, publishedForecasts } from '../data/epf.ts'
import { gefcomLoadCsv, leaderboard } from '../data/gefcom-load.ts'
import { m4Csv } from '../data/m4.ts'
import { absent } from '../data/wide-csv.ts'
import { parseBacktestProtocol } from '@omarino/contracts'
import { naive2 } from './naive2.ts'
import { mean, readPanelText } from './scored.ts'

const HOUR_MS = 3_600_000
const rounded = (value: number, digits = 3): number => +value.toFixed(digits)
const protocol = (change: object) =>
  parseBacktestProtocol({ step: 'PT1H', horizon: 1, origins: ['2010-01-01'], ...change })

for (const [market, naive, lear, dnn, both] of [
  ['NP', 4.125, 1.738, 1.683, 1.631],
  ['FR', 7.341, 3.98, 3.866, 3.785],
] as const) {
  const skip = epfAbsent(market) || absent(`epf/published_forecasts_${market}`)
  test(
    `EPF ${market}: MAE of LEAR, DNN, their mean and the weekly naive are those of epftoolbox`,
    { skip },
    async () => {
      const { epfCsv } = await import('../data/epf.ts')
      const published = publishedForecasts(market)
      const panel = readPanelText(epfCsv(market), protocol({}))
      const [{ values }] = panel.series
      const from = (Date.parse(published.firstTime) - panel.startMs) / HOUR_MS
      const steps = published.actual.length
      assert.equal(steps, 728 * 24)
      assert.deepEqual(values.slice(from, from + steps), published.actual)
      const average = published.dnn.map((value, i) => (value + published.lear[i]) / 2)
      const weekBefore = values.slice(from - 168, from - 168 + steps)
      assert.deepEqual(
        [weekBefore, published.lear, published.dnn, average].map((forecast) =>
          rounded(mae(published.actual, forecast)),
        ),
        [naive, lear, dnn, both],
      )
    },
  )
}

test(
  'GEFCom2014-L: last year at the same hour scores 7.185, 8.205 and 24.788 in October to December 2010, as on the leader board',
  { skip: absent('gefcom2014/load') || absent('gefcom2014/load_leaderboard_2010') },
  () => {
    const panel = readPanelText(gefcomLoadCsv(), protocol({ stamps: 'end' }))
    const [{ values }] = panel.series
    const levels = Array.from({ length: 99 }, (_, i) => (i + 1) / 100)
    const scores = [9, 10, 11].map((month) => {
      const from = (Date.UTC(2010, month, 1) - panel.startMs) / HOUR_MS
      const to = (Date.UTC(2010, month + 1, 1) - panel.startMs) / HOUR_MS
      const actual = values.slice(from, to)
      const yearBefore = values.slice(from - 365 * 24, to - 365 * 24)
      return mean(levels.map((level) => pinball(actual, yearBefore, level)))
    })
    assert.deepEqual(
      scores.map((score) => rounded(score)),
      [7.185, 8.205, 24.788],
    )
    for (const [task, places] of leaderboard().entries()) {
      assert.ok(
        places.some((place) => Math.abs(place - scores[task]) < 5e-5),
        `task ${task + 1} has no place with ${scores[task]}`,
      )
    }
  },
)

test(
  'M4 hourly: Naive2 on the last 48 h of train has sMAPE 19.225 and MASE 2.455',
  { skip: absent('m4/Hourly-train') },
  () => {
    const panel = readPanelText(m4Csv(), protocol({}))
    const scores = panel.series.map(({ values }) => {
      const known = values.slice(values.findIndex(Number.isFinite))
      const [training, actual] = [known.slice(0, -48), known.slice(-48)]
      const forecast = naive2(training, 24, 48)
      const scale = mae(training.slice(24), training.slice(0, -24))
      return [smape(actual, forecast), mae(actual, forecast) / scale]
    })
    assert.equal(scores.length, 414)
    assert.deepEqual(
      [0, 1].map((k) => rounded(mean(scores.map((score) => score[k])))),
      [19.225, 2.455],
    )
  },
)
