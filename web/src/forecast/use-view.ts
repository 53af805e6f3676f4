import type { ForecastWithPoints } from '@omarino/contracts'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import { instantMs, isoInstant } from '../instants.ts'
import { useNow } from '../shell/use-now.ts'
import { readWindow } from '../url-state.ts'
import type { ForecastSearch } from '../url-state.ts'
import { BEFORE_MS } from './fan.ts'

const DAY_MS = 86_400_000
const SCORE_GRID_MS = 3_600_000 // scores are asked for up to a full hour, so that the question changes once an hour

export interface View {
  readonly windowMs: readonly [number, number]
  /** True when the address names the window. */
  readonly pinned: boolean
  readonly scoredMs: readonly [number, number]
  readonly days: NonNullable<ForecastSearch['days']>
  readonly measure: NonNullable<ForecastSearch['measure']>
  readonly nowMs: number
  readonly setSearch: (part: ForecastSearch) => void
  readonly choose: (id: string) => void
}

/** What the address says: the issue, the window, what is scored. Going to another issue keeps the window where it is. */
export function useView(forecast: ForecastWithPoints): View {
  const search = useSearch({ from: '/forecasts/$id' })
  const navigate = useNavigate()
  const nowMs = useNow(60_000)
  const startMs = instantMs(forecast.startTime)
  const endMs = startMs + forecast.horizon * forecast.stepSeconds * 1000
  const [fromMs, toMs] = readWindow(search, nowMs) ?? [startMs - BEFORE_MS, endMs]
  const { days = '30', measure = 'mae' } = search
  const windowMs = useMemo(() => [fromMs, toMs] as const, [fromMs, toMs])
  const scoredToMs = Math.ceil(Math.min(nowMs, toMs) / SCORE_GRID_MS) * SCORE_GRID_MS
  const { id } = forecast
  const setSearch = useCallback(
    (part: ForecastSearch) => void navigate({ to: '/forecasts/$id', params: { id }, search: (before) => ({ ...before, ...part }), replace: true }),
    [navigate, id],
  ) // prettier-ignore
  const choose = useCallback(
    (next: string) => void navigate({ to: '/forecasts/$id', params: { id: next }, replace: true, search: (before) => ({ ...before, from: isoInstant(fromMs), to: isoInstant(toMs) }) }),
    [navigate, fromMs, toMs],
  ) // prettier-ignore
  return { windowMs, pinned: search.from !== undefined, scoredMs: [scoredToMs - +days * DAY_MS, scoredToMs], days, measure, nowMs, setSearch, choose } // prettier-ignore
}
