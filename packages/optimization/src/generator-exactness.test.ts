// Unit commitment against going through every on/off pattern, and its schedules against the check.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OptimizeAsset, OptimizeRequest } from '@omarino/contracts'
import fc from 'fast-check'
import { checkSchedule, settle } from './index.ts'
import { exactly as planned, refusesMoves } from './planned-sites.ts'
import { readAxis } from './plant/axis.ts'
import { randomGeneratorSite } from './random-generators.ts'

type Of<T extends OptimizeAsset['type']> = Extract<OptimizeAsset, { type: T }>
type Machine = Of<'generator'>

const HOUR_MS = 3_600_000

interface Run {
  /** Starts, stops and hours at the minimum; Infinity when a rule is broken. */
  readonly cost: number
  /** Highest power by step; 0 where it is off. */
  readonly mostKw: number[]
}

/** What a pattern of one machine costs beside the energy above its minimum, and how high it may run. */
function runOf(machine: Machine, pattern: readonly boolean[], startsMs: Float64Array, hours: Float64Array): Run {
  const { state, startCosts } = machine
  let on = state?.on ?? false
  let sinceMs = state ? startsMs[0] - Math.round(state.sinceHours * HOUR_MS) : -Infinity
  let cost = 0
  const mostKw = pattern.map((runs) => (runs ? (machine.maxPowerKw as number) : 0))
  for (const [t, runs] of pattern.entries()) {
    if (runs !== on) {
      const stoodHours = (startsMs[t] - sinceMs) / HOUR_MS
      if (stoodHours < (on ? machine.minUpHours : machine.minDownHours) - 1e-6) return { cost: Infinity, mostKw }
      cost += runs
        ? (startCosts.findLast(({ offHours }) => offHours <= stoodHours) ?? startCosts[0]).cost
        : machine.shutdownCost
      if (runs) mostKw[t] = Math.min(mostKw[t], machine.startLimitKw ?? Infinity)
      else if (t > 0) mostKw[t - 1] = Math.min(mostKw[t - 1], machine.stopLimitKw ?? Infinity)
      on = runs
      sinceMs = startsMs[t]
    }
    if (runs) cost += machine.noLoadCostPerHour * hours[t]
  }
  return { cost, mostKw }
}

/** Cheapest hour: offers by price until the need is met, then for as long as export pays more. */
function meritOrder(
  needKw: number,
  offers: { kw: number; price: number }[],
  importPrice: number,
  exportPrice: number,
): number {
  let open = needKw
  let cost = open < 0 ? open * exportPrice : 0
  open = Math.max(open, 0)
  for (const { kw, price } of offers.sort((a, b) => a.price - b.price)) {
    const used = price < importPrice ? Math.min(open, kw) : 0
    cost += used * price
    open -= used
    cost += Math.max(0, exportPrice - price) * -(kw - used)
  }
  return cost + open * importPrice
}

function offersOf(machine: Machine, mostKw: number): { kw: number; price: number }[] {
  let room = mostKw - machine.minPowerKw
  return machine.costSegments.map(({ sizeKw, pricePerKwh }) => {
    const kw = Math.max(0, Math.min(sizeKw, room))
    room -= kw
    return { kw, price: pricePerKwh }
  })
}

/** Goes through every pattern of every machine. */
function cheapest(request: OptimizeRequest): number {
  const { startsMs, stepHours, steps } = readAxis(request.horizon)
  const machines = request.assets.filter((asset): asset is Machine => asset.type === 'generator')
  const needs = (request.assets.find(({ type }) => type === 'load') as Of<'load'>).powerKw as number[]
  const { importPricePerKwh, exportPricePerKwh } = request.assets.find(({ type }) => type === 'grid') as Of<'grid'>
  const runs = machines.map((machine) =>
    Array.from({ length: 2 ** steps }, (_, bits) => {
      const pattern = needs.map((_, t) => (bits >> t) % 2 === 1)
      return runOf(machine, pattern, startsMs, stepHours)
    }).filter(({ cost }) => cost < Infinity),
  )
  let best = Infinity
  const visit = (chosen: Run[]): void => {
    if (chosen.length < machines.length) {
      for (const run of runs[chosen.length]) visit([...chosen, run])
      return
    }
    let total = chosen.reduce((sum, { cost }) => sum + cost, 0)
    for (let t = 0; t < steps; t++) {
      const on = machines.filter((_, k) => chosen[k].mostKw[t] > 0)
      const offers = machines.flatMap((machine, k) =>
        chosen[k].mostKw[t] > 0 ? offersOf(machine, chosen[k].mostKw[t]) : [],
      )
      const need = needs[t] - on.reduce((sum, { minPowerKw }) => sum + minPowerKw, 0)
      total +=
        meritOrder(need, offers, (importPricePerKwh as number[])[t], (exportPricePerKwh as number[])[t]) * stepHours[t]
    }
    best = Math.min(best, total)
  }
  visit([])
  return best
}

const bruteForce = (seed: number): void => {
  const request = randomGeneratorSite(seed, seed % 2 ? 6 : 8, { machines: seed % 2 ? 2 : 1, everything: false })
  const result = planned(request)
  const expected = cheapest(request)
  assert.ok(
    result.objective !== null && Math.abs(result.objective - expected) < 1e-6,
    `${seed}: ${result.objective} is not ${expected}`,
  )
}

test('unit commitment costs what the cheapest of all patterns costs', () => {
  fc.assert(fc.property(fc.nat(1e6), bruteForce), {
    numRuns: Number.parseInt(process.env['BRUTE_FORCE_SITES'] ?? '200', 10),
  })
})

test('whatever its rules, a machine gets a schedule that passes and that costs the same when followed', () => {
  fc.assert(
    fc.property(fc.nat(1e6), (seed) => {
      const request = randomGeneratorSite(seed, 10, { machines: 1 + (seed % 2), everything: true })
      const result = planned(request)
      assert.deepEqual(checkSchedule(request, result).faults, [], `${seed}`)
      assert.notEqual(result.status, 'failed', `${seed}`)
      if (result.relaxations.some(({ kind }) => kind === 'minPowerKw')) return
      const { cost } = settle(request, result.schedules)
      assert.ok(Math.abs(cost - (result.objective ?? NaN)) < 1e-6, `${seed}: ${cost} is not ${result.objective}`)
    }),
    { numRuns: 60 },
  )
})

test('a baseline is never cheaper than the plan, whatever the rules', () => {
  fc.assert(
    fc.property(fc.nat(1e6), (seed) => {
      const { objective, baselines } = planned(randomGeneratorSite(seed, 8, { machines: 2, everything: true }))
      for (const cost of [baselines.idle, baselines.rule])
        assert.ok(cost === null || (objective ?? Infinity) <= cost + 1e-6, `${seed}: ${objective} and ${cost}`)
    }),
    { numRuns: 60 },
  )
})

test('a schedule of a machine with any number moved is refused', () => {
  const site = (seed: number) => randomGeneratorSite(seed, 6, { machines: 1, everything: true })
  refusesMoves(site, { steps: 6, runs: 100, planned })
})

test('a machine that is on or off costs the same when every step is split in two', () => {
  // Rules in whole hours at whole hours: a finer axis only adds starts between them.
  fc.assert(
    fc.property(fc.nat(1e6), (seed) => {
      const request = { ...randomGeneratorSite(seed, 5, { machines: 1, everything: false }) }
      const halved = (values: unknown): unknown =>
        Array.isArray(values) ? values.flatMap((value: unknown) => [value, value]) : values
      const fine = {
        ...request,
        horizon: { start: '2026-01-01T00:00:00Z', stepMinutes: 30, steps: 10 },
        assets: request.assets.map((asset) => {
          if (asset.type === 'load') return { ...asset, powerKw: halved(asset.powerKw) }
          if (asset.type !== 'grid') return asset
          return {
            ...asset,
            importPricePerKwh: halved(asset.importPricePerKwh),
            exportPricePerKwh: halved(asset.exportPricePerKwh),
          }
        }),
      } as OptimizeRequest
      const free = (site: OptimizeRequest): OptimizeRequest => ({
        ...site,
        assets: site.assets.map((asset) => {
          if (asset.type !== 'generator') return asset
          const { startLimitKw: _start, stopLimitKw: _stop, ...rest } = asset
          return rest
        }),
      })
      const coarse = { ...request, horizon: { start: '2026-01-01T00:00:00Z', stepMinutes: 60, steps: 5 } }
      const [few, many] = [planned(free(coarse)).objective, planned(free(fine)).objective]
      assert.ok((many ?? Infinity) <= (few ?? NaN) + 1e-6, `${seed}: ${many} is more than ${few}`)
    }),
    { numRuns: 60 },
  )
})
