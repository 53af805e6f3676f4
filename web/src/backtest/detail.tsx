import type { Backtest, BacktestResult } from '@omarino/contracts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ScoreTable } from '../forecast/score-table.tsx'
import { CancelRun } from '../parts/cancel-run.tsx'
import { JsonView } from '../parts/json-view.tsx'
import { Pane } from '../parts/pane.tsx'
import { StateMark } from '../parts/state-mark.tsx'
import { useApp } from '../shell/app-context.tsx'
import { useText } from '../shell/text.tsx'
import { Progress } from './progress.tsx'

/** One backtest: how far it is, and when it is done its scores and rows. */
export function BacktestDetail({ id }: { id: string }) {
  const { resources } = useApp()
  const { t, f } = useText()
  const source = useQuery(resources.backtest(id))
  const { data } = source
  return (
    <Pane
      title={data ? titleOf(data, t.backtest.resultOf, (count) => t.backtest.andMore(f.number(count))) : t.backtest.result}
      source={source}
      height={140}
      empty="never"
      stale="never"
      aside={data && <Actions backtest={data} />}
    >
      {(backtest) => (
        <div className="stack">
          <State backtest={backtest} />
          {backtest.result && <Result result={backtest.result} series={backtest.series} />}
          <details>
            <summary>{t.backtest.protocol}</summary>
            <JsonView value={backtest.protocol} />
          </details>
        </div>
      )}
    </Pane>
  ) // prettier-ignore
}

const titleOf = ({ series }: Backtest, resultOf: (name: string) => string, more: (count: number) => string): string =>
  resultOf(series.length > 1 ? `${series[0]} ${more(series.length - 1)}` : series[0])

function Actions({ backtest }: { backtest: Backtest }) {
  const { t } = useText()
  const { id, runId, state } = backtest
  return (
    <>
      {runId && (
        <Link to="/workflows/runs/$id" params={{ id: runId }}>
          {t.backtest.openRun}
        </Link>
      )}
      {state === 'succeeded' && (
        <a href={`/api/forecast/backtests/${encodeURIComponent(id)}/rows`} download={`backtest-${id}.csv`}>
          {t.backtest.rows} ↓
        </a>
      )}
      {runId && (state === 'waiting' || state === 'running') && <CancelRun runId={runId} room="backtests" />}
    </>
  )
}

function State({ backtest: { state, model, progress, error } }: { backtest: Backtest }) {
  const { t } = useText()
  return (
    <div className="row">
      <StateMark state={state} />
      <span className="quiet">{model}</span>
      {state === 'running' && <Progress progress={progress} />}
      {(state === 'running' || state === 'waiting') && <span className="hint">{t.backtest.pending}</span>}
      {state === 'cancelled' && <span className="hint">{t.backtest.cancelled}</span>}
      {error && <span className="crit">{error.message}</span>}
    </div>
  )
}

function Result({ result, series }: { result: BacktestResult; series: readonly string[] }) {
  const { resources } = useApp()
  const { data } = useQuery(resources.series(series[0]))
  const { t, f } = useText()
  return (
    <>
      <ScoreTable
        rows={result.scores.map((row) => ({ ...row, key: `${row.series} ${row.model}`, name: `${row.series} · ${row.model}`, issues: row.origins }))}
        unit={series.length === 1 ? (data?.unit ?? '') : ''}
        heads={[t.backtest.series, t.backtest.count]}
      />
      <p className="hint">
        {t.backtest.counts(f.number(result.rows), f.number(result.origins))} · {t.backtest.code(result.codeVersion)}
      </p>
      {result.warnings.map((warning) => (
        <p key={warning} className="warn">
          ! {warning}
        </p>
      ))}
    </>
  ) // prettier-ignore
}
