import assert from 'node:assert/strict'
import { test } from 'node:test'
import { draftOf } from './draft.ts'
import { FORMS } from './forms.ts'
import { placed, pointersOf } from './refusals.ts'

const places = pointersOf(draftOf(undefined, FORMS.ev, '.'), FORMS.ev)

test('a refusal stands at the deepest place of the form that holds it', () => {
  const refused = [
    { pointer: '/config/stays/0/arrive', message: 'overlaps' },
    { pointer: '/config/socSeries', message: 'no such series' },
    { pointer: '/config/stays/3/arrive', message: 'there is no fourth row' },
    { pointer: '/config/capacityKwh/0', message: 'too deep' },
  ]
  const { at, elsewhere } = placed(refused, '/config', places)
  assert.deepEqual(Object.fromEntries(at), {
    '/stays/0/arrive': 'overlaps', '/socSeries': 'no such series', '/stays': 'there is no fourth row', '/capacityKwh': 'too deep',
  }) // prettier-ignore
  assert.deepEqual(elsewhere, [])
})

test('a refusal of nothing that the form shows is not lost', () => {
  const lost = [{ pointer: '/key', message: 'taken' }, { pointer: '/configuration/x', message: 'other' }] // prettier-ignore
  assert.deepEqual(placed(lost, '/config', places).elsewhere, lost)
})

test('a field that another one rules out is no place', () => {
  const boiler = draftOf({ maxHeatKw: 1, efficiency: 1, electric: true }, FORMS.boiler, '.')
  assert.ok(!pointersOf(boiler, FORMS.boiler).includes('/fuelPricePerKwh'))
  assert.ok(pointersOf({ ...boiler, electric: false }, FORMS.boiler).includes('/fuelPricePerKwh'))
})
