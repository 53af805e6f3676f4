import type { ForecastScores, ForecastWithPoints, Series } from '@omarino/contracts'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { AccuracyPanel } from '../forecast/accuracy-panel.tsx'
import { ChoiceTable } from '../forecast/choice-table.tsx'
import { ContributionsPanel } from '../forecast/contributions-panel.tsx'
import { FanPane } from '../forecast/fan-pane.tsx'
import { FlagLine } from '../forecast/flag-line.tsx'
import { historyDays, SHORT_DAYS } from '../forecast/history.ts'
import { DriftPanel, RegistryPanel } from '../forecast/registry-panel.tsx'
import { ScoreTable } from '../forecast/score-table.tsx'
import { useView } from '../forecast/use-view.ts'
import { instantMs } from '../instants.ts'
import { PageHead } from '../parts/page-head.tsx'
import { Pane, Panel } from '../parts/pane.tsx'
import type { Source } from '../parts/pane.tsx'
import styles from '../plan/plan.module.css'
import { useApp } from '../shell/app-context.tsx'
import { useText } from '../shell/text.tsx'
import { useSite } from '../shell/use-site.ts'
import { knownZone } from '../url-state.ts'

/** The workbench of a series, at one of its issues: what was believed then, how good it proved, and what serves. */
export function ForecastPage() {
  const { id } = useParams({ from: '/forecasts/$id' })
  const { resources } = useApp()
  const { t } = useText()
  const source = useQuery({ ...resources.forecast(id), placeholderData: keepPreviousData })
  if (source.data && !source.error) return <Workbench forecast={source.data} />
  return (
    <>
      <PageHead title={t.nav.forecasts} />
      <Pane title={t.forecast.fan} source={source} height={396} empty="never" stale="never">
        {() => null}
      </Pane>
    </>
  )
}

function Workbench({ forecast }: { forecast: ForecastWithPoints }) {
  const { resources } = useApp()
  const { zone: siteZone } = useSite()
  const { data: series } = useQuery(resources.series(forecast.series))
  const zone = series ? knownZone(series.zone) : siteZone
  const view = useView(forecast)
  const scores = useQuery({ ...resources.scores(forecast.series, view.scoredMs), placeholderData: keepPreviousData })
  const { days, measure } = view
  return (
    <>
      <Head forecast={forecast} series={series} zone={zone} />
      <div className={styles.columns}>
        <div className={styles.column}>
          <FanPane forecast={forecast} zone={zone} view={view} />
          <ContributionsPanel forecast={forecast} zone={zone} />
          <AccuracyPanel source={scores} days={days} measure={measure} onSearch={view.setSearch} />
          <LeaderBoard source={scores} />
          <RegistryPanel forecast={forecast} zone={zone} />
        </div>
        <div className={styles.column}>
          <ChoiceTable forecast={forecast} />
          <DriftPanel series={forecast.series} zone={zone} />
          <Provenance forecast={forecast} zone={zone} />
        </div>
      </div>
    </>
  )
}

function Head({ forecast, series, zone }: { forecast: ForecastWithPoints; series: Series | undefined; zone: string }) {
  const { t, f } = useText()
  const days = series && historyDays(series)
  return (
    <>
      <PageHead
        title={forecast.series}
        about={
          <>
            <span>{t.plan.issued(f.instant(instantMs(forecast.issueTime), zone))}</span>
            <span>
              {forecast.modelVersion === null
                ? forecast.model
                : t.forecast.modelVersion(forecast.model, `${forecast.modelVersion}`)}
            </span>
            {forecast.source && <span className="hint">{t.state.source(forecast.source)}</span>}
          </>
        }
      >
        <Link to="/forecasts/backtest" search={{ series: forecast.series }}>
          {t.forecast.backtestIt}
        </Link>
        <Link to="/series" search={{ series: [forecast.series] }}>
          {t.forecast.openSeries}
        </Link>
      </PageHead>
      {days !== undefined && days < SHORT_DAYS && (
        <p className="warn">! {t.forecast.shortHistory(f.number(Math.floor(days)))}</p>
      )}
      <FlagLine forecast={forecast} zone={zone} />
    </>
  )
}

/** Says nothing while there are no scores: the panel above says why. */
function LeaderBoard({ source }: { source: Source<ForecastScores> }) {
  const { t } = useText()
  if (source.error || source.data?.total.count === 0) return null
  return (
    <Pane title={t.forecast.leaders} source={source} height={90} empty="never" stale="never">
      {({ byModel, unit }) => (
        <>
          <ScoreTable
            rows={byModel.map((row) => ({ ...row, key: row.model, name: row.model }))}
            unit={unit}
            heads={[t.forecast.model, t.forecast.issues]}
          />
          <p className="hint">{t.forecast.leadersNote}</p>
        </>
      )}
    </Pane>
  )
}

function Provenance({ forecast, zone }: { forecast: ForecastWithPoints; zone: string }) {
  const { t, f } = useText()
  return (
    <Panel title={t.forecast.provenance}>
      <ul className="hint">
        <li>{t.forecast.made(f.instant(instantMs(forecast.createdAt), zone))}</li>
        <li>{t.forecast.version(forecast.codeVersion, forecast.seed)}</li>
        {forecast.covariates.map(({ series, ahead }) => (
          <li key={series}>
            {series}: {t.forecast.ahead[ahead]}
          </li>
        ))}
        <li className="mono">{forecast.inputsSha256.slice(0, 16)}</li>
      </ul>
    </Panel>
  )
}
