import { mae } from '@omarino/forecasting'
import { ettCsv } from '../data/ett.ts'
import { filterRows, maeOf, mean, naive, pinballOf } from '../score/scored.ts'
import { coverageFigures, figure, named } from './forecast-result.ts'
import { fewer, type ForecastSet } from './forecast-set.ts'

const DAY = 24

export const ettSet: ForecastSet = {
  name: 'ett',
  files: ['ett/ETTh1'],
  csv: ettCsv,
  quick: fewer(3),
  figures: ({ scored, cpuSeconds }) => {
    const windows = scored.flatMap((one) => {
      const origins = [...new Set(one.originSteps)]
      return origins.map((origin) => {
        const window = filterRows(one, (row) => one.originSteps[row] === origin)
        const training = one.values.slice(0, origin)
        const scale = mae(training.slice(DAY), training.slice(0, -DAY))
        return { model: maeOf(window) / scale, naive: mae(window.actual, naive(window, DAY)) / scale }
      })
    })
    const reference = named('sNaive (24 h)', mean(windows.map((window) => window.naive)))
    const size = scored.reduce((sum, { actual }) => sum + actual.reduce((total, value) => total + Math.abs(value), 0), 0) // prettier-ignore
    const loss = scored.reduce((sum, one) => sum + 2 * pinballOf(one) * one.actual.length, 0)
    const published = [named('PatchTST ÷ sNaive', 0.914), named('Chronos-Bolt ÷ sNaive', 0.847)]
    return [
      figure('forecast.ett.mase', mean(windows.map((window) => window.model)), '', reference, published, cpuSeconds),
      figure('forecast.ett.weighted-quantile-loss', loss / size, '', null, [named('sNaive', 0.24), named('PatchTST', 0.19)]), // prettier-ignore
      ...coverageFigures('ett', scored),
    ]
  },
}
