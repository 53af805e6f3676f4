import type { Forecast, ForecastChanges } from '@omarino/contracts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { instantMs } from '../instants.ts'
import { Refusal } from '../parts/pane.tsx'
import { useApp } from '../shell/app-context.tsx'
import { useText } from '../shell/text.tsx'
import { groupChanges, reachesInto, signed } from './changes.ts'

/** What changed since the issue before, in all and by what adds up to the points. */
export function ChangesList({ forecast, zone }: { forecast: Forecast; zone: string }) {
  const { resources } = useApp()
  const { t } = useText()
  const before = useQuery(resources.forecastBefore(forecast.series, forecast.issueTime))
  const earlier = before.data?.items.at(0)
  const asked = earlier !== undefined && reachesInto(earlier, forecast)
  const changes = useQuery({ ...resources.changes(forecast.id), enabled: asked })
  const error = before.error ?? changes.error
  return (
    <div>
      <h3>{t.forecast.changes}</h3>
      {error && <Refusal error={error} />}
      {before.data && !asked && <p className="hint">{t.forecast.noneBefore}</p>}
      {changes.data && <Changes changes={changes.data} zone={zone} />}
    </div>
  )
}

function Changes({ changes, zone }: { changes: ForecastChanges; zone: string }) {
  const { t, f } = useText()
  const { p50, unit, model, previousModel } = changes
  const change = (value: number): string => `${signed(f.reading, value)} ${unit}`
  const groups = groupChanges(changes)
  return (
    <>
      <p>
        <Link to="/forecasts/$id" params={{ id: changes.previousId }}>
          {t.forecast.changedSince(f.instant(instantMs(changes.previousIssueTime), zone))}
        </Link>
        : {t.forecast.changedBy(change(p50.mean), `${f.reading(p50.meanSize)} ${unit}`)},{' '}
        {t.forecast.changedMost(change(p50.largest), f.shortInstant(instantMs(p50.largestAt), zone))}.
      </p>
      {model !== previousModel && <p className="hint">{t.forecast.otherModel(previousModel, model)}</p>}
      {changes.groups === null && <p className="hint">{t.forecast.notExplained}</p>}
      {groups.length > 0 && <GroupTable groups={groups} unit={unit} />}
    </>
  )
}

function GroupTable({ groups, unit }: { groups: ReturnType<typeof groupChanges>; unit: string }) {
  const { t, f } = useText()
  const names: Readonly<Record<string, string>> = t.forecast.groups
  return (
    <table>
      <thead>
        <tr>
          <th>{t.forecast.group}</th>
          <th className="number">
            {t.forecast.meanChange}, {unit}
          </th>
          <th className="number">
            {t.forecast.largestChange}, {unit}
          </th>
        </tr>
      </thead>
      <tbody>
        {groups.map(({ group, mean, largest }) => (
          <tr key={group}>
            <th scope="row">{names[group] ?? group}</th>
            <td className="number">{signed(f.reading, mean)}</td>
            <td className="number">{signed(f.reading, largest)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
