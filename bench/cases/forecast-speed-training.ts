import { type BacktestProtocol, parseBacktestProtocol } from '@omarino/contracts'
import { backtest, frameOf, HOUR_MS, planBacktest, prepareForecast } from '@omarino/forecasting'
import { readFileSync } from 'node:fs'
import { type BenchResult, median } from '../bench-case.ts'
import { epfCsv } from '../data/epf.ts'
import { readPanelText } from '../score/scored.ts'
import { figure, named } from './forecast-result.ts'
import { cpuMs, seededLoad, STEPS, taskFor, timelineOf } from './forecast-speed-data.ts'
import { unreplayedMemo } from './forecast-speed-memo.ts'

const PROTOCOL = new URL('../protocols/epf-np.json', import.meta.url)
const WEEK = 7 // days: replays are fitted once in each

/** Mean CPU of a day of a backtest with daily refits, after the first day, which replays eight weeks. */
export function learFigure(quick: boolean): BenchResult {
  const days = quick ? WEEK : 2 * WEEK
  const committed = JSON.parse(readFileSync(PROTOCOL, 'utf8')) as BacktestProtocol & { origins: object }
  const csv = epfCsv('NP')
  const perDay = (model: string): number => {
    const protocol = parseBacktestProtocol({ ...committed, model, origins: { ...committed.origins, count: days + 1 } })
    const panel = readPanelText(csv, protocol)
    const plan = planBacktest(protocol, panel)
    const blocks = backtest(panel, frameOf(panel, protocol, plan), plan)
    blocks.next()
    const cpu = cpuMs(() => {
      for (let block = blocks.next(); !block.done; block = blocks.next());
    })
    return cpu / 1000 / days
  }
  const reference = named('seasonal naive', perDay('seasonal-naive'))
  const value = perDay('lear')
  const unit = 'CPU s a day: refit, 24 h with bands, replay of the day before (a seventh of a fit more); EPF NP, 1,456 days' // prettier-ignore
  return { ...figure('forecast-speed.lear-refit', value, unit, reference), cpuSeconds: value, runs: days }
}

const ROWS = 26_352
const EARLIER = 400 // hours that lags look back on before the first row
const FITS = 5
const HELD_PATIENCE = 20 // trees that the trial grows beyond those it keeps
const MOST_TREES = 100
const WARM = 18
const JUMP_KW = 10

/** A whole fit of the boosted model on seeded data, 26,352 × 30, by the trees it grew, those that early stopping drops too. */
export function boostingFigure(quick: boolean): BenchResult {
  const timeline = boostedTimeline()
  const task = taskFor('gbdt')
  const trees: number[] = []
  const fit = (): number => {
    let state: unknown
    const cpu = cpuMs(() => {
      state = prepareForecast(timeline, STEPS, task, unreplayedMemo(STEPS)).state
    })
    const kept = (state as { boosted: { trees: unknown[] } }).boosted.trees.length
    const grown = kept + Math.min(MOST_TREES, kept + HELD_PATIENCE)
    trees.push(grown)
    return cpu / grown
  }
  fit() // warms the code
  const fits = Array.from({ length: quick ? 3 : FITS }, fit)
  const unit = `CPU ms a tree: whole fit (features, ridge, bins, ${trees[0]} trees) ÷ trees; depth 6, 64 bins, each tree on half of 26,352 rows and of 30 columns` // prettier-ignore
  return { ...figure('forecast-speed.gbdt-fit-per-tree', median(fits), unit), runs: fits.length }
}

/** A load that only trees can follow: it jumps where it is warm by day. 20 own columns of the model, 7 and 3 of the covariates. */
function boostedTimeline() {
  const hours = ROWS + EARLIER
  const startMs = Date.UTC(2021, 0, 1)
  const warm = seededLoad(hours + STEPS, startMs - 12 * HOUR_MS, 3).values.map((value) => value / 3)
  const load = seededLoad(hours, startMs, 4)
  const observed = seededLoad(hours, startMs, 5).values
  const values = load.values.map((value, i) => {
    const isDay = i % 24 >= 8 && i % 24 < 18
    return value + (isDay === warm[i] > WARM ? JUMP_KW : 0) + JUMP_KW * Math.sin(warm[i])
  })
  return timelineOf({ ...load, values }, { known: { temperature: warm }, observed: { neighbour: observed } })
}
