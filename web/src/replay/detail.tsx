import type { Replay, ReplayResult } from '@omarino/contracts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { isOpen } from '../api/resources.ts'
import { Progress } from '../backtest/progress.tsx'
import { instantMs } from '../instants.ts'
import { CancelRun } from '../parts/cancel-run.tsx'
import { Figures } from '../parts/figures.tsx'
import { Pane, Panel } from '../parts/pane.tsx'
import { StateMark } from '../parts/state-mark.tsx'
import styles from '../plan/plan.module.css'
import { useApp } from '../shell/app-context.tsx'
import { useText } from '../shell/text.tsx'
import { knownZone } from '../url-state.ts'
import { DaysChart } from './days-chart.tsx'
import { ruleSentence, WAYS, worthSentence } from './worth.ts'

/** One replay: how far it is, and when it is done what the plans were worth. */
export function ReplayDetail({ id }: { id: string }) {
  const { resources } = useApp()
  const { t } = useText()
  const source = useQuery(resources.replay(id))
  const { data } = source
  return (
    <>
      <Pane
        title={data ? t.replays.of(data.siteName) : t.replays.one}
        source={source}
        height={140}
        empty="never"
        stale="never"
        aside={data && <Actions replay={data} />}
      >
        {(replay) => (
          <div className="stack">
            <State replay={replay} />
            {replay.result && <Worth result={replay.result} currency={replay.currency} />}
          </div>
        )}
      </Pane>
      {data?.result && <Result replay={data} result={data.result} />}
    </>
  )
}

function Actions({ replay: { runId, state } }: { replay: Replay }) {
  const { t } = useText()
  if (runId === null) return null
  return (
    <>
      <Link to="/workflows/runs/$id" params={{ id: runId }}>
        {t.replays.openRun}
      </Link>
      {isOpen(state) && <CancelRun runId={runId} room="replays" />}
    </>
  )
}

function State({ replay: { state, request, zone, progress, error } }: { replay: Replay }) {
  const { t, f } = useText()
  const from = f.shortInstant(instantMs(request.from), knownZone(zone))
  return (
    <div className="row">
      <StateMark state={state} />
      <span className="quiet">{t.replays.asked(f.number(request.days), from)}</span>
      {state === 'running' && <Progress progress={progress} />}
      {isOpen(state) && <span className="hint">{t.replays.pending}</span>}
      {state === 'cancelled' && <span className="hint">{t.replays.cancelled}</span>}
      {error && <span className="crit">{error.message}</span>}
    </div>
  )
}

/** The sentence, and the money of each way over all days. */
function Worth({ result, currency }: { result: ReplayResult; currency: string }) {
  const { t, f } = useText()
  const { totals } = result
  const rule = ruleSentence(result, { t, f, currency })
  return (
    <>
      <p className={styles.verdict}>{worthSentence(result, { t, f, currency })}</p>
      {rule !== undefined && <p className="quiet">{rule}</p>}
      {totals && (
        <Figures
          items={[
            ...WAYS.map((way) => ({ label: t.replays.ways[way], value: f.money(totals[way], currency) })),
            { label: t.replays.saved, value: f.money(totals.idle - totals.plan, currency) },
          ]}
        />
      )}
      {totals && <p className="hint">{t.replays.totalNote}</p>}
    </>
  )
}

function Result({ replay: { currency, zone }, result }: { replay: Replay; result: ReplayResult }) {
  const { t } = useText()
  const known = knownZone(zone)
  return (
    <>
      {result.days.length > 0 && (
        <Panel title={t.replays.costsByDay(currency)}>
          <DaysChart result={result} currency={currency} zone={known} />
        </Panel>
      )}
      {result.regret && <Regret regret={result.regret} currency={currency} />}
      {result.skipped.length > 0 && <Skipped skipped={result.skipped} zone={known} />}
    </>
  )
}

/** Why the plans cost more than perfect foresight. */
function Regret({ regret, currency }: { regret: NonNullable<ReplayResult['regret']>; currency: string }) {
  const { t, f } = useText()
  const rows = [
    [t.replays.forecasts, regret.forecast],
    [t.replays.model, regret.model],
  ] as const
  return (
    <Panel title={t.replays.regret(currency)}>
      <table>
        <tbody>
          {rows.map(([name, amount]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td className="number">{f.number(amount, 2)}</td>
            </tr>
          ))}
          <tr>
            <th scope="row">
              <strong>{t.replays.missed}</strong>
            </th>
            <td className="number">
              <strong>{f.number(regret.forecast + regret.model, 2)}</strong>
            </td>
          </tr>
        </tbody>
      </table>
    </Panel>
  )
}

function Skipped({ skipped, zone }: { skipped: ReplayResult['skipped']; zone: string }) {
  const { t, f } = useText()
  return (
    <Panel title={t.replays.skipped}>
      <table>
        <thead>
          <tr>
            <th>{t.replays.issue}</th>
            <th>{t.replays.reason}</th>
          </tr>
        </thead>
        <tbody>
          {skipped.map(({ issueTime, reason }) => (
            <tr key={issueTime}>
              <th scope="row" className="nowrap">
                {f.stamp(instantMs(issueTime), zone)}
              </th>
              <td>{reason}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  )
}
