import type { OptimizeRequest, OptimizeResult, Plan } from '@omarino/contracts'
import type { Lane } from '../charts/lanes.ts'
import type { Catalogue } from '../messages/catalogue.ts'
import { valueColumn } from '../instants.ts'
import { planCurtailed, planFlows, planLoad, socPaths, toEdges } from './flows.ts'
import { perMwh, profileValues } from './profiles.ts'

/** Stacked supply and use, with the load as an ink line. */
export function powerLanes(request: OptimizeRequest, result: OptimizeResult, t: Catalogue): Lane[] {
  const flows = planFlows(request, result).map(
    ({ kind, values }): Lane => ({ key: kind, label: t.flows[kind], unit: 'kW', token: kind, values, draw: 'stack', role: 'plan' }), // prettier-ignore
  )
  const load = planLoad(request, result)
  const curtailed = planCurtailed(request, result)
  return [
    ...flows,
    ...(load ? [{ key: 'load', label: t.flows.load, unit: 'kW', token: 'load', values: load, draw: 'step', role: 'actual' } as const] : []), // prettier-ignore
    ...(curtailed ? [{ key: 'curtailed', label: t.flows.curtailed, unit: 'kW', token: 'pv', values: curtailed, draw: 'step', role: 'plan' } as const] : []), // prettier-ignore
  ]
}

/** State of charge of each battery in percent at the edges of the steps, between its limits. */
export function socLanes(request: OptimizeRequest, result: OptimizeResult, t: Catalogue): Lane[] {
  const steps = result.horizon.stepEnds.length
  const percent = (share: Float64Array): Float64Array => share.map((value) => value * 100)
  return socPaths(request, result).flatMap(({ assetId, soc }) => {
    const battery = request.assets.find((asset) => asset.id === assetId)
    if (battery?.type !== 'battery') return []
    const limit = (name: 'socMin' | 'socMax'): Lane => ({
      key: `${assetId} ${name}`, label: t.plan[name], unit: '%', token: 'ink-3', draw: 'step', role: 'limit',
      values: percent(toEdges(profileValues(battery[name], request, steps))),
    }) // prettier-ignore
    return [
      { key: assetId, label: assetId, unit: '%', token: 'batt-dis', values: percent(soc), draw: 'line', role: 'actual' } as const, // prettier-ignore
      limit('socMin'),
      limit('socMax'),
    ]
  })
}

/** Prices each way, and what one more kWh is worth to the site, per MWh. */
export function priceLanes({ request, result, currency }: Plan, t: Catalogue): Lane[] {
  if (!result) return []
  const steps = result.horizon.stepEnds.length
  const unit = `${currency}/MWh`
  const grid = request.assets.find((asset) => asset.type === 'grid')
  if (grid?.type !== 'grid') return []
  const lane = (key: string, label: string, values: Float64Array, more: Pick<Lane, 'token' | 'role'>): Lane =>
    ({ key, label, unit, values: perMwh(values), draw: 'step', ...more }) // prettier-ignore
  const marginal = result.marginalPrices?.[grid.node ?? 'main']
  const isEv = (id: string): boolean => request.assets.some((asset) => asset.id === id && asset.type === 'ev')
  const stored = Object.entries(result.storedValues ?? {}).filter(([id]) =>
    request.assets.some((asset) => asset.id === id && (asset.type === 'battery' || asset.type === 'ev')),
  )
  return [
    lane('import', t.plan.importPrice, profileValues(grid.importPricePerKwh, request, steps), { token: 'price', role: 'actual' }), // prettier-ignore
    lane('export', t.plan.exportPrice, profileValues(grid.exportPricePerKwh, request, steps), { token: 'grid-out', role: 'actual' }), // prettier-ignore
    ...(marginal
      ? [lane('marginal', t.plan.marginalPrice, valueColumn(marginal), { token: 'ink-3', role: 'plan' })]
      : []),
    ...stored.map(([id, values]) =>
      lane(`stored ${id}`, t.studio.storedValue(id), valueColumn(values), {
        token: isEv(id) ? 'ev' : 'batt-dis',
        role: 'plan',
      }),
    ),
  ]
}
