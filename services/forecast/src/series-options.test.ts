import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertOptions, covariateKeys, optionsOf } from './series-options.ts'

const place = { latitude: 52, longitude: 13 }
const weather = { known: ['weather'], observed: [] }
const bare = {
  model: 'auto',
  capacity: null,
  nonNegative: null,
  location: null,
  covariates: { known: [], observed: [] },
}

test('an option for all reaches each series, one by key only that series', () => {
  const all = { model: 'ridge-ar', capacity: 5, nonNegative: false, location: place, covariates: weather }
  assert.deepEqual(optionsOf(all, 'a'), all)
  const own = {
    model: { a: 'ridge-ar' },
    capacity: { a: 5 },
    nonNegative: { a: false },
    location: { a: place },
    covariates: { a: weather },
  }
  assert.deepEqual([optionsOf(own, 'a'), optionsOf(own, 'b')], [all, bare])
  assert.deepEqual(
    [optionsOf({ model: 'auto' }, 'a'), optionsOf({ model: 'auto', nonNegative: ['a'] }, 'b')],
    [bare, bare],
  )
  assert.equal(optionsOf({ model: 'auto', nonNegative: ['a'] }, 'a').nonNegative, true)
})

test('a series may be called as a field of an option is', () => {
  assert.deepEqual(optionsOf({ model: 'auto', covariates: { known: weather } }, 'known').covariates, weather)
  assert.deepEqual(optionsOf({ model: 'auto', location: { latitude: place } }, 'latitude').location, place)
})

test('covariates are told once, however many series they explain', () => {
  const covariates = { a: weather, b: { known: ['weather'], observed: ['price'] } }
  assert.deepEqual(covariateKeys({ model: 'auto', covariates }), ['weather', 'price'])
  assert.deepEqual(covariateKeys({ model: 'auto' }), [])
})

test('an option of a series that is not asked for is refused with its place', () => {
  for (const [field, value] of Object.entries({
    capacity: { b: 1 },
    nonNegative: ['b'],
    location: { b: place },
    covariates: { b: weather },
    model: { b: 'auto' },
  }))
    assert.throws(() => assertOptions({ model: 'auto', [field]: value }, ['a']), {
      code: 'SERIES_UNKNOWN',
      pointer: `/${field}`,
    })
  assert.doesNotThrow(() => assertOptions({ model: 'seasonal-naive', capacity: 3 }, ['a']))
})
