import { mae, msis, smape } from '@omarino/forecasting'
import { M4_END_MS, m4Csv } from '../data/m4.ts'
import { naive2 } from '../score/naive2.ts'
import { filterRows, mean, naive, quantileRow, type Scored } from '../score/scored.ts'
import { coverageFigures, figure, named } from './forecast-result.ts'
import type { ForecastSet } from './forecast-set.ts'

const HOUR_MS = 3_600_000
const DAY = 24
const M4_STEPS = 48

interface M4Scores {
  readonly smape: number
  readonly mase: number
  readonly msis: number
}

function m4Scores(scored: Scored, forecast: Float64Array, training: Float64Array): M4Scores {
  const scale = mae(training.slice(DAY), training.slice(0, -DAY))
  const [lower, upper] = [quantileRow(scored, 0.025), quantileRow(scored, 0.975)]
  return {
    smape: smape(scored.actual, forecast),
    mase: mae(scored.actual, forecast) / scale,
    msis: msis(scored.actual, lower, upper, 0.95, scale),
  }
}

/** Overall weighted average of the forecast and of the daily naive against Naive2, on the window that ends `hours` before the end. */
function m4Window(all: readonly Scored[], hours: number) {
  const parts = all.map((whole) => {
    const scored = filterRows(whole, (row) => whole.targetsMs[row] - whole.leads[row] * HOUR_MS === M4_END_MS - hours * HOUR_MS) // prettier-ignore
    const first = whole.values.findIndex(Number.isFinite)
    const training = whole.values.slice(first, scored.originSteps[0])
    const scores = (forecast: Float64Array): M4Scores => m4Scores(scored, forecast, training)
    return {
      scored,
      model: scores(scored.point),
      naive: scores(naive(scored, DAY)),
      naive2: scores(naive2(training, DAY, M4_STEPS)),
    }
  })
  const meanOf = (who: 'model' | 'naive' | 'naive2', what: keyof M4Scores): number => mean(parts.map((part) => part[who][what])) // prettier-ignore
  const owa = (who: 'model' | 'naive'): number =>
    (meanOf(who, 'smape') / meanOf('naive2', 'smape') + meanOf(who, 'mase') / meanOf('naive2', 'mase')) / 2
  return { parts, meanOf, owa }
}

export const m4Set: ForecastSet = {
  name: 'm4h',
  files: ['m4/Hourly-train'],
  csv: (quick) => m4Csv(quick ? 10 : 1),
  quick: () => ({ origins: ['1999-12-30T00:00Z'] }),
  figures: ({ scored, cpuSeconds, protocol }) => {
    const { parts, meanOf, owa } = m4Window(scored, M4_STEPS)
    const last = parts.map((part) => part.scored)
    const { actual, bounds } = within95(last)
    const published = [named('sNaive', 0.627), named('FFORMA', 0.484), named('Smyl', 0.44), named('Doornik', 0.41)]
    const figures = [
      figure('forecast.m4h.owa', owa('model'), '', named('sNaive (24 h)', owa('naive')), published, cpuSeconds),
      figure('forecast.m4h.smape', meanOf('model', 'smape'), '%', named('Naive2', meanOf('naive2', 'smape')), [named('Smyl', 9.328)]), // prettier-ignore
      figure('forecast.m4h.mase', meanOf('model', 'mase'), '', named('Naive2', meanOf('naive2', 'mase')), [named('Smyl', 0.893)]), // prettier-ignore
      figure('forecast.m4h.msis', meanOf('model', 'msis'), '', null, [named('Smyl', 7.93), named('Doornik', 6.14)]),
      figure('forecast.m4h.coverage95', (100 * bounds) / actual, '%'),
      ...coverageFigures('m4h', last),
    ]
    const both = Array.isArray(protocol.origins) && protocol.origins.length > 1
    if (!both) return figures
    const earlier = m4Window(scored, 2 * M4_STEPS)
    return [...figures, figure('forecast.m4h.owa-48h-earlier', earlier.owa('model'), '', named('sNaive (24 h)', earlier.owa('naive')))] // prettier-ignore
  },
}

function within95(all: readonly Scored[]): { actual: number; bounds: number } {
  let actual = 0
  let bounds = 0
  for (const scored of all) {
    const [lower, upper] = [quantileRow(scored, 0.025), quantileRow(scored, 0.975)]
    for (const [i, value] of scored.actual.entries()) {
      actual += 1
      if (value >= lower[i] && value <= upper[i]) bounds += 1
    }
  }
  return { actual, bounds }
}
