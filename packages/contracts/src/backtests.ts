import { z } from 'zod'
import { BacktestProtocol } from './backtest-protocol.ts'
import { scoreMeasures } from './forecast-scores.ts'
import { Id, IdPageQuery, Instant, Key, pageOf } from './scalars.ts'

const MOST_SERIES = 100
const MOST_COLUMNS = 50

/**
 * Body of POST /forecast/backtests. The names in the protocol's covariates are columns: each is the stored series of that key,
 * or the one that `columns` gives for it.
 */
export const NewBacktest = z.strictObject({
  series: z.array(Key).min(1).max(MOST_SERIES),
  protocol: BacktestProtocol,
  columns: z
    .record(z.string().min(1).max(200), Key)
    .refine((columns) => Object.keys(columns).length <= MOST_COLUMNS, { error: `at most ${MOST_COLUMNS} columns` })
    .default({}),
})
export type NewBacktest = z.infer<typeof NewBacktest>

/** Task `backtest`. */
export const BacktestTaskInput = z.strictObject({ backtest: Id })

/** Replayed forecasts of one series by one model; measures as of ForecastScore, `pinball` over the protocol's levels. */
export const BacktestScore = z
  .object({
    series: z.string(),
    model: z.string(),
    origins: z.int(),
    count: z.int(),
    ...scoreMeasures,
  })
  .meta({ id: 'BacktestScore' })
export type BacktestScore = z.infer<typeof BacktestScore>

export const BacktestResult = z.object({
  rows: z.int(),
  origins: z.int(),
  scores: z.array(BacktestScore),
  warnings: z.array(z.string()),
  codeVersion: z.string(),
})
export type BacktestResult = z.infer<typeof BacktestResult>

export const BacktestTaskOutput = z.object({ backtestId: Id, rows: z.int(), series: z.int(), origins: z.int() })
export type BacktestTaskOutput = z.infer<typeof BacktestTaskOutput>

const state = z.enum(['waiting', 'running', 'succeeded', 'failed', 'cancelled'])
export const BacktestSummary = z
  .object({
    id: Id,
    runId: Id.nullable(),
    taskRunId: Id.nullable(),
    state,
    series: z.array(z.string()),
    model: z.string(),
    createdAt: Instant,
    finishedAt: Instant.nullable(),
    progress: z.object({ done: z.number(), total: z.number().nullable(), text: z.string() }).nullable(),
    error: z.object({ code: z.string(), message: z.string() }).nullable(),
  })
  .meta({ id: 'BacktestSummary' })
export type BacktestSummary = z.infer<typeof BacktestSummary>
export const BacktestPage = pageOf(BacktestSummary).meta({ id: 'BacktestPage' })
export const BacktestQuery = IdPageQuery

/** `result` is null until it succeeded; its rows are at /forecast/backtests/{id}/rows. */
export const Backtest = BacktestSummary.extend({
  protocol: z.json(),
  columns: z.record(z.string(), z.string()),
  result: BacktestResult.nullable(),
}).meta({ id: 'Backtest' })
export type Backtest = z.infer<typeof Backtest>
