import { mae } from '@omarino/forecasting'
import { gefcomLoadCsv } from '../data/gefcom-load.ts'
import { gefcomSolarCsv } from '../data/gefcom-solar.ts'
import { filterRows, maeOf, mean, naive, pinballOf } from '../score/scored.ts'
import { coverageFigures, figure, named } from './forecast-result.ts'
import { fewer, type ForecastSet, whole } from './forecast-set.ts'

const HOUR_MS = 3_600_000
const DAY = 24
const YEAR = 365 * DAY
const OCTOBER = 9

export const loadMonthSet: ForecastSet = {
  name: 'load-m',
  files: ['gefcom2014/load'],
  csv: gefcomLoadCsv,
  quick: () => ({ origins: { first: '2010-10-01', every: 'P1M', count: 3 } }),
  figures: ({ scored: [scored], cpuSeconds }) => {
    // A horizon of 744 steps reaches beyond short months: a month scores its own hours. Stamps are hour-ending.
    const monthOf = (row: number): number => new Date(scored.targetsMs[row] - HOUR_MS).getUTCMonth()
    const issuedIn = (row: number): number => new Date(scored.targetsMs[row] - (scored.leads[row] + 1) * HOUR_MS).getUTCMonth() // prettier-ignore
    const months = [...new Set(Array.from(scored.point.keys(), issuedIn))].map((month) => ({
      month,
      part: filterRows(scored, (row) => issuedIn(row) === month && monthOf(row) === month),
    }))
    const score = (chosen: typeof months): number => mean(chosen.map(({ part }) => pinballOf(part)))
    // Every quantile equal: the mean pinball loss is half of the absolute error.
    const benchmark = (chosen: typeof months): number => mean(chosen.map(({ part }) => mae(part.actual, naive(part, YEAR)) / 2)) // prettier-ignore
    const autumn = months.filter(({ month }) => month >= OCTOBER)
    const parts = months.map(({ part }) => part)
    return [
      figure('forecast.load-m.pinball', score(months), 'load', named('last year', benchmark(months)), [], cpuSeconds),
      figure('forecast.load-m.pinball-oct-dec', score(autumn), 'load', named('last year', benchmark(autumn)), [named('mean of first places', 7.37), named('mean of fifth places', 9.84)]), // prettier-ignore
      ...coverageFigures('load-m', parts),
    ]
  },
}

export const loadDaySet = (variant: 'a' | 'b'): ForecastSet => ({
  name: `load-d-${variant}`,
  files: ['gefcom2014/load'],
  csv: gefcomLoadCsv,
  quick: fewer(30),
  figures: ({ scored: [scored], cpuSeconds }) => {
    const reference = named('naive, 24 h', mae(scored.actual, naive(scored, DAY)))
    return [
      figure(`forecast.load-d-${variant}.mae`, maeOf(scored), 'load', reference, [], cpuSeconds),
      figure(`forecast.load-d-${variant}.pinball`, pinballOf(scored), 'load'),
      ...coverageFigures(`load-d-${variant}`, [scored]),
    ]
  },
})

export const pvMonthSet: ForecastSet = {
  name: 'pv-m',
  files: ['gefcom2014/solar_power', 'gefcom2014/solar_weather'],
  csv: gefcomSolarCsv,
  quick: whole,
  isPv: () => true,
  figures: ({ scored, cpuSeconds }) => {
    const yesterday = mean(scored.map((one) => mae(one.actual, naive(one, DAY)) / 2))
    return [
      figure('forecast.pv-m.pinball', mean(scored.map((one) => pinballOf(one))), 'of capacity', named('yesterday', yesterday), [], cpuSeconds), // prettier-ignore
      figure('forecast.pv-m.mae', mean(scored.map(maeOf)), 'of capacity'),
      ...coverageFigures('pv-m', scored),
    ]
  },
}
