import type { RunSummary } from '@omarino/contracts'
import { Link } from '@tanstack/react-router'
import { instantMs } from '../instants.ts'
import { StateMark } from '../parts/state-mark.tsx'
import { useText } from '../shell/text.tsx'

/** Runs of workflows and single jobs, newest first. */
export function RunTable({ runs, zone, nowMs }: { runs: readonly RunSummary[]; zone: string; nowMs: number }) {
  const { t, f } = useText()
  const triggers: Readonly<Record<string, string>> = t.triggers
  return (
    <table>
      <thead>
        <tr>
          <th>{t.runs.run}</th>
          <th>{t.plans.status}</th>
          <th>{t.runs.trigger}</th>
          <th>{t.runs.started}</th>
          <th className="number">{t.plans.took}</th>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <tr key={run.id}>
            <td>
              <Link to="/workflows/runs/$id" params={{ id: run.id }}>
                {run.dagName ?? run.dag ?? t.runs.job}
              </Link>{' '}
              <span className="hint mono">{run.id.slice(-6)}</span>
            </td>
            <td>
              <StateMark state={run.state} />
            </td>
            <td className="quiet">{triggers[run.trigger] ?? run.trigger}</td>
            <td className="nowrap quiet">{f.stamp(instantMs(run.startedAt ?? run.createdAt), zone)}</td>
            <td className="number quiet">{f.duration(tookMs(run, nowMs))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** How long a run took, or has been going on; null before it starts. */
const tookMs = ({ startedAt, finishedAt }: RunSummary, nowMs: number): number | null =>
  startedAt === null ? null : Math.max(0, (finishedAt === null ? nowMs : instantMs(finishedAt)) - instantMs(startedAt))
