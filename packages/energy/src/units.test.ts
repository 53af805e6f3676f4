import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isUnit, kwPerUnit, priceUnit } from './units.ts'

test('powers are turned into kW, other units are no power', () => {
  assert.deepEqual(['W', 'kW', 'MW', 'kWh', 'toString'].map(kwPerUnit), [0.001, 1, 1000, undefined, undefined]) // prettier-ignore
})

test('a price names its currency, and a price per MWh is a thousandth per kWh', () => {
  assert.deepEqual(priceUnit('EUR/MWh'), { currency: 'EUR', perKwh: 0.001 })
  assert.deepEqual(priceUnit('CHF/kWh'), { currency: 'CHF', perKwh: 1 })
  assert.deepEqual(['eur/MWh', 'EUR/Wh', 'EUR', 'EUR/MWh '].map(priceUnit), [undefined, undefined, undefined, undefined]) // prettier-ignore
})

test('a series carries units that are known, spelled as they are', () => {
  for (const unit of ['kW', 'W/m²', '%', '1', '°C', 'SEK/MWh']) assert.ok(isUnit(unit), unit)
  for (const unit of ['', 'kw', 'KWH', 'constructor', '€/MWh']) assert.ok(!isUnit(unit), unit)
})
