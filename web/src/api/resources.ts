import type {
  Aggregate, Backtest, BacktestSummary, Dag, Drift, Forecast, ForecastChanges, ForecastIssues, ForecastModel, ForecastScores, ForecastWithPoints, Import, Plan, PlanSummary, PointsReply, Replay, ReplaySummary, Report,
  RetrainPolicy, RunDetail, RunSummary, Series, Site, SystemHealth,
} from '@omarino/contracts' // prettier-ignore
import { queryOptions } from '@tanstack/react-query'
import type { Api } from './http.ts'
import { isoInstant } from '../instants.ts'

export interface Page<T> {
  readonly items: readonly T[]
  readonly nextCursor: string | null
}
export interface PointsRequest {
  readonly series: string
  readonly windowMs: readonly [number, number]
  readonly bucket?: { readonly agg: Aggregate; readonly interval: string; readonly zone: string }
}
const OPEN_STATES = ['waiting', 'ready', 'running']
/** Work that goes on is asked for again even when the stream is lost. */
const POLL_MS = 3000
const pollWhile = (open: boolean | undefined): number | false => (open ? POLL_MS : false)
/** True while a task may still end otherwise. */
export const isOpen = (state: string | undefined): boolean => state !== undefined && OPEN_STATES.includes(state)
const at = encodeURIComponent

/** What can be read, as queries; the first part of each key is the room that events of the stream name. */
export function resourcesOf(api: Api) {
  const get = <T>(path: string) => ({ signal }: { signal: AbortSignal }): Promise<T> => api.get<T>(path, signal) // prettier-ignore
  const list = <T>(room: string, path: string) =>
    queryOptions({ queryKey: [room, 'list', path], queryFn: get<Page<T>>(path) })
  return {
    health: () =>
      queryOptions({ queryKey: ['health'], queryFn: get<SystemHealth>('/health'), refetchInterval: 30_000 }),
    sites: () => list<Site>('sites', '/optimize/sites?limit=500'),
    site: (key: string) =>
      queryOptions({ queryKey: ['sites', 'one', key], queryFn: get<Site>(`/optimize/sites/${at(key)}`) }),
    seriesList: (search: string) =>
      list<Series>('series', `/timeseries/series?limit=500${search ? `&search=${at(search)}` : ''}`),
    series: (key: string) =>
      queryOptions({ queryKey: ['series', 'one', key], queryFn: get<Series>(`/timeseries/series/${at(key)}`) }),
    points: (request: PointsRequest) => {
      const path = pointsPath(request)
      return queryOptions({ queryKey: ['points', request.series, path], queryFn: get<PointsReply>(path) })
    },
    imports: (limit: number) => ({
      ...list<Import>('imports', `/timeseries/imports?limit=${limit}`),
      refetchInterval: (query: { state: { data?: Page<Import> | undefined } }) =>
        pollWhile(query.state.data?.items.some((item) => isOpen(item.state))),
    }),
    forecasts: (limit: number, series?: string) =>
      list<Forecast>('forecasts', `/forecast/forecasts?limit=${limit}${series ? `&series=${at(series)}` : ''}`),
    forecast: (id: string) =>
      queryOptions({
        queryKey: ['forecasts', 'one', id],
        queryFn: get<ForecastWithPoints>(`/forecast/forecasts/${at(id)}`),
        staleTime: Infinity, // a forecast is never overwritten
      }),
    /** The newest forecast that was issued before an instant. */
    forecastBefore: (series: string, issueTime: string) =>
      list<Forecast>('forecasts', `/forecast/forecasts?limit=1&series=${at(series)}&issuedBefore=${at(issueTime)}`),
    changes: (id: string) =>
      queryOptions({
        queryKey: ['forecasts', 'list', 'changes', id], // another issue may come between
        queryFn: get<ForecastChanges>(`/forecast/forecasts/${at(id)}/changes`),
      }),
    /** Issues with values in the window, newest first. */
    issues: (series: string, windowMs: readonly [number, number], limit: number) => {
      const path = `/forecast/issues?${seriesRange(series, windowMs)}&limit=${limit}`
      return queryOptions({ queryKey: ['forecasts', 'list', path], queryFn: get<ForecastIssues>(path) })
    },
    scores: (series: string, windowMs: readonly [number, number]) => {
      const path = `/forecast/scores?${seriesRange(series, windowMs)}`
      return queryOptions({ queryKey: ['scores', path], queryFn: get<ForecastScores>(path) })
    },
    models: (series: string) => list<ForecastModel>('models', `/forecast/models?series=${at(series)}&limit=50`),
    policy: (series: string) =>
      queryOptions({
        queryKey: ['policies', 'one', series],
        queryFn: get<RetrainPolicy>(`/forecast/policies/${at(series)}`),
      }),
    drifts: (series: string) => list<Drift>('drifts', `/forecast/drifts?series=${at(series)}&limit=5`),
    backtests: (limit: number) => ({
      ...list<BacktestSummary>('backtests', `/forecast/backtests?limit=${limit}`),
      refetchInterval: (query: { state: { data?: Page<BacktestSummary> | undefined } }) =>
        pollWhile(query.state.data?.items.some((item) => isOpen(item.state))),
    }),
    backtest: (id: string) =>
      queryOptions({
        queryKey: ['backtests', 'one', id],
        queryFn: get<Backtest>(`/forecast/backtests/${at(id)}`),
        refetchInterval: (query) => pollWhile(isOpen(query.state.data?.state)),
      }),
    plans: (limit: number, site?: string) =>
      list<PlanSummary>('plans', `/optimize/runs?limit=${limit}${site ? `&site=${at(site)}` : ''}`),
    plan: (id: string) =>
      queryOptions({
        queryKey: ['plans', 'one', id],
        queryFn: get<Plan>(`/optimize/runs/${at(id)}`),
        refetchInterval: (query) => pollWhile(isOpen(query.state.data?.state)),
      }),
    replays: (limit: number, site?: string) => ({
      ...list<ReplaySummary>('replays', `/optimize/replays?limit=${limit}${site ? `&site=${at(site)}` : ''}`),
      refetchInterval: (query: { state: { data?: Page<ReplaySummary> | undefined } }) =>
        pollWhile(query.state.data?.items.some((item) => isOpen(item.state))),
    }),
    replay: (id: string) =>
      queryOptions({
        queryKey: ['replays', 'one', id],
        queryFn: get<Replay>(`/optimize/replays/${at(id)}`),
        refetchInterval: (query) => pollWhile(isOpen(query.state.data?.state)),
      }),
    dags: () => list<Dag>('dags', '/scheduler/dags?limit=500'),
    dag: (key: string) =>
      queryOptions({ queryKey: ['dags', 'one', key], queryFn: get<Dag>(`/scheduler/dags/${at(key)}`) }),
    runs: (limit: number) => list<RunSummary>('runs', `/scheduler/runs?limit=${limit}`),
    run: (id: string) =>
      queryOptions({
        queryKey: ['runs', 'one', id],
        queryFn: get<RunDetail>(`/scheduler/runs/${at(id)}`),
        refetchInterval: (query) => pollWhile(isOpen(query.state.data?.state)),
      }),
    reports: () => list<Report>('reports', '/scheduler/reports?limit=200'),
  }
}
export type Resources = ReturnType<typeof resourcesOf>

const seriesRange = (series: string, [fromMs, toMs]: readonly [number, number]): string =>
  `series=${at(series)}&from=${isoInstant(fromMs)}&to=${isoInstant(toMs)}`

function pointsPath({ series, windowMs: [fromMs, toMs], bucket }: PointsRequest): string {
  const range = `from=${isoInstant(fromMs)}&to=${isoInstant(toMs)}`
  const buckets = bucket ? `&agg=${bucket.agg}&interval=${bucket.interval}&zone=${at(bucket.zone)}` : ''
  return `/timeseries/series/${at(series)}/points?${range}${buckets}`
}
