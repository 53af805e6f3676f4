import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  retainSearchParams,
} from '@tanstack/react-router'
import {
  parseSearch,
  readAssetSearch,
  readBacktestSearch,
  readForecastSearch,
  readPlanSearch,
  readReplaySearch,
  readSeriesSearch,
  readSiteSearch,
  stringifySearch,
} from '../url-state.ts'
import type { SiteSearch } from '../url-state.ts'
import { Frame } from './frame.tsx'
import { Broken, Unknown } from './unknown.tsx'

const root = createRootRoute({
  component: Frame,
  notFoundComponent: Unknown,
  errorComponent: Broken,
  validateSearch: readSiteSearch,
  search: { middlewares: [retainSearchParams<SiteSearch>(['site'])] },
})
const overview = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: lazyRouteComponent(() => import('../pages/overview.tsx'), 'Overview'),
})
const series = createRoute({
  getParentRoute: () => root,
  path: '/series',
  validateSearch: readSeriesSearch,
  component: lazyRouteComponent(() => import('../pages/explorer.tsx'), 'Explorer'),
})
const imports = createRoute({
  getParentRoute: () => root,
  path: '/series/import',
  component: lazyRouteComponent(() => import('../pages/imports.tsx'), 'Imports'),
})
const forecasts = createRoute({
  getParentRoute: () => root,
  path: '/forecasts',
  component: lazyRouteComponent(() => import('../pages/forecasts.tsx'), 'Forecasts'),
})
const forecast = createRoute({
  getParentRoute: () => root,
  path: '/forecasts/$id',
  validateSearch: readForecastSearch,
  component: lazyRouteComponent(() => import('../pages/forecast.tsx'), 'ForecastPage'),
})
const backtests = createRoute({
  getParentRoute: () => root,
  path: '/forecasts/backtest',
  validateSearch: readBacktestSearch,
  component: lazyRouteComponent(() => import('../pages/backtests.tsx'), 'Backtests'),
})
const plans = createRoute({
  getParentRoute: () => root,
  path: '/optimize',
  component: lazyRouteComponent(() => import('../pages/plans.tsx'), 'Plans'),
})
const replays = createRoute({
  getParentRoute: () => root,
  path: '/optimize/replays',
  validateSearch: readReplaySearch,
  component: lazyRouteComponent(() => import('../pages/replays.tsx'), 'Replays'),
})
const plan = createRoute({
  getParentRoute: () => root,
  path: '/optimize/$run',
  validateSearch: readPlanSearch,
  component: lazyRouteComponent(() => import('../pages/plan.tsx'), 'PlanPage'),
})
const workflows = createRoute({
  getParentRoute: () => root,
  path: '/workflows',
  component: lazyRouteComponent(() => import('../pages/workflows.tsx'), 'Workflows'),
})
const define = createRoute({
  getParentRoute: () => root,
  path: '/workflows/define',
  validateSearch: (raw: Record<string, unknown>): { dag?: string } =>
    typeof raw['dag'] === 'string' && raw['dag'] !== '' ? { dag: raw['dag'] } : {},
  component: lazyRouteComponent(() => import('../pages/define-workflow.tsx'), 'DefineWorkflow'),
})
const run = createRoute({
  getParentRoute: () => root,
  path: '/workflows/runs/$id',
  component: lazyRouteComponent(() => import('../pages/run.tsx'), 'RunPage'),
})
const sites = createRoute({
  getParentRoute: () => root,
  path: '/sites',
  component: lazyRouteComponent(() => import('../pages/sites.tsx'), 'Sites'),
})
const site = createRoute({
  getParentRoute: () => root,
  path: '/sites/$key',
  validateSearch: readAssetSearch,
  component: lazyRouteComponent(() => import('../pages/site.tsx'), 'SitePage'),
})
const reports = createRoute({
  getParentRoute: () => root,
  path: '/reports',
  component: lazyRouteComponent(() => import('../pages/reports.tsx'), 'Reports'),
})

const routeTree = root.addChildren([
  overview, series, imports, forecasts, forecast, backtests, plans, replays, plan, workflows, define, run, sites, site, reports,
]) // prettier-ignore
export const router = createRouter({ routeTree, parseSearch, stringifySearch, defaultPreload: 'intent' })

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
