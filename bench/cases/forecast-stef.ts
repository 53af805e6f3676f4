import { mae } from '@omarino/forecasting'
import { openstefCsv, SITES } from '../data/openstef.ts'
import { filterRows, mean, naive, type Scored } from '../score/scored.ts'
import { coverage80 } from '../score/reliability.ts'
import { coverageFigures, figure, named } from './forecast-result.ts'
import { fewer, type ForecastSet } from './forecast-set.ts'

const LAST_DAY = 96

export const stefSet: ForecastSet = {
  name: 'stef',
  files: SITES.map((site) => `openstef/${site}`),
  csv: openstefCsv,
  quick: fewer(5),
  isPv: (id) => id.endsWith('/solar'),
  figures: ({ scored, cpuSeconds, protocol }) => {
    const days = scored.map((one) => filterRows(one, (row) => one.leads[row] >= protocol.horizon - LAST_DAY))
    const byPart = (part: string): Scored[] => days.filter(({ id }) => id.endsWith(`/${part}`))
    const relative = (one: Scored, forecast: Float64Array): number => mae(one.actual, forecast) / spreadOf(one)
    const figures = ['load', 'solar', 'wind'].map((part) => {
      const ours = mean(byPart(part).map((one) => relative(one, one.point)))
      const before = mean(byPart(part).map((one) => relative(one, naive(one, LAST_DAY))))
      return figure(`forecast.stef.${part}`, ours, 'of range', named('naive, day', before), [], part === 'load' ? cpuSeconds : null) // prettier-ignore
    })
    // Meters of plants stand up to 0.07 below zero at night, where a forecast that may not be negative is 0: no band holds
    // them. Beside the figure on what was measured, the one where such values count as the 0 that they mean.
    const nonNegative = Array.isArray(protocol.nonNegative) ? protocol.nonNegative : []
    const fromZero = days.map((one) =>
      nonNegative.includes(one.id) ? { ...one, actual: one.actual.map((value) => Math.max(0, value)) } : one,
    )
    return [
      ...figures,
      ...coverageFigures('stef', days),
      figure('forecast.stef.coverage80-from-zero', 100 * coverage80(fromZero), '%'),
    ]
  },
}

/** P99 − P1 of the values before the first scored day. */
function spreadOf({ values, originSteps, leads }: Scored): number {
  const training = values.slice(0, originSteps[0] + leads[0]).filter(Number.isFinite).sort() // prettier-ignore
  const at = (share: number): number => training[Math.round(share * (training.length - 1))]
  return at(0.99) - at(0.01)
}
