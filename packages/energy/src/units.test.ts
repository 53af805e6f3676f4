import assert from 'node:assert/strict'
import { test } from 'node:test'
import { currencyPerKg, isUnit, kwPerUnit, perUnit, priceUnit } from './units.ts'

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

test('emissions are counted in kg per kWh, and a unit of another dimension has no factor', () => {
  assert.deepEqual(['kg/kWh', 'g/kWh', 'kg/MWh', 'kW', 'constructor'].map((unit) => perUnit(unit, 'emission')), [1, 0.001, 0.001, undefined, undefined]) // prettier-ignore
  assert.deepEqual([perUnit('MWh', 'energy'), perUnit('°C', 'temperature'), perUnit('%', 'share')], [1000, 1, 0.01])
})

test('a price per kilogram names its currency and is no price per kWh', () => {
  assert.deepEqual(['EUR/kg', 'EUR/kWh', 'eur/kg'].map(currencyPerKg), ['EUR', undefined, undefined])
  assert.equal(priceUnit('EUR/kg'), undefined)
  assert.ok(isUnit('EUR/kg') && isUnit('g/kWh') && !isUnit('kg'))
})
