import { mae, relativeMae } from '@omarino/forecasting'
import { epfCsv, type Market } from '../data/epf.ts'
import { filterRows, maeOf, naive, pinballOf } from '../score/scored.ts'
import { coverageFigures, figure, type Named, named } from './forecast-result.ts'
import { fewer, type ForecastSet } from './forecast-set.ts'

const DAY = 24
const WEEK = 168

const EPF_PUBLISHED: Readonly<Record<Market, readonly Named[]>> = {
  NP: [named('LEAR', 1.738), named('DNN', 1.683), named('LEAR + DNN', 1.631)],
  FR: [named('LEAR', 3.98), named('DNN', 3.866), named('LEAR + DNN', 3.785)],
  DE: [], BE: [], PJM: [],
} // prettier-ignore
const RESIDUAL_PINBALL: Partial<Record<Market, readonly Named[]>> = {
  NP: [named('LEAR + residuals', 0.694), named('LEAR + DNN + residuals', 0.656)],
  FR: [named('LEAR + residuals', 1.402), named('LEAR + DNN + residuals', 1.339)],
}
const FIRST_SCORED_DAY = 182 // the days before taught the published residual intervals

export const epfSet = (market: Market): ForecastSet => ({
  name: `epf-${market.toLowerCase()}`,
  files: [`epf/${market}`],
  csv: () => epfCsv(market),
  quick: fewer(60),
  figures: ({ scored: [scored], cpuSeconds }) => {
    const set = `epf-${market.toLowerCase()}`
    const weekly = naive(scored, WEEK)
    const reference = named('naive, 7 days', mae(scored.actual, weekly))
    const late = filterRows(scored, (row) => row >= FIRST_SCORED_DAY * DAY)
    const bands = late.point.length > 0 && RESIDUAL_PINBALL[market] ? late : scored
    return [
      figure(`forecast.${set}.mae`, maeOf(scored), 'per MWh', reference, EPF_PUBLISHED[market], cpuSeconds),
      figure(`forecast.${set}.rmae`, relativeMae(scored.actual, scored.point, weekly), ''),
      figure(`forecast.${set}.pinball`, pinballOf(bands, [0.1, 0.5, 0.9]), 'per MWh', null, RESIDUAL_PINBALL[market] ?? []), // prettier-ignore
      ...coverageFigures(set, [scored]),
    ]
  },
})
