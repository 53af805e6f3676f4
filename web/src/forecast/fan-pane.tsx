import type { ForecastWithPoints } from '@omarino/contracts'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { TimeChart } from '../charts/time-chart.tsx'
import { instantMs, isoInstant } from '../instants.ts'
import { Pane } from '../parts/pane.tsx'
import { useApp } from '../shell/app-context.tsx'
import { useText } from '../shell/text.tsx'
import { coverageSoFar, fanOf } from './fan.ts'
import { IssueSlider } from './issue-slider.tsx'
import { earlierThan, issuesOver, toIssue } from './issues.ts'
import type { View } from './use-view.ts'

const MOST_ISSUES = 100

/** The chosen issue as a fan, those before it as thin lines, what was measured, and a slider through the issues. */
export function FanPane({ forecast, zone, view }: { forecast: ForecastWithPoints; zone: string; view: View }) {
  const { resources } = useApp()
  const { t, f } = useText()
  const { windowMs, nowMs } = view
  const found = useQuery({
    ...resources.issues(forecast.series, windowMs, MOST_ISSUES),
    placeholderData: keepPreviousData,
  })
  const actual = useQuery({
    ...resources.points({ series: forecast.series, windowMs }),
    placeholderData: keepPreviousData,
  })
  const issues = useMemo(() => issuesOver(found.data, forecast), [found.data, forecast])
  const fan = useMemo(
    () =>
      fanOf({
        unit: forecast.unit, chosen: toIssue(forecast), past: earlierThan(issues, forecast.id), actual: actual.data, t,
        nameOf: (ms) => t.forecast.issueName(f.stamp(ms, zone)),
      }),
    [forecast, issues, actual.data, t, f, zone],
  ) // prettier-ignore
  const covered = coverageSoFar(fan)
  const endMs = instantMs(forecast.startTime) + forecast.horizon * forecast.stepSeconds * 1000
  return (
    <Pane
      title={t.forecast.fanIn(forecast.unit)}
      source={{
        data: fan,
        error: actual.error ?? found.error,
        refetch: () => Promise.all([actual.refetch(), found.refetch()]),
      }}
      height={452}
      empty={({ timesMs }) => (timesMs.length > 0 ? undefined : { because: t.forecast.noPoints })}
      stale="never"
      aside={
        <>
          {endMs < nowMs && <span className="hint">{t.forecast.over}</span>}
          {covered && (
            <span>
              {t.forecast.coveredSoFar} {f.percent(covered.share, 1)}{' '}
              <span className="hint">{t.forecast.ofSteps(covered.count)}</span>
            </span>
          )}
          {view.pinned && (
            <button onClick={() => view.setSearch({ from: undefined, to: undefined })}>
              {t.forecast.wholeForecast}
            </button>
          )}
        </>
      }
    >
      {({ timesMs, endMs: lastMs, lanes }) => (
        <>
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
            onWindow={(fromMs, toMs) => view.setSearch({ from: isoInstant(fromMs), to: isoInstant(toMs) })}
          />
          <IssueSlider
            issues={issues}
            chosenId={forecast.id}
            zone={zone}
            truncated={found.data?.truncated ?? false}
            onChoose={view.choose}
          />
        </>
      )}
    </Pane>
  )
}
