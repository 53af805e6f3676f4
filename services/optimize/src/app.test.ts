import { POLICY } from '@omarino/contracts'
import { describeService } from '@omarino/platform'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { describeOptimize } from './app.ts'

test('every route that the policy grants is served, and every served route has a policy', async () => {
  const { paths } = (await describeService('optimize', describeOptimize)) as { paths: Record<string, object> }
  const served = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
  )
  const granted = POLICY.filter(({ service }) => service === 'optimize').map(({ method, path }) => `${method} ${path}`)
  assert.deepEqual(served.sort(), granted.sort())
})
