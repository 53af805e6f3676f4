// Ramps, start and stop limits against dynamic programming over whole kW.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OptimizeAsset } from '@omarino/contracts'
import { seededRandom } from '@omarino/energy'
import fc from 'fast-check'
import { exactly } from './planned-sites.ts'
import { generator, grid, siteOf } from './sites.ts'

type Machine = Extract<OptimizeAsset, { type: 'generator' }>
type Limits = Record<'rampUpKwPerHour' | 'rampDownKwPerHour' | 'startLimitKw' | 'stopLimitKw', number>
type Whole = Omit<Machine, keyof Limits> & Limits

function randomMachine(uniform: () => number): Whole {
  const whole = (low: number, high: number): number => low + Math.floor((high - low + 1) * uniform())
  const minPowerKw = whole(1, 3)
  const sizes = [whole(1, 3), whole(1, 3)]
  const maxPowerKw = minPowerKw + sizes[0] + sizes[1]
  const on = uniform() < 0.5
  return {
    ...generator({
      minPowerKw,
      maxPowerKw,
      noLoadCostPerHour: uniform(),
      // either slope may be the steeper one
      costSegments: sizes.map((sizeKw) => ({ sizeKw, pricePerKwh: 0.1 + 0.3 * uniform() })),
      startCosts: [{ offHours: 0, cost: uniform() }],
      shutdownCost: uniform() * 0.5,
      state: { on, sinceHours: 9, powerKw: on ? whole(minPowerKw, maxPowerKw) : 0 },
    }),
    rampUpKwPerHour: whole(1, 4),
    rampDownKwPerHour: whole(1, 4),
    startLimitKw: whole(minPowerKw, maxPowerKw),
    stopLimitKw: whole(minPowerKw, maxPowerKw),
  }
}

/** Cost of the machine's step from one power to the next, 0 being off; Infinity where a rule forbids it. */
function moveCost(machine: Whole, beforeKw: number, kw: number): number {
  const { minPowerKw, costSegments } = machine
  const above = (power: number): number => Math.max(power - minPowerKw, 0)
  const change = above(kw) - above(beforeKw)
  if (change > machine.rampUpKwPerHour || -change > machine.rampDownKwPerHour) return Infinity
  if (beforeKw === 0 && kw > machine.startLimitKw) return Infinity
  if (beforeKw > machine.stopLimitKw && kw === 0) return Infinity
  const switches = (beforeKw === 0 && kw > 0 ? machine.startCosts[0].cost : 0) + (beforeKw > 0 && kw === 0 ? machine.shutdownCost : 0) // prettier-ignore
  if (kw === 0) return switches
  const first = Math.min(above(kw), costSegments[0].sizeKw)
  const fuel = first * costSegments[0].pricePerKwh + (above(kw) - first) * costSegments[1].pricePerKwh
  return switches + machine.noLoadCostPerHour + fuel
}

/** Cheapest cost over the hours when every kWh is sold at the price, over whole kW. */
function cheapest(machine: Whole, prices: readonly number[]): number {
  const levels = [0]
  for (let kw = machine.minPowerKw; kw <= (machine.maxPowerKw as number); kw++) levels.push(kw)
  const powers = Float64Array.from(levels)
  let best = powers.map((kw) => (kw === machine.state?.powerKw ? 0 : Infinity))
  for (const price of prices)
    best = powers.map(
      (kw) =>
      powers.reduce((least, beforeKw, k) => Math.min(least, best[k] + moveCost(machine, beforeKw, kw) - price * kw), Infinity), // prettier-ignore
    )
  return best.reduce((least, cost) => Math.min(least, cost), Infinity)
}

test('a machine with ramps in whole kW costs what dynamic programming finds', () => {
  fc.assert(
    fc.property(fc.nat(1e6), (seed) => {
      const uniform = seededRandom(seed)
      const machine = randomMachine(uniform)
      const prices = Array.from({ length: 7 }, () => uniform() * 0.9 - 0.1)
      const { objective, verifier } = exactly(siteOf(7, [machine, grid(prices)]))
      const expected = cheapest(machine, prices)
      assert.ok(
        verifier.passed && Math.abs((objective ?? NaN) - expected) < 1e-6,
        `${seed}: ${objective} is not ${expected}`,
      )
    }),
    { numRuns: 100 },
  )
})
