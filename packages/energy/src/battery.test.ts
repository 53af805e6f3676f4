import assert from 'node:assert/strict'
import { test } from 'node:test'
import { projectSoc } from './battery.ts'
import { SocOutOfBounds } from './errors.ts'

const battery = { capacityKwh: 10, chargeEfficiency: 0.5, dischargeEfficiency: 0.5, socRange: [0.1, 0.9] } as const

test('discharging takes more than it delivers', () => {
  const soc = projectSoc(battery, Float64Array.of(2), 0.5, 0.5)
  assert.equal(soc[0], 0.3) // 10 kWh battery: 5 kWh - 2 kW * 0.5 h / 0.5
})

test('charging stores less than it draws', () => {
  const soc = projectSoc(battery, Float64Array.of(-4, -4), 1, 0.5)
  assert.deepEqual([...soc], [0.7, 0.9]) // 5 kWh + 4 kW * 1 h * 0.5, twice
})

test('the first step below the allowed range is named with the energy it would leave', () => {
  assert.throws(
    () => projectSoc(battery, Float64Array.of(1, 1.5), 1, 0.5),
    (error) => error instanceof SocOutOfBounds && error.step === 1 && /step 1 would leave 0.00 kWh/.test(error.message),
  ) // 5 - 2 = 3 kWh, then 3 - 3 = 0 kWh, below 1 kWh
})

test('a power that is missing is out of bounds', () => {
  assert.throws(() => projectSoc(battery, Float64Array.of(NaN), 1, 0.5), SocOutOfBounds)
})
