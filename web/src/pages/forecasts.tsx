import type { Forecast, JobAccepted, Site } from '@omarino/contracts'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { instantMs } from '../instants.ts'
import { PageHead } from '../parts/page-head.tsx'
import { Pane, Refusal } from '../parts/pane.tsx'
import { RoleButton } from '../parts/role-button.tsx'
import { useApp } from '../shell/app-context.tsx'
import { useText } from '../shell/text.tsx'
import { useSite } from '../shell/use-site.ts'
import { forecastSeries } from '../workflow/template.ts'

/** All forecasts, newest first, and a new one for the chosen site. */
export function Forecasts() {
  const { resources } = useApp()
  const { t } = useText()
  const { zone, site } = useSite()
  const source = useQuery(resources.forecasts(200))
  const wanted = site && new Set(seriesOf(site))
  const narrowed = source.data && { items: source.data.items.filter(({ series }) => !wanted || wanted.has(series)) }
  return (
    <>
      <PageHead title={t.nav.forecasts}>
        <ForecastNow />
      </PageHead>
      <Pane
        title={t.forecast.all}
        source={{ data: narrowed, error: source.error, refetch: source.refetch }}
        height={400}
        empty={({ items }) =>
          items.length > 0
            ? undefined
            : { because: t.forecast.none, action: <Link to="/workflows">{t.nav.workflows}</Link> }
        }
        stale="never"
      >
        {({ items }) => <ForecastTable forecasts={items} zone={zone} />}
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

export function ForecastTable({ forecasts, zone }: { forecasts: readonly Forecast[]; zone: string }) {
  const { t, f } = useText()
  return (
    <table>
      <thead>
        <tr>
          <th>{t.explorer.series}</th>
          <th>{t.plans.issueTime}</th>
          <th>{t.forecast.model}</th>
          <th className="number">{t.forecast.mae}</th>
          <th className="number">{t.forecast.skill}</th>
          <th className="number">{t.forecast.coverage}</th>
        </tr>
      </thead>
      <tbody>
        {forecasts.map((it) => (
          <tr key={it.id}>
            <td>
              <Link to="/forecasts/$id" params={{ id: it.id }}>
                {it.series}
              </Link>
            </td>
            <td className="nowrap">{f.stamp(instantMs(it.issueTime), zone)}</td>
            <td className="quiet">{it.model}</td>
            <td className="number">
              {f.reading(it.metrics.mae)} <span className="hint">{it.unit}</span>
            </td>
            <td className="number">{f.percent(it.metrics.skill, 1)}</td>
            <td className="number">{f.percent(it.metrics.coverage80, 1)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
