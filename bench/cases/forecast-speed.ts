import type { BenchCase, BenchContext, BenchResult } from '../bench-case.ts'
import { epfAbsent } from '../data/epf.ts'
import { m4Csv } from '../data/m4.ts'
import { absent } from '../data/wide-csv.ts'
import { figure, named } from './forecast-result.ts'
import { runForecast } from './forecast-run.ts'
import { autoFigure, classicalFigures } from './forecast-speed-library.ts'
import { serviceFigures } from './forecast-speed-service.ts'
import { boostingFigure, learFigure } from './forecast-speed-training.ts'

const M4_SERIES = 414
const M4_EVERY = 10 // series of a quick run
const ONE_ORIGIN = ['1999-12-30T00:00Z']

/** How long forecasts take: models in this process, the command, and the running service. Nothing here tells how good they are. */
export const run: BenchCase = async (context) => {
  const { quick, say } = context
  const parts: readonly [string, string | false, () => BenchResult[] | Promise<BenchResult[]>][] = [
    ['classical models', false, () => classicalFigures(quick)],
    ['auto', false, () => [autoFigure(quick)]],
    ['boosting', false, () => [boostingFigure(quick)]],
    ['LEAR', epfAbsent('NP'), () => [learFigure(quick)]],
    ['M4', absent('m4/Hourly-train'), () => m4Figure(context)],
    ['service', false, () => serviceFigures(context)],
  ]
  const results: BenchResult[] = []
  for (const [name, missing, measure] of parts) {
    if (missing !== false) {
      say(`${name}: ${missing}`)
      continue
    }
    const figures = await measure()
    for (const { metric, value, unit } of figures) say(`${metric} ${value.toPrecision(4)} ${unit}`)
    results.push(...figures)
  }
  return results
}

/** The command on the series of M4, reading and writing files included; the naive beside it the same way. */
async function m4Figure({ quick }: BenchContext): Promise<BenchResult[]> {
  const every = quick ? M4_EVERY : 1
  const csv = m4Csv(every)
  const series = Math.ceil(M4_SERIES / every)
  const scale = M4_SERIES / series
  const timed = (model: string) => runForecast('m4h', csv, () => ({ origins: ONE_ORIGIN, model }))
  const naive = await timed('seasonal-naive')
  const auto = await timed('auto')
  const what = quick ? `s wall, ${series} of ${M4_SERIES} series scaled` : `s wall, ${M4_SERIES} series`
  const unit = `${what}: \`./ems forecast backtest\`, one origin, 2 workers`
  const reference = named('seasonal naive', naive.seconds * scale)
  const cpuSeconds = auto.cpuSeconds * scale
  return [{ ...figure('forecast-speed.m4-wall', auto.seconds * scale, unit, reference), cpuSeconds }]
}
