import { absent, cellOf, numbersOf, readWide, utcStamp } from './wide-csv.ts'

export const MARKETS = ['NP', 'FR', 'DE', 'BE', 'PJM'] as const
export type Market = (typeof MARKETS)[number]

export const epfAbsent = (market: Market): string | false => absent(`epf/${market}`)

/** Day-ahead prices with the two forecasts known the day before, as `first` and `second` in the order of the file. */
export function epfCsv(market: Market): string {
  const wide = readWide(`epf/${market}`)
  const [price, first, second] = wide.names.slice(1).map((name) => numbersOf(wide, name))
  const rows = wide.rows.map(
    ([time], i) => `${market},${utcStamp(time)},${cellOf(price[i])},${cellOf(first[i])},${cellOf(second[i])}`,
  )
  return `series,time,value,first,second\n${rows.join('\n')}\n`
}

/** The published forecasts of a market: real price, and the ensembles of DNN and LEAR; shape [728 · 24]. */
export function publishedForecasts(market: 'NP' | 'FR') {
  const wide = readWide(`epf/published_forecasts_${market}`)
  return {
    firstTime: utcStamp(wide.rows[0][0]),
    actual: numbersOf(wide, 'Real price'),
    dnn: numbersOf(wide, 'DNN Ensemble'),
    lear: numbersOf(wide, 'LEAR Ensemble'),
  }
}
