import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ApiError, contentTypeOf } from './http.ts'

test('a refusal speaks in the words of the API and keeps its request id', () => {
  const error = new ApiError(422, { code: 'START_SOC_UNKNOWN', detail: 'no SoC is known', requestId: 'r1' })
  assert.deepEqual(
    [error.message, error.code, error.requestId, error.fields],
    ['no SoC is known', 'START_SOC_UNKNOWN', 'r1', []],
  )
  assert.equal(new ApiError(502, {}).message, 'status 502')
})

test('a packed file is sent as gzip, any other as CSV', () => {
  assert.equal(contentTypeOf('load.csv.GZ'), 'application/gzip')
  assert.equal(contentTypeOf('load.csv'), 'text/csv')
})
