import type { OptimizeRequest } from '@omarino/contracts'
import { seededRandom } from '@omarino/energy'
import type { BenchResult } from '../bench-case.ts'
import { figure, named } from './forecast-result.ts'
import { geometricMean, MICROGRID_GAP, p95, type Plan } from './optimize-measure.ts'
import { microgrid } from './optimize-sites.ts'

const TEXTBOOK_SECONDS = 60

/** The same microgrids with a binary for every pair of directions at every step, as textbooks have it; interleaved. */
export function againstTextbook(plan: Plan, seeds: number): BenchResult[] {
  const ratios = Array.from({ length: seeds }, (_, seed) => {
    const solver = { relativeGap: 0.001, absoluteGap: 0, timeLimitSeconds: TEXTBOOK_SECONDS }
    const request = { ...microgrid(400 + seed, 96), solver }
    const ours = plan(request)
    const textbook = plan(request, { binariesEverywhere: true })
    return textbook.cpuMs / ours.cpuMs
  })
  const what = `× CPU of ours, geometric mean of ${seeds} microgrids of 96 steps, at most ${TEXTBOOK_SECONDS} s`
  return [figure('optimize.against-textbook', geometricMean(ratios), what)]
}

const SITES = 6

/** Prices move by a hundredth and the plan is made again, from the one before and from nothing; on several microgrids. */
export function rollingFigures(plan: Plan, updates: number, sizes: readonly number[]): BenchResult[] {
  return sizes.flatMap((steps) => {
    const solver = { relativeGap: MICROGRID_GAP[steps], absoluteGap: 0 }
    const warm: number[] = []
    const cold: number[] = []
    for (let site = 0; site < SITES; site++) {
      const request = { ...microgrid(500 + site, steps), solver }
      let { schedules } = plan(request).result
      for (let update = 0; update < updates; update++) {
        const moved = withPricesMoved(request, update)
        cold.push(plan(moved).cpuMs)
        const again = plan({ ...moved, previous: { horizon: request.horizon, schedules } })
        warm.push(again.cpuMs)
        schedules = again.result.schedules
      }
    }
    const what = `p95 of ${warm.length} re-plans of microgrids of ${steps} steps`
    return [
      figure(`optimize.rolling-speedup-${steps}`, p95(cold) / p95(warm), `× CPU of the warm one, ${what}`),
      figure(`optimize.rolling-warm-${steps}`, p95(warm), `CPU ms, ${what}`, named('cold p95, CPU ms', p95(cold))),
    ]
  })
}

function withPricesMoved(request: OptimizeRequest, seed: number): OptimizeRequest {
  const uniform = seededRandom(seed)
  const moved = (values: unknown): number[] => (values as number[]).map((value) => value * (0.99 + 0.02 * uniform()))
  const assets = request.assets.map((asset) =>
    asset.type === 'grid' ? { ...asset, importPricePerKwh: moved(asset.importPricePerKwh) } : asset,
  )
  return { ...request, assets }
}
