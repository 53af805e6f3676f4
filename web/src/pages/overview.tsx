import { useQuery } from '@tanstack/react-query'
import styles from '../overview/overview.module.css'
import { SetUp } from '../overview/set-up.tsx'
import { ForecastsPane, HealthPane, ImportsPane, RunsPane } from '../overview/side-panes.tsx'
import { SitePanel } from '../overview/site-panel.tsx'
import { PageHead } from '../parts/page-head.tsx'
import { useApp } from '../shell/app-context.tsx'
import { useText } from '../shell/text.tsx'
import { useSite } from '../shell/use-site.ts'

/** Is all well, and what happens next. */
export function Overview() {
  const { resources } = useApp()
  const { t } = useText()
  const { sites, site } = useSite()
  const series = useQuery(resources.seriesList(''))
  const dags = useQuery(resources.dags())
  const plans = useQuery(resources.plans(1))
  const known = sites && series.data && dags.data && plans.data
  const shown = site ? [site] : (sites ?? [])
  return (
    <>
      <PageHead title={t.nav.overview} />
      <div className={styles.columns}>
        <div className={styles.column}>
          {known && plans.data.items.length === 0 && (
            <SetUp
              hasSeries={series.data.items.length > 0}
              hasSites={sites.length > 0}
              hasDags={dags.data.items.length > 0}
            />
          )}
          {shown.map((it) => (
            <SitePanel key={it.key} site={it} />
          ))}
        </div>
        <div className={styles.column}>
          <HealthPane />
          <RunsPane />
          <ForecastsPane />
          <ImportsPane />
        </div>
      </div>
    </>
  )
}
