import type { BareBenchCase, BenchResult } from '../bench-case.ts'
import { MARKETS } from '../data/epf.ts'
import { absent } from '../data/wide-csv.ts'
import { mean } from '../score/scored.ts'
import { epfSet } from './forecast-epf.ts'
import { ettSet } from './forecast-ett.ts'
import { loadDaySet, loadMonthSet, pvMonthSet } from './forecast-gefcom.ts'
import { m4Set } from './forecast-m4.ts'
import { faultsOf, figure } from './forecast-result.ts'
import { runForecast } from './forecast-run.ts'
import type { ForecastSet } from './forecast-set.ts'
import { smallSets } from './forecast-small.ts'
import { stefSet } from './forecast-stef.ts'

const SETS: readonly ForecastSet[] = [
  m4Set,
  ...MARKETS.map(epfSet),
  loadMonthSet,
  loadDaySet('a'),
  loadDaySet('b'),
  pvMonthSet,
  stefSet,
  ettSet,
  ...smallSets,
]

/** All development protocols through the command, scored beside naives of the same run. Sets without their files are left out. */
export const run: BareBenchCase = async ({ quick, say }) => {
  const results: BenchResult[] = []
  let faults = 0
  for (const set of SETS) {
    const missing = set.files.map(absent).find((reason) => reason !== false)
    if (missing !== undefined) {
      say(`${set.name}: ${missing}`)
      continue
    }
    const ran = await runForecast(set.name, set.csv(quick), quick ? set.quick : undefined)
    faults += faultsOf(ran, set.isPv ?? (() => false))
    const figures = set.figures(ran)
    const models = Object.entries(ran.models).map(([name, count]) => `${name} ${count}`).join(', ') // prettier-ignore
    const [{ metric, value }] = figures
    say(`${set.name}: ${metric} ${value.toFixed(4)} in ${ran.seconds.toFixed(1)} s, ${ran.cpuSeconds.toFixed(1)} s CPU (${models})`) // prettier-ignore
    results.push(...figures)
  }
  return [...results, ...overall(results), figure('forecast.faults', faults, 'rows')]
}

/** Figures over several sets; only where all of them ran. */
function overall(results: readonly BenchResult[]): BenchResult[] {
  const valuesOf = (pattern: RegExp): number[] =>
    results.filter(({ metric }) => pattern.test(metric)).map(({ value }) => value)
  const ratios = valuesOf(/^forecast\.epf-\w+\.rmae$/)
  const skills = valuesOf(/^forecast\.small-[\w-]+\.skill$/)
  const published = [{ name: 'plain ridge', value: 0.507 }]
  return [
    ...(ratios.length === MARKETS.length ? [figure('forecast.epf.mean-rmae', mean(ratios), '', null, published)] : []),
    ...(skills.length === smallSets.length
      ? [
          figure('forecast.small.skill-mean', mean(skills), ''),
          figure('forecast.small.skill-worst', Math.min(...skills), ''),
        ]
      : []),
  ]
}
