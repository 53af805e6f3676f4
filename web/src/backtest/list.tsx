import type { BacktestSummary } from '@omarino/contracts'
import { Link } from '@tanstack/react-router'
import { instantMs } from '../instants.ts'
import { StateMark } from '../parts/state-mark.tsx'
import { useText } from '../shell/text.tsx'
import { useSite } from '../shell/use-site.ts'
import { Progress } from './progress.tsx'

interface Props {
  readonly backtests: readonly BacktestSummary[]
  readonly chosen: string | undefined
  /** The one that the form began with; the address keeps it. */
  readonly series: string | undefined
}

/** Backtests, newest first; each name shows its result above. */
export function BacktestTable({ backtests, chosen, series }: Props) {
  const { t, f } = useText()
  const { zone } = useSite()
  return (
    <table>
      <thead>
        <tr>
          <th>{t.backtest.series}</th>
          <th>{t.backtest.model}</th>
          <th>{t.backtest.state}</th>
          <th>{t.backtest.made}</th>
          <th className="number">{t.backtest.took}</th>
        </tr>
      </thead>
      <tbody>
        {backtests.map((it) => (
          <tr key={it.id}>
            <th scope="row">
              <Link to="/forecasts/backtest" search={{ id: it.id, series }}>
                {it.id === chosen ? <strong>{it.series[0]}</strong> : it.series[0]}
              </Link>
              {it.series.length > 1 && (
                <span className="hint"> {t.backtest.andMore(f.number(it.series.length - 1))}</span>
              )}
              {it.error && <div className="crit">{it.error.message}</div>}
            </th>
            <td className="quiet">{it.model}</td>
            <td>
              <span className="row">
                <StateMark state={it.state} />
                {it.state === 'running' && <Progress progress={it.progress} />}
              </span>
            </td>
            <td className="nowrap quiet">{f.stamp(instantMs(it.createdAt), zone)}</td>
            <td className="number quiet">
              {f.duration(it.finishedAt === null ? null : instantMs(it.finishedAt) - instantMs(it.createdAt))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
