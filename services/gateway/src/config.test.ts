import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readConfig } from './config.ts'

test('the gateway finds its services by port or address and the provider without a last slash', () => {
  const env = {
    OIDC_ISSUER: 'https://id.example/realm/',
    EMS_FORECAST_PORT: '9001',
    EMS_OPTIMIZE_URL: 'http://plans:80',
  }
  assert.deepEqual(readConfig(env), {
    issuer: 'https://id.example/realm', audience: 'urn:ems', tokenType: 'at+jwt',
    upstreams: { timeseries: 'http://127.0.0.1:5001', forecast: 'http://127.0.0.1:9001', optimize: 'http://plans:80', scheduler: 'http://127.0.0.1:5002' },
  }) // prettier-ignore
  assert.throws(() => readConfig({}), /OIDC_ISSUER is missing/)
})
