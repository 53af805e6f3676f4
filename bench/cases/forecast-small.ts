import { mae } from '@omarino/forecasting'
import { SMALL_SETS } from '../data/small.ts'
import { maeOf, mean, naive, type Scored } from '../score/scored.ts'
import { coverageFigures, figure, named } from './forecast-result.ts'
import { fewer, type ForecastSet } from './forecast-set.ts'

const WEEK_DAYS = 7
const QUICK_DAYS = 7

/** MAE of the better of the day-naive and the week-naive. */
const naiveMae = (scored: Scored): number =>
  Math.min(...[1, WEEK_DAYS].map((days) => mae(scored.actual, naive(scored, days * scored.perDay))))

/** Small sets, each scored against the better naive. */
export const smallSets: readonly ForecastSet[] = Object.entries(SMALL_SETS).map(([name, { file, csv }]) => ({
  name: `small-${name}`,
  files: [file],
  csv,
  quick: fewer(QUICK_DAYS),
  figures: ({ scored, cpuSeconds }) => {
    const skill = mean(scored.map((one) => 1 - maeOf(one) / naiveMae(one)))
    const reference = named('better naive', mean(scored.map(naiveMae)))
    return [
      figure(`forecast.small-${name}.mae`, mean(scored.map(maeOf)), '', reference, [], cpuSeconds),
      figure(`forecast.small-${name}.skill`, skill, ''),
      ...coverageFigures(`small-${name}`, scored),
    ]
  },
}))
