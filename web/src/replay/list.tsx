import type { ReplaySummary } from '@omarino/contracts'
import { Link } from '@tanstack/react-router'
import { Progress } from '../backtest/progress.tsx'
import { instantMs } from '../instants.ts'
import { StateMark } from '../parts/state-mark.tsx'
import { useText } from '../shell/text.tsx'
import { knownZone } from '../url-state.ts'
import { shareText } from './worth.ts'

/** Replays, newest first; each shows its result above. */
export function ReplayTable({ replays, chosen }: { replays: readonly ReplaySummary[]; chosen: string | undefined }) {
  const { t } = useText()
  return (
    <table>
      <thead>
        <tr>
          <th>{t.replays.first}</th>
          <th>{t.replays.site}</th>
          <th>{t.replays.state}</th>
          <th className="number">{t.replays.share}</th>
          <th className="number">{t.replays.lived}</th>
          <th className="number">{t.replays.skippedDays}</th>
          <th className="number">{t.replays.took}</th>
        </tr>
      </thead>
      <tbody>
        {replays.map((replay) => (
          <Row key={replay.id} replay={replay} chosen={replay.id === chosen} />
        ))}
      </tbody>
    </table>
  )
}

function Row({ replay, chosen }: { replay: ReplaySummary; chosen: boolean }) {
  const { f } = useText()
  const { id, siteName, zone, state, progress, error, request, shareOfForesight, daysLived, daysSkipped } = replay
  const from = f.stamp(instantMs(request.from), knownZone(zone))
  const tookMs = replay.finishedAt === null ? null : instantMs(replay.finishedAt) - instantMs(replay.createdAt)
  return (
    <tr>
      <th scope="row" className="nowrap">
        <Link to="/optimize/replays" search={{ id }}>
          {chosen ? <strong>{from}</strong> : from}
        </Link>
        {error && <div className="crit">{error.message}</div>}
      </th>
      <td>{siteName}</td>
      <td>
        <span className="row">
          <StateMark state={state} />
          {state === 'running' && <Progress progress={progress} />}
        </span>
      </td>
      <td className="number">{shareOfForesight === null ? f.number(null) : shareText(shareOfForesight, f)}</td>
      <td className="number">{f.number(daysLived)}</td>
      <td className="number">{f.number(daysSkipped)}</td>
      <td className="number quiet">{f.duration(tookMs)}</td>
    </tr>
  )
}
