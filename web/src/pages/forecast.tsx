import type { ForecastWithPoints } from '@omarino/contracts'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useMemo } from 'react'
import { TimeChart } from '../charts/time-chart.tsx'
import { BEFORE_MS, coverageSoFar, fanOf } from '../forecast/fan.ts'
import { instantMs } from '../instants.ts'
import { Figures } from '../parts/figures.tsx'
import { PageHead } from '../parts/page-head.tsx'
import { Pane, Panel } from '../parts/pane.tsx'
import styles from '../plan/plan.module.css'
import { useApp } from '../shell/app-context.tsx'
import { useText } from '../shell/text.tsx'
import { useNow } from '../shell/use-now.ts'
import { useSite } from '../shell/use-site.ts'
import { knownZone } from '../url-state.ts'

/** One forecast: the fan, what happened since, how good its model proved to be, and why that model was chosen. */
export function ForecastPage() {
  const { id } = useParams({ from: '/forecasts/$id' })
  const { resources } = useApp()
  const { t } = useText()
  const source = useQuery(resources.forecast(id))
  if (source.data) return <ForecastView forecast={source.data} />
  return (
    <>
      <PageHead title={t.nav.forecasts} />
      <Pane title={t.forecast.fan} source={source} height={396} empty="never" stale="never">
        {() => null}
      </Pane>
    </>
  )
}

function ForecastView({ forecast }: { forecast: ForecastWithPoints }) {
  const { resources } = useApp()
  const { t, f } = useText()
  const { zone: siteZone } = useSite()
  const nowMs = useNow(60_000)
  const { data: series } = useQuery(resources.series(forecast.series))
  const zone = series ? knownZone(series.zone) : siteZone
  const startMs = instantMs(forecast.startTime)
  const endMs = startMs + forecast.horizon * forecast.stepSeconds * 1000
  const windowMs = useMemo(() => [startMs - BEFORE_MS, endMs] as const, [startMs, endMs])
  const actual = useQuery(resources.points({ series: forecast.series, windowMs }))
  const fan = useMemo(() => fanOf(forecast, actual.data, t), [forecast, actual.data, t])
  const covered = coverageSoFar(fan)
  const { metrics } = forecast
  return (
    <>
      <PageHead
        title={forecast.series}
        about={
          <>
            <span>{forecast.model}</span>
            <span>{t.plan.issued(f.instant(instantMs(forecast.issueTime), zone))}</span>
            {forecast.source && <span className="hint">{t.state.source(forecast.source)}</span>}
          </>
        }
      >
        <IssueSelect forecast={forecast} zone={zone} />
      </PageHead>
      <Figures
        items={[
          {
            label: `${t.forecast.mae}, ${forecast.unit}`,
            value: f.reading(metrics.mae),
            note: t.forecast.origins(metrics.origins),
          },
          { label: t.forecast.skill, value: f.percent(metrics.skill, 1), note: t.forecast.skillNote },
          { label: t.forecast.coverage, value: f.percent(metrics.coverage80, 1), note: t.forecast.coverageNote },
          { label: `${t.forecast.pinball}, ${forecast.unit}`, value: f.reading(metrics.pinball) },
          {
            label: t.forecast.coveredSoFar,
            value: f.percent(covered?.share, 1),
            note: covered && t.forecast.ofSteps(covered.count),
          },
        ]}
      />
      {forecast.flags.length > 0 && <p className="warn">{t.forecast.flags(forecast.flags.join(', '))}</p>}
      <div className={styles.columns}>
        <Pane
          title={t.forecast.fanIn(forecast.unit)}
          source={{ data: fan, error: actual.error, refetch: actual.refetch }}
          height={396}
          empty={({ timesMs }) => (timesMs.length > 0 ? undefined : { because: t.forecast.noPoints })}
          stale={() => (endMs < nowMs ? t.forecast.over : undefined)}
          aside={
            <Link to="/series" search={{ series: [forecast.series] }}>
              {t.forecast.openSeries}
            </Link>
          }
        >
          {({ timesMs, endMs: lastMs, lanes }) => (
            <TimeChart
              label={t.forecast.fan}
              timesMs={timesMs}
              endMs={lastMs}
              lanes={lanes}
              windowMs={windowMs}
              zone={zone}
              height={360}
              nowMs={nowMs}
              selectedMs={instantMs(forecast.issueTime)}
            />
          )}
        </Pane>
        <div className={styles.column}>
          <ChoiceTable forecast={forecast} />
          <Panel title={t.forecast.provenance}>
            <dl className="hint">
              <div>{t.forecast.made(f.instant(instantMs(forecast.createdAt), zone))}</div>
              <div>{t.forecast.version(forecast.codeVersion, forecast.seed)}</div>
              <div className="mono">{forecast.inputsSha256.slice(0, 16)}</div>
            </dl>
          </Panel>
        </div>
      </div>
    </>
  )
}

function IssueSelect({ forecast, zone }: { forecast: ForecastWithPoints; zone: string }) {
  const { resources } = useApp()
  const { t, f } = useText()
  const navigate = useNavigate()
  const { data } = useQuery(resources.forecasts(100, forecast.series))
  const issues = data?.items ?? []
  const listed = issues.some(({ id }) => id === forecast.id) ? issues : [forecast, ...issues]
  const position = listed.findIndex(({ id }) => id === forecast.id)
  const go = (id: string): void => void navigate({ to: '/forecasts/$id', params: { id } })
  return (
    <span className="row tight">
      <button
        disabled={position >= listed.length - 1}
        aria-label={t.forecast.earlierIssue}
        title={t.forecast.earlierIssue}
        onClick={() => go(listed[position + 1].id)}
      >
        ←
      </button>
      <select aria-label={t.forecast.issueTime} value={forecast.id} onChange={(event) => go(event.target.value)}>
        {listed.map(({ id, issueTime, model }) => (
          <option key={id} value={id}>
            {f.stamp(instantMs(issueTime), zone)} · {model}
          </option>
        ))}
      </select>
      <button
        disabled={position <= 0}
        aria-label={t.forecast.laterIssue}
        title={t.forecast.laterIssue}
        onClick={() => go(listed[position - 1].id)}
      >
        →
      </button>
    </span>
  )
}

function ChoiceTable({ forecast: { choice, unit } }: { forecast: ForecastWithPoints }) {
  const { t, f } = useText()
  return (
    <Panel title={t.forecast.choice}>
      <table>
        <thead>
          <tr>
            <th>{t.forecast.model}</th>
            <th className="number">
              {t.forecast.pinball}, {unit}
            </th>
            <th className="number">
              {t.forecast.mae}, {unit}
            </th>
          </tr>
        </thead>
        <tbody>
          {choice.map(({ model, pinball, mae, chosen }) => (
            <tr key={model}>
              <th scope="row">{chosen ? <strong>{model} ✓</strong> : model}</th>
              <td className="number">{f.reading(pinball)}</td>
              <td className="number">{f.reading(mae)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="hint">{t.forecast.choiceNote}</p>
    </Panel>
  )
}
