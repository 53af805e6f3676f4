import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OptimizeRequest } from '@omarino/contracts'
import fc from 'fast-check'
import { checkSchedule } from './index.ts'
import { exactly as plan, near } from './planned-sites.ts'
import { randomGeneratorSite } from './random-generators.ts'
import { generator, grid, load, siteOf } from './sites.ts'

type Reserve = NonNullable<OptimizeRequest['reserves']>[number]
const reserve = (
  direction: Reserve['direction'],
  pricePerKwPerHour: number,
  change: Partial<Reserve> = {},
): Reserve => ({
  id: 'reserve',
  direction,
  blockMinutes: 60,
  pricePerKwPerHour,
  assetIds: ['generator'],
  fullActivationHours: 1,
  ...change,
})
const free = { startCosts: [] }

test('upward reserve pushes a machine down to its minimum where it pays more than its energy', () => {
  const site = siteOf(1, [generator(free), grid(0.25)])
  near(plan(site).objective, 0.4 + 1.6 - 2.5)
  const result = plan({ ...site, reserves: [reserve('up', 0.1)] })
  assert.deepEqual(result.schedules['generator']['powerKw'], [2])
  near(result.objective, 0.4 - 0.5 - 0.8) // 8 kW for 0.10, more than the 0.05 that each kWh would earn
})

test('downward reserve needs power above the minimum, and one that is off holds none', () => {
  const sold = plan({ ...siteOf(1, [generator(free), grid(0.25)]), reserves: [reserve('down', 0.02)] })
  near(sold.objective, 0.4 + 1.6 - 2.5 - 8 * 0.02)
  const off = plan({ ...siteOf(1, [generator(free), grid(0)]), reserves: [reserve('down', 0.02)] })
  near(off.objective, 0)
  assert.deepEqual(off.schedules['reserve']['offerKw'], [0])
})

test('reserve stays within start limit and ramp', () => {
  const machine = generator({ ...free, startLimitKw: 5, rampUpKwPerHour: 2 })
  const { schedules } = plan({ ...siteOf(3, [machine, load(2), grid(0.15)]), reserves: [reserve('up', 1)] })
  assert.deepEqual(schedules['reserve']['offerKw'], [2, 2, 2]) // at 2 kW, 2 kW an hour, below the 3 kW of the start limit
})

test('whatever its rules, a machine that sells reserve can hold it', () => {
  fc.assert(
    fc.property(
      fc.nat(1e6),
      fc.constantFrom('up' as const, 'down' as const, 'symmetric' as const),
      (seed, direction) => {
        const site = randomGeneratorSite(seed, 6, { machines: 2, everything: true })
        const wanted = reserve(direction, 0.15, { assetIds: ['generator 0', 'generator 1'], blockMinutes: 15 })
        const request = {
          ...site,
          horizon: { start: '2026-01-01T00:00:00Z', stepMinutes: 15, steps: 6 },
          reserves: [wanted],
        }
        const result = plan(request)
        assert.deepEqual(checkSchedule(request, result).faults, [], `${seed}`)
        const kw = result.schedules['reserve']['offerKw'][0] as number
        const more = structuredClone(result)
        for (const column of Object.values(more.schedules['reserve'])) column[0] = (column[0] as number) + 0.01
        assert.equal(checkSchedule(request, more).verifier.passed, false, `${seed}: ${kw}`)
      },
    ),
    { numRuns: 40 },
  )
})
