import { POLICY } from '@omarino/contracts'
import { describeService } from '@omarino/platform'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { describeForecast } from './app.ts'

test('the service has exactly the routes that the policy table names', async () => {
  const { paths } = (await describeService('forecast', describeForecast)) as { paths: Record<string, object> }
  const served = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
  )
  const allowed = POLICY.filter(({ service }) => service === 'forecast').map(({ method, path }) => `${method} ${path}`)
  assert.deepEqual(served.sort(), allowed.sort())
})
