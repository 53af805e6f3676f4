import type {
  Aggregate, Dag, Forecast, ForecastWithPoints, Import, Plan, PlanSummary, PointsReply, Report, RunDetail, RunSummary,
  Series, Site, SystemHealth,
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
const isOpen = (state: string | undefined): boolean => state !== undefined && OPEN_STATES.includes(state)
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
    plans: (limit: number, site?: string) =>
      list<PlanSummary>('plans', `/optimize/runs?limit=${limit}${site ? `&site=${at(site)}` : ''}`),
    plan: (id: string) =>
      queryOptions({
        queryKey: ['plans', 'one', id],
        queryFn: get<Plan>(`/optimize/runs/${at(id)}`),
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

function pointsPath({ series, windowMs: [fromMs, toMs], bucket }: PointsRequest): string {
  const range = `from=${isoInstant(fromMs)}&to=${isoInstant(toMs)}`
  const buckets = bucket ? `&agg=${bucket.agg}&interval=${bucket.interval}&zone=${at(bucket.zone)}` : ''
  return `/timeseries/series/${at(series)}/points?${range}${buckets}`
}
