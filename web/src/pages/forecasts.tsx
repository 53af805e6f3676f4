import type { Forecast, JobAccepted, Site } from '@omarino/contracts'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import styles from '../forecast/forecast.module.css'
import { coverageState } from '../forecast/measures.ts'
import { newestOfEach } from '../forecast/newest.ts'
import { instantMs } from '../instants.ts'
import { PageHead } from '../parts/page-head.tsx'
import { Pane, Refusal } from '../parts/pane.tsx'
import { RoleButton } from '../parts/role-button.tsx'
import { StateMark } from '../parts/state-mark.tsx'
import { useApp } from '../shell/app-context.tsx'
import { useText } from '../shell/text.tsx'
import { useNow } from '../shell/use-now.ts'
import { useSite } from '../shell/use-site.ts'
import { forecastSeries } from '../workflow/template.ts'

const SEARCHED = 500 // the longest page of the API

/** The newest forecast of each series, and a new one for the chosen site. */
export function Forecasts() {
  const { resources } = useApp()
  const { t, f } = useText()
  const { zone, site } = useSite()
  const source = useQuery(resources.forecasts(SEARCHED))
  const wanted = site && new Set(seriesOf(site))
  const newest = source.data && newestOfEach(source.data.items).filter(({ series }) => !wanted || wanted.has(series))
  return (
    <>
      <PageHead title={t.nav.forecasts}>
        <Link to="/forecasts/backtest">{t.forecast.backtests}</Link>
        <ForecastNow />
      </PageHead>
      <Pane
        title={t.forecast.perSeries}
        source={{ data: newest, error: source.error, refetch: source.refetch }}
        height={400}
        empty={(items) =>
          items.length > 0
            ? undefined
            : { because: t.forecast.none, action: <Link to="/workflows">{t.nav.workflows}</Link> }
        }
        stale="never"
      >
        {(items) => (
          <>
            <SeriesTable forecasts={items} zone={zone} />
            {source.data?.nextCursor && <p className="hint">{t.forecast.newestOnly(f.number(SEARCHED))}</p>}
          </>
        )}
      </Pane>
    </>
  )
}

const seriesOf = ({ assets }: Site): string[] =>
  assets.flatMap(({ config }) => ('series' in config && config.series ? [config.series] : []))

function ForecastNow() {
  const { api } = useApp()
  const { t } = useText()
  const { site, sites } = useSite()
  const navigate = useNavigate()
  const chosen = site ?? (sites?.length === 1 ? sites[0] : undefined)
  const series = chosen ? forecastSeries(chosen) : []
  const start = useMutation({
    mutationFn: () =>
      api.send<JobAccepted>('POST', '/forecast/forecasts', {
        series,
        ...(chosen?.country && { country: chosen.country }),
      }),
    onSuccess: ({ runId }) => navigate({ to: '/workflows/runs/$id', params: { id: runId } }),
  })
  const blocked = !chosen
    ? t.plans.chooseSite
    : series.length === 0
      ? t.forecast.noSeries
      : start.isPending
        ? t.state.sending
        : undefined
  return (
    <>
      <RoleButton needs="operator" primary blocked={blocked} onClick={() => start.mutate()}>
        {t.forecast.runNow}
      </RoleButton>
      {start.error && <Refusal error={start.error} />}
    </>
  )
}

function SeriesTable({ forecasts, zone }: { forecasts: readonly Forecast[]; zone: string }) {
  const { t } = useText()
  const nowMs = useNow(60_000)
  return (
    <div className={styles.wide}>
      <table>
        <thead>
          <tr>
            <th>{t.explorer.series}</th>
            <th>{t.forecast.issueTime}</th>
            <th>{t.forecast.age}</th>
            <th>{t.forecast.model}</th>
            <th className="number">{t.forecast.mae}</th>
            <th className="number">{t.forecast.skill}</th>
            <th className="number">{t.forecast.coverage}</th>
            <th>{t.forecast.coverageWord}</th>
          </tr>
        </thead>
        <tbody>
          {forecasts.map((it) => (
            <SeriesRow key={it.series} forecast={it} zone={zone} nowMs={nowMs} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function SeriesRow({ forecast, zone, nowMs }: { forecast: Forecast; zone: string; nowMs: number }) {
  const { t, f } = useText()
  const { id, series, unit, model, modelVersion, issueTime, startTime, horizon, stepSeconds, metrics } = forecast
  const over = instantMs(startTime) + horizon * stepSeconds * 1000 < nowMs
  return (
    <tr>
      <th scope="row">
        <Link to="/forecasts/$id" params={{ id }}>
          {series}
        </Link>
      </th>
      <td className="nowrap">{f.stamp(instantMs(issueTime), zone)}</td>
      <td className={over ? 'nowrap warn' : 'nowrap quiet'}>
        {f.ago(instantMs(issueTime), nowMs)}
        {over && ` · ! ${t.forecast.ended}`}
      </td>
      <td className="quiet">{modelVersion === null ? model : t.forecast.modelVersion(model, `${modelVersion}`)}</td>
      <td className="number">
        {f.reading(metrics.mae)} <span className="hint">{unit}</span>
      </td>
      <td className="number">{f.percent(metrics.skill, 1)}</td>
      <td className="number">{f.percent(metrics.coverage80, 1)}</td>
      <td>
        <StateMark state={coverageState(metrics.coverage80)} />
      </td>
    </tr>
  )
}
