import type { Series } from '@omarino/contracts'
import { useQueries } from '@tanstack/react-query'
import type { UseQueryResult } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import { TimeChart } from '../charts/time-chart.tsx'
import styles from '../explorer/explorer.module.css'
import { unitPanes } from '../explorer/panes.ts'
import { SeriesPicker } from '../explorer/series-picker.tsx'
import { useLoaded } from '../explorer/use-loaded.ts'
import { WindowBar } from '../explorer/window-bar.tsx'
import { dataEnd, PRESETS } from '../explorer/window.ts'
import type { Window } from '../explorer/window.ts'
import { instantMs, isoInstant } from '../instants.ts'
import { PageHead } from '../parts/page-head.tsx'
import { Pane, Panel, Refusal } from '../parts/pane.tsx'
import { useApp } from '../shell/app-context.tsx'
import { useText } from '../shell/text.tsx'
import { useNow } from '../shell/use-now.ts'
import { useSite } from '../shell/use-site.ts'
import { knownZone, readWindow } from '../url-state.ts'
import type { SeriesSearch } from '../url-state.ts'

const known = (results: UseQueryResult<Series>[]) => ({
  series: results.flatMap(({ data }) => (data ? [data] : [])),
  error: results.find(({ error }) => error)?.error ?? null,
  pending: results.some(({ isPending }) => isPending),
})

/** Question any data: choose series, a stretch of time and buckets; the address says it all. */
export function Explorer() {
  const search = useSearch({ from: '/series' })
  const { resources } = useApp()
  const { t } = useText()
  const navigate = useNavigate({ from: '/series' })
  const change = useCallback(
    (next: Partial<SeriesSearch>, replace = false) =>
      void navigate({ to: '/series', search: (before) => ({ ...before, ...next }), replace }),
    [navigate],
  )
  const { series, error, pending } = useQueries({
    queries: search.series.map((key) => resources.series(key)),
    combine: known,
  })
  return (
    <>
      <PageHead title={t.nav.series} />
      <div className={styles.columns}>
        <SeriesPicker chosen={search.series} onChoose={(keys) => change({ series: keys })} />
        <div className={styles.panes}>
          {error && <Refusal error={error} />}
          {search.series.length === 0 && (
            <Panel title={t.explorer.chart}>
              <p className="quiet">{t.explorer.choose}</p>
            </Panel>
          )}
          {series.length > 0 && !pending && <Charts chosen={series} search={search} change={change} />}
        </div>
      </div>
    </>
  )
}

interface ChartsProps {
  readonly chosen: readonly Series[]
  readonly search: SeriesSearch
  readonly change: (next: Partial<SeriesSearch>, replace?: boolean) => void
}

function Charts({ chosen, search, change }: ChartsProps) {
  const { t } = useText()
  const { zone: siteZone } = useSite()
  const zone = chosen[0].zone ? knownZone(chosen[0].zone) : siteZone
  const nowMs = useNow(60_000)
  const lastDataMs = dataEnd(chosen.map(({ lastTime, stepSeconds }) => ({ lastMs: lastTime === null ? null : instantMs(lastTime), stepSeconds }))) // prettier-ignore
  const [fromMs, toMs] = readWindow(search, nowMs) ?? [(lastDataMs ?? nowMs) - PRESETS.week, lastDataMs ?? nowMs]
  const windowMs = useMemo((): Window => [fromMs, toMs], [fromMs, toMs])
  const wish = { ...(search.agg && { agg: search.agg }), ...(search.interval && { interval: search.interval }) }
  const source = useLoaded(chosen, windowMs, zone, wish)
  const onWindow = useCallback(
    (from: number, to: number) => change({ from: isoInstant(from), to: isoInstant(to) }),
    [change],
  )
  const panes = useMemo(() => unitPanes(source.data ?? [], toMs), [source.data, toMs])
  const jump = lastDataMs !== undefined && (
    <button onClick={() => onWindow(lastDataMs - (toMs - fromMs), lastDataMs)}>{t.explorer.lastData}</button>
  )
  return (
    <>
      <WindowBar
        windowMs={windowMs}
        zone={zone}
        nowMs={nowMs}
        lastDataMs={lastDataMs}
        wish={wish}
        onWindow={([from, to]) => onWindow(from, to)}
        onWish={(next) => change(next)}
      />
      {source.data === undefined && (
        <Pane title={t.explorer.chart} source={source} height={286} empty="never" stale="never">
          {() => null}
        </Pane>
      )}
      {panes.map(({ unit, timesMs, endMs, lanes }) => (
        <Pane
          key={unit}
          title={t.explorer.inUnit(unit)}
          source={source}
          height={286}
          empty={() => (timesMs.length > 0 ? undefined : { because: t.explorer.nothingHere, action: jump })}
          stale="never"
          aside={<span className="hint">{t.explorer.dragHint}</span>}
        >
          {() => (
            <TimeChart
              label={lanes.map(({ label }) => label).join(', ')}
              timesMs={timesMs}
              endMs={endMs}
              lanes={lanes}
              windowMs={windowMs}
              zone={zone}
              height={250}
              nowMs={nowMs}
              syncKey="explorer"
              onWindow={onWindow}
            />
          )}
        </Pane>
      ))}
    </>
  )
}
