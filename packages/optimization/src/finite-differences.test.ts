// Prices from duals against what a little more really costs: the cost is convex, so that a price lies between both slopes.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OptimizeRequest } from '@omarino/contracts'
import fc from 'fast-check'
import { exactly } from './planned-sites.ts'
import { randomSite } from './random-sites.ts'

const STEP = 1e-3 // kW or kWh; the solver's own tolerances lie far below
const TOLERANCE = 1e-4 // per kWh

const costOf = (request: OptimizeRequest): number => exactly(request).objective ?? NaN

/** Cost per unit of a little less and of a little more; a kink lies between them. */
function slopes(changed: (by: number) => OptimizeRequest, unit: number): readonly [below: number, above: number] {
  const here = costOf(changed(0))
  return [(here - costOf(changed(-STEP))) / (STEP * unit), (costOf(changed(STEP)) - here) / (STEP * unit)]
}

function between(price: number | null | undefined, [below, above]: readonly [number, number], what: string): void {
  const [low, high] = [Math.min(below, above), Math.max(below, above)]
  const isBetween = typeof price === 'number' && price >= low - TOLERANCE && price <= high + TOLERANCE
  assert.ok(isBetween, `${what}: ${price} is not between ${low} and ${high}`)
}

/** Sites without on/off decisions, whose prices hold to either side. */
const linear = (seed: number): OptimizeRequest | undefined => {
  const request = randomSite(seed, 6)
  const result = exactly(request)
  return result.status === 'optimal' && result.statistics.binaries === 0 ? request : undefined
}

test('one kWh more of load costs the marginal price of its step', () => {
  let seen = 0
  fc.assert(
    fc.property(fc.nat(1e6), fc.nat(5), (seed, step) => {
      const request = linear(seed)
      if (!request) return
      seen++
      const changed = (by: number): OptimizeRequest => ({
        ...request,
        assets: request.assets.map((asset) =>
          asset.type === 'load'
            ? { ...asset, powerKw: (asset.powerKw as number[]).map((kw, t) => (t === step ? kw + by : kw)) }
            : asset,
        ),
      })
      between(exactly(request).marginalPrices?.['main'][step], slopes(changed, 1), `seed ${seed}, step ${step}`)
    }),
    { numRuns: 120, seed: 7 },
  )
  assert.ok(seen >= 20, `${seen} sites had prices to compare`)
})

test('one kWh more in store at the start is worth the stored value of the first step, what leaks taken off', () => {
  let seen = 0
  fc.assert(
    fc.property(fc.nat(1e6), (seed) => {
      const request = linear(seed)
      const battery = request?.assets.find((asset) => asset.type === 'battery')
      if (!request || battery?.type !== 'battery') return
      seen++
      const { startSoc, capacityKwh, selfDischargePerHour = 0, endValuePerKwh = 0 } = battery
      const changed = (by: number): OptimizeRequest => ({
        ...request,
        assets: request.assets.map((asset) =>
          asset === battery ? { ...battery, startSoc: startSoc + by / capacityKwh } : asset,
        ),
      })
      // What is stored at the start is a gift of the reader's: its end value is charged against it.
      const gift = slopes(changed, 1).map((slope) => (endValuePerKwh - slope) / (1 - selfDischargePerHour)) as [
        number,
        number,
      ]
      between(exactly(request).storedValues?.[battery.id][0], gift, `seed ${seed}`)
    }),
    { numRuns: 120, seed: 8 },
  )
  assert.ok(seen >= 20, `${seen} sites had stores to compare`)
})
