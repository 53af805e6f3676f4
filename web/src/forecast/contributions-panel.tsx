import type { ForecastWithPoints } from '@omarino/contracts'
import { useMemo } from 'react'
import { TimeChart } from '../charts/time-chart.tsx'
import { Panel } from '../parts/pane.tsx'
import { useText } from '../shell/text.tsx'
import { contributionsOf } from './explanation.ts'

/** What adds up to the forecast, where its model tells it; nothing otherwise. */
export function ContributionsPanel({ forecast, zone }: { forecast: ForecastWithPoints; zone: string }) {
  const { t } = useText()
  const found = useMemo(() => contributionsOf(forecast, { point: t.forecast.point, groups: t.forecast.groups }), [forecast, t]) // prettier-ignore
  const windowMs = useMemo(() => found && ([found.timesMs[0], found.endMs] as const), [found])
  if (!found || !windowMs) return null
  const title = t.forecast.contributions(forecast.unit)
  return (
    <Panel title={title}>
      <TimeChart label={title} {...found} windowMs={windowMs} zone={zone} height={250} />
      <p className="hint">{t.forecast.contributionsNote}</p>
    </Panel>
  )
}
