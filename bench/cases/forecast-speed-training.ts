import { type BacktestProtocol, parseBacktestProtocol } from '@omarino/contracts'
import { backtest, binColumns, boost, frameOf, planBacktest } from '@omarino/forecasting'
import { readFileSync } from 'node:fs'
import { type BenchResult, median } from '../bench-case.ts'
import { epfCsv } from '../data/epf.ts'
import { readPanelText } from '../score/scored.ts'
import { figure, named } from './forecast-result.ts'
import { cpuMs, seededLoad } from './forecast-speed-data.ts'

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

const ROWS = 26_352 // three years of hours
const COLUMNS = 30
const BINS = 64
const WAVE_KW = 10
const TREES = 40 // of a run
const RUNS = 5
const WHOLE: Parameters<typeof boost>[2] = {
  loss: { kind: 'squared' },
  trees: TREES,
  learningRate: 0.1,
  depth: 6,
  leastRows: 10,
  penalty: 20,
  rowShare: 1,
  columnShare: 1,
  validationRows: 0,
  patience: TREES,
}

const noChance = (): number => {
  throw new Error('a tree of all rows and columns draws no number')
}

/** Boosting alone on seeded loads: each tree sees all rows and all columns. */
export function boostingFigure(quick: boolean): BenchResult {
  const columns = Array.from({ length: COLUMNS }, (_, i) => seededLoad(ROWS, 0, 3 + i).values)
  const binned = binColumns(columns, BINS)
  const target = columns[0].map(
    (value, row) => value + WAVE_KW * Math.sin(columns[1][row]) + (columns[2][row] * columns[3][row]) / 50,
  )
  const perTree = (): number => {
    let grown = 0
    const cpu = cpuMs(() => {
      grown = boost(binned, target, WHOLE, noChance).trees.length
    })
    if (grown !== TREES) throw new Error(`boosting stopped after ${grown} of ${TREES} trees`)
    return cpu / grown
  }
  perTree() // warms the code
  const runs = Array.from({ length: quick ? 3 : RUNS }, perTree)
  const unit = `CPU ms a tree of ${TREES}: ${ROWS} × ${COLUMNS}, depth ${WHOLE.depth}, ${BINS} bins, all rows and columns`
  return { ...figure('forecast-speed.gbdt-tree', median(runs), unit), runs: runs.length }
}
