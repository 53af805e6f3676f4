// Seeded random sites with machines that are on or off: every rule they know, on steps that need not be equally long.
import type { OptimizeAsset, OptimizeRequest } from '@omarino/contracts'
import { drawsOf, type Draws } from './random-draws.ts'
import { generator, grid, load, siteOf } from './sites.ts'

type Generator = Extract<OptimizeAsset, { type: 'generator' }>
export interface GeneratorChoices {
  readonly machines: number
  /** Ramps, outages, states at any power and falling segments too; without them merit order finds the best dispatch. */
  readonly everything: boolean
}

const MINUTES = [15, 30, 60, 120]

/** One or more machines, a load, and a connection that never pays more than it asks; the same seed gives the same site. */
export function randomGeneratorSite(seed: number, steps: number, choices: GeneratorChoices): OptimizeRequest {
  const draws = drawsOf(seed, steps)
  const { uniform, between, series } = draws
  const site = siteOf(steps, [])
  const spot = series(-0.1, 0.6)
  const machines = Array.from({ length: choices.machines }, (_, k) => randomGenerator(k, steps, draws, choices))
  let endMs = Date.UTC(2026, 0, 1)
  const stepEnds = spot.map(() => {
    endMs += MINUTES[Math.floor(uniform() * MINUTES.length)] * 60_000
    return new Date(endMs).toISOString()
  })
  return {
    ...site,
    horizon: uniform() < 0.5 ? site.horizon : { start: '2026-01-01T00:00:00Z', stepEnds },
    assets: [
      ...machines,
      load(series(0, 12)),
      grid(0, {
        importLimitKw: between(12, 20), // the load can always be served, so that no limit has to bend
        exportLimitKw: choices.everything ? between(0, 10) : 50,
        importPricePerKwh: spot.map((price) => price + 0.03),
        exportPricePerKwh: spot,
      }),
    ],
  }
}

function randomGenerator(
  k: number,
  steps: number,
  { uniform, between }: Draws,
  { everything }: GeneratorChoices,
): Generator {
  const maybe = <T>(share: number, value: () => T): T | undefined => (uniform() < share ? value() : undefined)
  const minPowerKw = maybe(0.8, () => between(0.5, 3)) ?? 0
  const prices = [between(0.05, 0.3), between(0.05, 0.3), between(0.05, 0.3)].slice(0, 1 + Math.floor(uniform() * 3))
  if (!everything || uniform() < 0.7) prices.sort((a, b) => a - b)
  const costSegments = prices.map((pricePerKwh) => ({ sizeKw: between(1, 4), pricePerKwh }))
  const maxPowerKw = minPowerKw + costSegments.reduce((sum, { sizeKw }) => sum + sizeKw, 0)
  const hot = between(0, 1)
  const on = uniform() < 0.5
  const ramps = everything && uniform() < 0.5
  const optional = {
    startLimitKw: maybe(0.3, () => between(minPowerKw, maxPowerKw)),
    stopLimitKw: maybe(0.3, () => between(minPowerKw, maxPowerKw)),
    rampUpKwPerHour: ramps ? between(1, 6) : undefined,
    rampDownKwPerHour: ramps ? between(1, 6) : undefined,
    state: maybe(0.8, () => ({
      on,
      sinceHours: between(0, 5),
      powerKw: on ? (everything ? between(minPowerKw, maxPowerKw) : minPowerKw) : 0,
    })),
  }
  return generator({
    id: `generator ${k}`,
    minPowerKw,
    maxPowerKw: everything && uniform() < 0.2 ? outage(steps, maxPowerKw, uniform) : maxPowerKw,
    noLoadCostPerHour: between(0, 0.5),
    costSegments,
    startCosts: uniform() < 0.5 ? [{ offHours: 0, cost: hot }] : [{ offHours: 0, cost: hot }, { offHours: between(1, 4), cost: hot + between(0, 2) }], // prettier-ignore
    shutdownCost: between(0, 0.5),
    minUpHours: between(0, 3),
    minDownHours: between(0, 3),
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)),
  })
}

function outage(steps: number, kw: number, uniform: () => number): number[] {
  const from = Math.floor(uniform() * steps)
  return Array.from({ length: steps }, (_, t) => (t === from || t === from + 1 ? 0 : kw))
}
