import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Failure } from '@omarino/energy'
import { z } from 'zod'
import { OptimizeRequest, parseOptimizeRequest } from './optimize-request.ts'

const request = {
  schema: 'ems.optimize/1',
  site: { id: 'home', currency: 'EUR', timeZone: 'Europe/Berlin' },
  horizon: { start: '2026-01-01T00:00:00Z', stepMinutes: 15, steps: 2 },
  prices: { spot: [0.1, null] },
  forecasts: { house: { quantiles: { p10: [1, 1], p50: [2, 2], p90: [3, 3] } } },
  assets: [
    { id: 'house', type: 'load', powerKw: 'house' },
    { id: 'line', type: 'grid', importLimitKw: 10, exportLimitKw: 0, importPricePerKwh: 'spot', exportPricePerKwh: 0 },
  ],
}
const refused = (json: unknown, pointer: string, words: RegExp): void =>
  assert.throws(
    () => parseOptimizeRequest(json),
    (error) => {
      assert.ok(error instanceof Failure)
      assert.equal(error.pointer, pointer)
      assert.match(error.message, words)
      return error.kind === 'invalid'
    },
  )

test('a whole request is read as it stands', () => {
  assert.deepEqual(parseOptimizeRequest(structuredClone(request)), request)
})

test('a field that is not known is refused where it stands', () => {
  refused({ ...request, weather: 1 }, '/weather', /"weather" is not a field/)
  const assets = [{ ...request.assets[0], 'peak/kw': 3 }, request.assets[1]]
  refused({ ...request, assets }, '/assets/0/peak~1kw', /"peak\/kw" is not a field/)
})

test('an unknown type of asset and a missing field are refused where they stand', () => {
  refused({ ...request, assets: [{ id: 'x', type: 'fusion' }] }, '/assets/0/type', /./)
  refused({ ...request, assets: [{ id: 'x', type: 'load' }] }, '/assets/0/powerKw', /must be a number, a list/)
})

test('a number that no site has and a field that is missing are refused where they stand', () => {
  refused(
    { ...request, prices: { spot: [0.1, 1e300] } },
    '/prices/spot/1',
    /1e\+300 is beyond ±1000000000, which no site has/,
  )
  refused(
    { ...request, site: { id: 'home', timeZone: 'UTC' } },
    '/site/currency',
    /is missing; it must be of type string/,
  )
})

test('an efficiency above one, an empty horizon and another schema are refused', () => {
  refused({ ...request, schema: 'ems.optimize/2' }, '/schema', /./)
  refused({ ...request, horizon: { start: '2026-01-01T00:00:00Z', stepMinutes: 15, steps: 0 } }, '/horizon/steps', /./)
  refused({ ...request, solver: { relativeGap: 2 } }, '/solver/relativeGap', /./)
})

test('an instant without a zone or on 30 February is refused', () => {
  for (const start of ['2026-01-01T00:00:00', '2026-02-30T00:00:00Z', '2026-01-01T00:00:00+01:00'])
    refused(
      { ...request, horizon: { start, stepMinutes: 15, steps: 2 } },
      '/horizon/start',
      /must be an instant as ISO 8601 in UTC/,
    )
})

test('quantiles without a median are refused', () => {
  const forecasts = { house: { quantiles: { p10: [1, 1] } } }
  refused({ ...request, forecasts }, '/forecasts/house/quantiles', /must hold p50/)
})

test('the schema can be written as JSON Schema for the API description', () => {
  const { $defs } = z.toJSONSchema(OptimizeRequest, { io: 'input' })
  assert.equal($defs?.['OptimizeRequest'].additionalProperties, false)
})
