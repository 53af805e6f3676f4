import { forecastFrom, HOUR_MS, prepareForecast } from '@omarino/forecasting'
import { type BenchResult, median } from '../bench-case.ts'
import { figure, type Named, named } from './forecast-result.ts'
import { cpuMs, DAY, seededLoad, STEPS, taskFor, type Timeline, timelineOf } from './forecast-speed-data.ts'
import { timedMemo } from './forecast-speed-memo.ts'

const HOURS = 1000
const NAIVE = 'seasonal-naive'
const CLASSICAL = [NAIVE, 'ets', 'theta', 'dynamic-theta', 'mstl', 'sarima', 'ridge-ar', 'ridge-recursive']
/** A Thursday midnight: replays fit anew on that day of the week, so that its forecast is a fit and a prediction. */
const FIT_MS = Date.UTC(2024, 0, 4)
const ROUNDS = 7

/** Fit and 48 steps after 1,000 h of seeded load, model after model in each round; then the same with bands. */
export function classicalFigures(quick: boolean): BenchResult[] {
  const rounds = quick ? 5 : ROUNDS
  const timeline = timelineOf(seededLoad(HOURS + DAY, FIT_MS - HOURS * HOUR_MS, 1))
  const measures = CLASSICAL.map((model) => measureOf(model, timeline)) // replays once, which warms the code
  for (let round = 0; round < rounds; round += 1) for (const { measure } of measures) measure()
  const plain = measures.map(({ model, bare }) => named(model, median(bare)))
  const banded = measures.map(({ model, withBands }) => named(model, median(withBands)))
  const told = (metric: string, { value, name }: Named, [naive]: readonly Named[], what: string): BenchResult => ({
    ...figure(`forecast-speed.${metric}`, value, `CPU ms: ${what}, ${HOURS} h (${name})`, named('seasonal naive', naive.value)), runs: rounds,
  }) // prettier-ignore
  const what = `fit + ${STEPS} steps`
  const bands = `${what}, and scores and bands of it and of the naive, past forecasts at hand`
  return [
    told('classical-slowest', largest(plain), plain, what),
    ...plain.map((one) => told(one.name, one, plain, what)),
    told('classical-slowest-with-bands', largest(banded), banded, bands),
  ]
}

const largest = (all: readonly Named[]): Named => all.reduce((most, one) => (one.value > most.value ? one : most))

function measureOf(model: string, timeline: Timeline) {
  const [timed, task, key] = [timedMemo(), taskFor(model), `${model} ${HOURS}`]
  const [bare, withBands] = [[] as number[], [] as number[]]
  const issue = (): unknown => forecastFrom(prepareForecast(timeline, STEPS, task, timed.memo), timeline, STEPS, task)
  issue()
  const measure = (): void => {
    timed.forget(key)
    prepareForecast(timeline, STEPS, task, timed.memo)
    bare.push(timed.cpuMsOf(key))
    withBands.push(cpuMs(issue))
  }
  return { model, bare, withBands, measure }
}

/** All of `auto`: every candidate on its past origins, ensemble, bands; beside the seasonal naive the same way. */
export function autoFigure(quick: boolean): BenchResult {
  const rounds = quick ? 5 : ROUNDS
  const timeline = timelineOf(seededLoad(HOURS, FIT_MS - HOURS * HOUR_MS, 2))
  const issue = (model: string): number => {
    const task = taskFor(model)
    return cpuMs(() => forecastFrom(prepareForecast(timeline, STEPS, task), timeline, STEPS, task)) / 1000
  }
  issue('auto') // warms the code
  const cpu = Array.from({ length: rounds }, () => ({ auto: issue('auto'), naive: issue(NAIVE) }))
  const reference = named('seasonal naive with bands', median(cpu.map(({ naive }) => naive)))
  const value = median(cpu.map(({ auto }) => auto))
  const unit = `CPU s: selection, fit, ${STEPS} steps with bands`
  return { ...figure('forecast-speed.auto-1000h', value, unit, reference), cpuSeconds: value, runs: rounds }
}
