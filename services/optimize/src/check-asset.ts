import { parseOptimizeRequest } from '@omarino/contracts'
import type { AssetConfig, Tariff } from '@omarino/contracts'
import { Failure } from '@omarino/energy'
import { refuseUnreadable } from '@omarino/optimization'
import type { Queryable } from '@omarino/store'
import { checkKind, profileName, requestsOf, seriesOf, statesOf } from './assets/kinds.ts'
import { demandStep, fittingSeries } from './assets/series-needs.ts'

/** What of a site its assets must fit to. */
interface SiteFrame {
  readonly zone: string
  readonly currency: string
}

/** Demands that the price series of a tariff exist, carry a step, and are prices in the site's currency. */
export async function checkTariff(db: Queryable, tariff: Tariff, currency: string): Promise<void> {
  for (const field of ['importSeries', 'exportSeries'] as const) {
    const pointer = `/tariff/${field}`
    demandStep(await fittingSeries(db, tariff[field], 'pricePerKwh', currency, pointer), pointer)
  }
}

/**
 * Demands that the series of an asset exist and carry units that fit, and that its limits agree with each other, as the
 * engine will read them.
 * @throws Failure 'invalid' with the pointer of the field
 */
export async function checkAsset(db: Queryable, config: AssetConfig, site: SiteFrame): Promise<void> {
  for (const { key, need, use, pointer } of seriesOf(config)) {
    const series = await fittingSeries(db, key, need, site.currency, `/config${pointer}`)
    if (use === 'profile' || use === 'price') demandStep(series, `/config${pointer}`)
  }
  checkKind(config)
  refuseContradictions(config, site)
}

const PROBE_MS = Date.UTC(2026, 0, 5) // a Monday; any week shows every stay and window
const PROBE = { startMs: PROBE_MS, stepMs: 900_000, steps: 7 * 96 }

/** Has the engine read a week with this asset alone. Only its own numbers are judged, so that zeros stand for all series. */
function refuseContradictions(config: AssetConfig, { zone, currency }: SiteFrame): void {
  const asset = { key: 'asset', config }
  const clock = { grid: PROBE, zone }
  const states = new Map(statesOf(asset, clock).map(({ name, configured }) => [name, configured ?? 0]))
  const facts = {
    ...clock,
    medianImportPrice: 0,
    prices: ['import', 'export'] as const,
    states,
    peaks: new Map(),
    drawn: undefined,
  }
  const assets = requestsOf(asset, facts)
  if (assets.length === 0) return
  const names = ['import', 'export', ...seriesOf(config).map((use) => profileName('asset', use))]
  try {
    refuseUnreadable(
      parseOptimizeRequest({
        schema: 'ems.optimize/1',
        site: { id: 'site', currency, timeZone: zone },
        horizon: { start: '2026-01-05T00:00:00Z', stepMinutes: 15, steps: PROBE.steps },
        prices: Object.fromEntries(names.map((name) => [name, 0])),
        assets,
      }),
    )
  } catch (error) {
    if (error instanceof Failure) throw new Failure(error.kind, error.code, error.message, fieldOf(error.pointer))
    throw error
  }
}

/** `/assets/3/minPowerKw` → `/config/minPowerKw`; what the clock makes of a week is told at its pattern. */
const fieldOf = (pointer = ''): string =>
  pointer.replace(/^\/assets\/\d+/, '/config').replace(/^\/config\/sessions\/.*$/, '/config/stays')
