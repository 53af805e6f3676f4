import { POLICY } from '@omarino/contracts'
import { describeService } from '@omarino/platform'
import assert from 'node:assert/strict'
import path from 'node:path'
import { test } from 'node:test'
import { describeTimeseries } from './app.ts'
import { readConfig } from './config.ts'

test('the service has exactly the routes that the policy table names', async () => {
  const { paths } = (await describeService('timeseries', describeTimeseries)) as { paths: Record<string, object> }
  const served = Object.entries(paths).flatMap(([address, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${address.replace(/\{(\w+)\}/g, ':$1')}`),
  )
  const allowed = POLICY.filter(({ service }) => service === 'timeseries').map(
    ({ method, path }) => `${method} ${path}`,
  )
  assert.deepEqual(served.sort(), allowed.sort())
})

test('a route without an entry in the policy table stops the start', async () => {
  const describe = describeService('timeseries', (app) => void app.get('/timeseries/secret', () => ({})))
  await assert.rejects(describe, /GET \/timeseries\/secret has no entry in the policy table/)
})

test('the inbox is an absolute folder, .ems/inbox unless another is given', () => {
  assert.equal(readConfig({}).inbox, path.resolve('.ems/inbox'))
  assert.equal(readConfig({ EMS_INBOX: '/data/in' }).inbox, '/data/in')
})
