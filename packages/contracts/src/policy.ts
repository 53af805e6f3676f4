/** Who may call what. A route that is not here does not exist at the gateway, and its service refuses to start. */
export const ROLES = ['viewer', 'operator', 'admin'] as const
export type Role = (typeof ROLES)[number]
/** `public`: no sign-in. `internal`: between our processes only, never through the gateway. A role includes those before it. */
export type Access = 'public' | 'internal' | Role
export type ServiceName = 'gateway' | 'timeseries' | 'forecast' | 'optimize' | 'scheduler'
export interface RoutePolicy {
  readonly service: ServiceName
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly path: string
  readonly access: Access
  /** Largest body, bytes. */
  readonly maxBytes: number
}

const KB = 1024
const JSON_BYTES = 256 * KB
/** Room for 10,000 keys. */
export const LIST_BYTES = 4 * KB * KB
const UPLOAD_BYTES = 2 * KB * KB * KB
const route = (
  service: ServiceName,
  method: RoutePolicy['method'],
  path: string,
  access: Access,
  maxBytes = JSON_BYTES,
): RoutePolicy => ({ service, method, path, access, maxBytes })

export const POLICY: readonly RoutePolicy[] = [
  route('gateway', 'GET', '/health', 'public'),
  route('gateway', 'GET', '/openapi.json', 'public'),
  route('gateway', 'GET', '/docs', 'public'),
  route('gateway', 'GET', '/events', 'viewer'),
  route('gateway', 'GET', '/me', 'viewer'),

  route('timeseries', 'GET', '/timeseries/meters', 'viewer'),
  route('timeseries', 'POST', '/timeseries/meters', 'operator'),
  route('timeseries', 'GET', '/timeseries/meters/:meter', 'viewer'),
  route('timeseries', 'GET', '/timeseries/series', 'viewer'),
  route('timeseries', 'POST', '/timeseries/series', 'operator'),
  route('timeseries', 'GET', '/timeseries/series/:series', 'viewer'),
  route('timeseries', 'GET', '/timeseries/series/:series/points', 'viewer'),
  route('timeseries', 'GET', '/timeseries/imports', 'viewer'),
  route('timeseries', 'POST', '/timeseries/imports', 'operator', UPLOAD_BYTES),
  route('timeseries', 'GET', '/timeseries/imports/:id', 'viewer'),
  route('timeseries', 'GET', '/timeseries/imports/:id/rejects.csv', 'operator'),

  route('forecast', 'GET', '/forecast/forecasts', 'viewer'),
  route('forecast', 'POST', '/forecast/forecasts', 'operator', LIST_BYTES),
  route('forecast', 'GET', '/forecast/forecasts/best', 'viewer'),
  route('forecast', 'GET', '/forecast/forecasts/:id', 'viewer'),
  route('forecast', 'GET', '/forecast/forecasts/:id/changes', 'viewer'),
  route('forecast', 'GET', '/forecast/scores', 'viewer'),
  route('forecast', 'GET', '/forecast/issues', 'viewer'),
  route('forecast', 'GET', '/forecast/models', 'viewer'),
  route('forecast', 'POST', '/forecast/models/train', 'operator'),
  route('forecast', 'GET', '/forecast/models/:id', 'viewer'),
  route('forecast', 'POST', '/forecast/models/:id/promote', 'operator'),
  route('forecast', 'POST', '/forecast/models/:id/retire', 'operator'),
  route('forecast', 'GET', '/forecast/policies/:series', 'viewer'),
  route('forecast', 'PUT', '/forecast/policies/:series', 'operator'),
  route('forecast', 'GET', '/forecast/drifts', 'viewer'),
  route('forecast', 'GET', '/forecast/backtests', 'viewer'),
  route('forecast', 'POST', '/forecast/backtests', 'operator'),
  route('forecast', 'GET', '/forecast/backtests/:id', 'viewer'),
  route('forecast', 'GET', '/forecast/backtests/:id/rows', 'viewer'),

  route('optimize', 'GET', '/optimize/sites', 'viewer'),
  route('optimize', 'POST', '/optimize/sites', 'admin'),
  route('optimize', 'GET', '/optimize/sites/:site', 'viewer'),
  route('optimize', 'PUT', '/optimize/sites/:site', 'admin'),
  route('optimize', 'POST', '/optimize/sites/:site/assets', 'admin'),
  route('optimize', 'PUT', '/optimize/sites/:site/assets/:asset', 'admin'),
  route('optimize', 'DELETE', '/optimize/sites/:site/assets/:asset', 'admin'),
  route('optimize', 'GET', '/optimize/runs', 'viewer'),
  route('optimize', 'POST', '/optimize/runs', 'operator'),
  route('optimize', 'GET', '/optimize/runs/:id', 'viewer'),
  route('optimize', 'POST', '/optimize/requests', 'operator'),
  route('optimize', 'GET', '/optimize/replays', 'viewer'),
  route('optimize', 'POST', '/optimize/replays', 'operator'),
  route('optimize', 'GET', '/optimize/replays/:id', 'viewer'),
  route('optimize', 'POST', '/optimize/runs/:id/variants', 'operator'),
  route('optimize', 'POST', '/optimize/runs/:id/publish', 'operator'),
  route('optimize', 'POST', '/optimize/runs/:id/settle', 'operator'),

  route('scheduler', 'GET', '/scheduler/dags', 'viewer'),
  route('scheduler', 'POST', '/scheduler/dags', 'operator'),
  route('scheduler', 'POST', '/scheduler/dags/validate', 'operator'),
  route('scheduler', 'GET', '/scheduler/dags/:key', 'viewer'),
  route('scheduler', 'PUT', '/scheduler/dags/:key', 'operator'),
  route('scheduler', 'POST', '/scheduler/dags/:key/runs', 'operator'),
  route('scheduler', 'GET', '/scheduler/runs', 'viewer'),
  route('scheduler', 'GET', '/scheduler/runs/:id', 'viewer'),
  route('scheduler', 'POST', '/scheduler/runs/:id/cancel', 'operator'),
  route('scheduler', 'GET', '/scheduler/occurrences', 'viewer'),
  route('scheduler', 'GET', '/scheduler/reports', 'viewer'),
  route('scheduler', 'GET', '/scheduler/reports/:file', 'viewer'),
]

/** True when one of the roles reaches `access`. */
export function allows(access: Access, roles: readonly string[]): boolean {
  if (access === 'public') return true
  if (access === 'internal') return false
  const needed = ROLES.indexOf(access)
  return roles.some((role) => ROLES.indexOf(role as Role) >= needed)
}
