import { Backtest, BacktestPage, BacktestQuery, Id, JobAccepted, NewBacktest, Problem } from '@omarino/contracts'
import type { BacktestProtocol, BacktestSummary } from '@omarino/contracts'
import { Failure } from '@omarino/energy'
import { forecastHeader, MODEL_NAMES } from '@omarino/forecasting'
import { uuidv7 } from '@omarino/platform'
import { backtestOfTask, createBacktest, getBacktest, getSeriesOf, listBacktests, readBlock } from '@omarino/store'
import type { BacktestRow } from '@omarino/store'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import type { Pool } from 'pg'
import { z } from 'zod'
import { columnSeries, covariateNames } from '../stored-panel.ts'
import { jobTimeMs, submitJob } from '../submit-job.ts'

const SERIES_AT_ONCE = 100 // a series takes as long as so many forecasts
const params = z.object({ id: Id })
const unpack = promisify(gunzip)

const summaryOf = (row: BacktestRow): BacktestSummary => ({
  id: row.id, runId: row.run_id, taskRunId: row.task_run_id, state: row.state, series: row.series, model: (row.protocol as BacktestProtocol).model,
  createdAt: row.created_at.toISOString(), finishedAt: row.finished_at?.toISOString() ?? null, progress: row.progress, error: row.error,
}) // prettier-ignore

const backtestOf = (row: BacktestRow): Backtest => ({
  ...summaryOf(row),
  protocol: row.protocol as Backtest['protocol'],
  columns: row.columns,
  result: row.result as Backtest['result'],
})

/** Backtests: replayed forecasts of stored series, made as jobs, their rows as the command line writes them. */
export const backtestRoutes: FastifyPluginAsyncZod<{ db: Pool }> = async (app, { db }) => {
  app.post(
    '/forecast/backtests',
    { schema: { body: NewBacktest, response: { 202: JobAccepted, '4xx': Problem } } },
    async (request, reply) => {
      const { series, protocol, columns } = request.body
      const keys = await checkedKeys(db, request.body)
      const id = uuidv7()
      const job = await submitJob(db, request, {
        kind: 'backtest', input: { backtest: id }, timeMs: jobTimeMs(series.length * SERIES_AT_ONCE), audit: { action: 'backtest.start', after: { series: keys, protocol, columns } },
        also: (client, taskRunId) => createBacktest(client, { id, taskRunId, series: keys, protocol, columns, createdBy: request.principal?.subject ?? '' }),
      }) // prettier-ignore
      return reply.code(202).send({ ...job, id: await backtestOfTask(db, job.taskRunId) })
    },
  )

  app.get(
    '/forecast/backtests',
    { schema: { querystring: BacktestQuery, response: { 200: BacktestPage, '4xx': Problem } } },
    async ({ query: { cursor, limit } }) => {
      const rows = await listBacktests(db, cursor, limit + 1)
      const items = rows.slice(0, limit).map(summaryOf)
      return { items, nextCursor: rows.length > limit ? items[limit - 1].id : null }
    },
  )

  app.get(
    '/forecast/backtests/:id',
    { schema: { params, response: { 200: Backtest, '4xx': Problem } } },
    async (request) => backtestOf(await getBacktest(db, request.params.id)),
  )

  app.get('/forecast/backtests/:id/rows', { schema: { params } }, async (request, reply) => {
    const row = await getBacktest(db, request.params.id)
    if (row.state !== 'succeeded')
      throw new Failure(
        'conflict',
        'BACKTEST_NOT_DONE',
        `the backtest ${row.id} is ${row.state}: it has rows once it succeeded`,
      )
    const { quantiles } = row.protocol as BacktestProtocol
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="backtest-${row.id}.csv"`)
      .send(Readable.from(csvOf(db, row.id, quantiles)))
  })
}

/** @throws Failure `MODEL_UNKNOWN`, `NO_SUCH_SERIES` */
async function checkedKeys(db: Pool, { series, protocol, columns }: NewBacktest): Promise<string[]> {
  const { model } = protocol
  if (model !== 'auto' && !MODEL_NAMES.includes(model)) {
    const sentence = `there is no model ${model}; there are auto, ${MODEL_NAMES.join(', ')}`
    throw new Failure('invalid', 'MODEL_UNKNOWN', sentence, '/protocol/model')
  }
  await getSeriesOf(db, covariateNames(protocol).map((name) => columnSeries(name, columns))) // prettier-ignore
  return (await getSeriesOf(db, [...new Set(series)])).map(({ key }) => key)
}

async function* csvOf(db: Pool, id: string, levels: readonly number[]): AsyncGenerator<Buffer> {
  yield Buffer.from(forecastHeader(levels))
  for (let seq = 0; ; seq += 1) {
    const block = await readBlock(db, id, seq)
    if (!block) return
    yield await unpack(block)
  }
}
