import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OptimizeRequest, OptimizeResult } from '@omarino/contracts'
import { seededRandom } from '@omarino/energy'
import fc from 'fast-check'
import { responseOf } from './assets/building-response.ts'
import { building, heatLoad, heatPump, heatingRod } from './heat-sites.ts'
import { checkSchedule, idleCost, settle } from './index.ts'
import { exactly as plan, within } from './planned-sites.ts'
import { assetsOf, readPlant } from './plant/plant.ts'
import { grid, siteOf } from './sites.ts'

const near = within(1e-9)

const A = Math.exp(-0.1) // one hour of R·C = 10 h
const twoMasses = {
  model: '2R2C', resistanceKPerKw: 1, capacityKwhPerK: 0.5, wallResistanceKPerKw: 4, wallCapacityKwhPerK: 10, wallStartC: 16,
} as const // prettier-ignore

test('holding 20 °C against 0 °C outdoors through 5 K/kW takes 4 kW', () => {
  const result = plan(siteOf(3, [building(), heatingRod(), grid(0.1)]))
  near(result.objective, 3 * 4 * 0.1)
  for (const t of [0, 1, 2]) {
    near(result.schedules['house']['powerKw'][t], 4)
    near(result.schedules['house']['temperatureC'][t], 20)
  }
  near(result.marginalPrices?.['warm'][0], 0.1)
})

test('unheated, 20 °C fall to 18.097 °C in an hour, as in two half hours', () => {
  const cold = building({ discomfortPricePerKh: 0 })
  const after = (steps: number, minutes: number): number =>
    plan(siteOf(steps, [cold, heatingRod(), grid(0.1)], minutes)).schedules['house']['temperatureC'][
      steps - 1
    ] as number
  near(after(1, 60), 18.096748361, 1e-8) // 20 · e^(−1/10)
  near(after(2, 30), after(1, 60))
})

test('a room and its wall are the same after two half hours as after one', () => {
  const ends = (steps: number, minutes: number) => {
    const house = building({ ...twoMasses, gainsKw: 0.7, outdoorC: 3 })
    const { schedules } = idleCost(siteOf(steps, [house, grid(0.1)], minutes))
    return [schedules['house']['temperatureC'][steps - 1], schedules['house']['wallTemperatureC'][steps - 1]] as const
  }
  near(ends(2, 30)[0], ends(1, 60)[0] as number)
  near(ends(2, 30)[1], ends(1, 60)[1] as number)
})

test('a room and its wall settle where heat in is heat out', () => {
  const house = building({ ...twoMasses, startC: 20, wallStartC: 16, discomfortPricePerKh: 10 })
  const result = plan(siteOf(2, [house, heatingRod(), grid(0.1)]))
  near(result.schedules['house']['powerKw'][1], 4, 1e-8) // 20 K over 1 + 4 K/kW; the wall stands at 16
  near(result.schedules['house']['wallTemperatureC'][1], 16, 1e-8)
})

/** The same by 20,000 small steps of the classical Runge-Kutta rule. */
function integrated(hours: number, heatKw: number, outdoorC: number): readonly [number, number] {
  const rates = ([room, wall]: readonly [number, number]): readonly [number, number] => [
    ((wall - room) / 1 + heatKw) / 0.5,
    ((room - wall) / 1 + (outdoorC - wall) / 4) / 10,
  ]
  const steps = 20_000
  const h = hours / steps
  let x: readonly [number, number] = [20, 16]
  const moved = (by: readonly [number, number], share: number) => [x[0] + by[0] * share, x[1] + by[1] * share] as const
  for (let k = 0; k < steps; k++) {
    const k1 = rates(x)
    const k2 = rates(moved(k1, h / 2))
    const k3 = rates(moved(k2, h / 2))
    const k4 = rates(moved(k3, h))
    x = moved([k1[0] + 2 * k2[0] + 2 * k3[0] + k4[0], k1[1] + 2 * k2[1] + 2 * k3[1] + k4[1]], h / 6)
  }
  return x
}

test('the closed form of two masses is what integrating their equations gives', () => {
  const [house] = assetsOf(readPlant(siteOf(1, [building(twoMasses)])), 'building')
  for (const hours of [0.25, 1, 7]) {
    const { room, wall } = responseOf(house, hours)
    const [roomC, wallC] = integrated(hours, 2, -5)
    near(room.room * 20 + room.wall * 16 + room.heat * 2 + room.outdoor * -5, roomC, 1e-9)
    near(
      (wall?.room ?? 0) * 20 + (wall?.wall ?? 0) * 16 + (wall?.heat ?? 0) * 2 + (wall?.outdoor ?? 0) * -5,
      wallC,
      1e-9,
    )
  }
})

test('a building is heated ahead of a dear hour as far as comfort allows, and says so', () => {
  const result = plan(siteOf(2, [building(), heatingRod({ maxHeatKw: 20 }), grid([0.1, 0.3])]))
  const perK = (1 - A) * 5 // K per kW after an hour; one K more costs 0.1, one K less to make up for saves A · 0.3
  near(result.objective, ((22 - A * 20) / perK) * 0.1 + ((20 - A * 22) / perK) * 0.3, 1e-8)
  near(result.schedules['house']['temperatureC'][0], 22)
  assert.equal(
    result.explanations.find(({ code }) => code === 'BUILDING_HEATED')?.text,
    'building "house" is heated with 8.4 kWh from 00:00 to 02:00 at 0.105 EUR/kWh, to 20.0 °C',
  )
})

test('where heat costs more than discomfort the building stays cold at its price, which bends nothing', () => {
  const result = plan(siteOf(1, [building({ discomfortPricePerKh: 0.5 }), heatingRod(), grid(0.3)]))
  near(result.objective, (20 - 20 * A) * 0.5, 1e-8) // 0.3 / 0.476 is 0.63 per K
  assert.equal(result.status, 'optimal')
  assert.deepEqual(result.costs[0].line, 'discomfort')
  assert.equal(
    result.explanations[0].text,
    'building "house" is up to 1.9 K below its comfort from 00:00 to 01:00: heat is worth 0.238 EUR/kWh there and a K·h of discomfort costs 0.50',
  )
})

test('a building without enough heat, or too much sun, still has a schedule', () => {
  const weak = plan(siteOf(1, [building(), heatLoad(1), heatingRod({ maxHeatKw: 3 }), grid(0.1)]))
  assert.equal(weak.status, 'optimal')
  near(weak.schedules['house']['powerKw'][0], 2)
  const sunny = plan(siteOf(1, [building({ outdoorC: 35, gainsKw: 3 }), grid(0.1)]))
  near(sunny.objective, (20 * A + (1 - A) * 50 - 22) * 10, 1e-7)
  assert.match(sunny.explanations[0].text, /up to 0\.9 K above its comfort from 00:00 to 01:00: nothing here cools/)
})

test('without an optimizer a thermostat holds the lower comfort limit with the heat pump first', () => {
  const site = siteOf(2, [building(), heatPump({ maxPowerKw: 1 }), heatingRod(), grid(0.3)])
  const { cost, schedules } = idleCost(site)
  near(cost, 2 * (1 + 1) * 0.3) // 3 kW from 1 kW, the fourth from the rod
  near(schedules['house']['temperatureC'][1], 20)
  near(plan(site).baselines.idle, cost)
})

test('a plan settled in other weather keeps its heat and gets another temperature', () => {
  const site = (outdoorC: number): OptimizeRequest => siteOf(1, [building({ outdoorC }), heatingRod(), grid(0.1)])
  const { schedules } = settle(site(-10), plan(site(0)).schedules)
  near(schedules['house']['powerKw'][0], 4)
  near(schedules['house']['temperatureC'][0], 20 - (1 - A) * 10)
})

test('a room or a wall whose temperature is told a hundredth of a degree too warm is refused', () => {
  const request = siteOf(3, [building(twoMasses), heatingRod(), grid(0.1)])
  const result = plan(request)
  assert.deepEqual(checkSchedule(request, result).faults, [])
  for (const name of ['temperatureC', 'wallTemperatureC']) {
    const moved = structuredClone(result)
    moved.schedules['house'][name][1] = (moved.schedules['house'][name][1] as number) + 0.01
    assert.match(checkSchedule(request, moved).faults[0], /°C are told for the (room|wall) at step 1/)
  }
  const [untold] = checkSchedule(request, {
    ...result,
    schedules: { ...result.schedules, house: { ...result.schedules['house'], wallTemperatureC: [0, 0, 0] } },
  }).faults
  assert.match(untold, /0 °C are told for the wall/)
})

/** The same schedules on steps half as long. */
const halved = (schedules: OptimizeResult['schedules']): OptimizeResult['schedules'] => {
  const twice = <V>(values: readonly V[]): V[] => values.flatMap((value) => [value, value])
  const columns = (all: OptimizeResult['schedules'][string]) =>
    Object.fromEntries(Object.entries(all).map(([name, values]) => [name, twice(values)]))
  return Object.fromEntries(Object.entries(schedules).map(([id, all]) => [id, columns(all)]))
}

test('a plan followed on steps half as long reaches the same temperatures for the same money, and never the least', () => {
  fc.assert(
    fc.property(fc.nat(1e6), (seed) => {
      const uniform = seededRandom(seed)
      const prices = Array.from({ length: 6 }, () => 0.05 + uniform() * 0.5)
      const house = uniform() < 0.5 ? building() : building({ ...twoMasses, wallStartC: 17 })
      const assets = [house, heatingRod({ maxHeatKw: 30 })]
      const coarse = plan(siteOf(6, [...assets, grid(prices)]))
      const fine = siteOf(12, [...assets, grid(prices.flatMap((price) => [price, price]))], 30)
      const settled = settle(fine, halved(coarse.schedules))
      for (const [t, celsius] of coarse.schedules['house']['temperatureC'].entries())
        near(settled.schedules['house']['temperatureC'][2 * t + 1], celsius as number, 1e-6)
      const imported = (costs: OptimizeResult['costs']) => costs.find(({ line }) => line === 'grid.import')?.amount
      near(imported([...settled.costs]), imported(coarse.costs) as number, 1e-6)
      assert.ok((plan(fine).objective as number) <= settled.cost + 1e-6)
    }),
    { numRuns: 20 },
  )
})

test('comfort limits that cross and walls that do not fit the model are refused', () => {
  const refused = (change: Parameters<typeof building>[0], code: string, pointer: string): void =>
    assert.throws(() => plan(siteOf(1, [building(change)])), { code, pointer })
  refused({ comfortMinC: 23 }, 'COMFORT_CROSSED', '/assets/0/comfortMinC')
  refused({ wallStartC: 15 }, 'BUILDING_WALL', '/assets/0/wallStartC')
  refused({ model: '2R2C' }, 'BUILDING_WALL', '/assets/0/wallResistanceKPerKw')
})
