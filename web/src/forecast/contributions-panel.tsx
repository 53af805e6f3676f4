import type { ForecastWithPoints } from '@omarino/contracts'
import { useMemo } from 'react'
import { TimeChart } from '../charts/time-chart.tsx'
import { Panel } from '../parts/pane.tsx'
import { useText } from '../shell/text.tsx'
import { ChangesList } from './changes-list.tsx'
import { contributionsOf } from './explanation.ts'
import styles from './forecast.module.css'
import { SimilarDays } from './similar-days.tsx'

/** Why a forecast is what it is: what adds up to it, where it is explained, past days that were alike, and what changed. */
export function ContributionsPanel({ forecast, zone }: { forecast: ForecastWithPoints; zone: string }) {
  const { t } = useText()
  const found = useMemo(() => contributionsOf(forecast, { point: t.forecast.point, groups: t.forecast.groups }), [forecast, t]) // prettier-ignore
  const windowMs = useMemo(() => found && ([found.timesMs[0], found.endMs] as const), [found])
  const title = t.forecast.contributions(forecast.unit)
  const { series, similarDays } = forecast
  return (
    <Panel title={title}>
      {found && windowMs ? (
        <>
          <TimeChart label={title} {...found} windowMs={windowMs} zone={zone} height={250} />
          <p className="hint">{t.forecast.contributionsNote}</p>
        </>
      ) : (
        <p className="hint">{t.forecast.notAskedWhy}</p>
      )}
      <div className={styles.whys}>
        <ChangesList forecast={forecast} zone={zone} />
        {similarDays && <SimilarDays series={series} days={similarDays} zone={zone} />}
      </div>
    </Panel>
  )
}
