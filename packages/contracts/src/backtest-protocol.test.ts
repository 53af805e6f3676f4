import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { BacktestProtocol, parseBacktestProtocol } from './backtest-protocol.ts'

const least = { step: 'PT1H', horizon: 24, origins: ['2026-03-01T00:00:00Z'] }
const refused = (change: object, sentence: RegExp): void => {
  assert.throws(() => parseBacktestProtocol({ ...least, ...change }), (error: Error & { code: string }) => {
    assert.equal(error.code, 'PROTOCOL_INVALID')
    assert.match(error.message, sentence)
    return true
  }) // prettier-ignore
}

test('what a protocol leaves out has the value that the design gives it', () => {
  assert.deepEqual(parseBacktestProtocol(least), {
    ...least, quantiles: [0.1, 0.5, 0.9], zone: 'UTC', country: null, dated: true, refit: 'origin', history: null,
    covariates: { known: [], observed: [] }, capacity: null, nonNegative: false, location: null, model: 'auto', seed: 1,
    stamps: 'start',
  }) // prettier-ignore
})

test('every field can be given', () => {
  const full = {
    note: 'free text', step: 'PT15M', horizon: 96, origins: { first: '2026-03-01', every: 'P1D', count: 3 }, seasonality: [96, 672],
    quantiles: [0.05, 0.5], zone: 'Europe/Berlin', country: 'DE-BY', dated: false, refit: 'P1M', history: 'P3Y',
    covariates: { known: ['temp'], observed: ['wind'] }, capacity: { a: 5 }, nonNegative: ['a'],
    location: { a: { latitude: 52, longitude: 13, tiltDeg: 30, azimuthDeg: 180 } }, model: 'ridge-ar', seed: 7, stamps: 'end',
  } // prettier-ignore
  assert.deepEqual(parseBacktestProtocol(full), full)
})

test('a field that does not exist is named, also inside another', () => {
  refused({ horizons: 3 }, /^\/horizons: "horizons" is not a field of a protocol$/)
  refused({ origins: { first: '2026-03-01', evry: 'P1D', every: 'P1D' } }, /^\/origins\/evry: "evry" is not a field of origins$/) // prettier-ignore
  refused({ covariates: { knwon: [] } }, /^\/covariates\/knwon/)
  refused({ location: { latitude: 52, longitude: 13, height: 3 } }, /height/)
})

test('a value out of place is refused with its pointer', () => {
  refused({ horizon: 0 }, /^\/horizon: /)
  refused({ quantiles: [0.5, 0.1] }, /^\/quantiles: must rise/)
  refused({ quantiles: [0, 0.5] }, /^\/quantiles\/0: /)
  refused({ quantiles: Array.from({ length: 100 }, (_, i) => (i + 1) / 101) }, /^\/quantiles: /)
  refused({ zone: 'Mars/Base' }, /^\/zone: must be an IANA time zone/)
  refused({ refit: 'weekly' }, /^\/refit: must be never, origin/)
  refused({ origins: ['yesterday'] }, /^\/origins\/0: must be an ISO 8601 time/)
  refused({ origins: 5 }, /^\/origins: must be a list of times/)
  refused({ covariates: { known: ['t'], observed: ['t'] } }, /^\/covariates: t is either known or observed/)
  refused({ stamps: 'middle' }, /^\/stamps: /)
})

test('the schema can be written as JSON Schema for the API description', () => {
  const { $defs } = z.toJSONSchema(BacktestProtocol, { io: 'input' })
  assert.equal($defs?.['BacktestProtocol'].additionalProperties, false)
})
