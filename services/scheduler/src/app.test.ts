import { POLICY } from '@omarino/contracts'
import { describeService } from '@omarino/platform'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { describeScheduler } from './app.ts'
import { readConfig } from './config.ts'

test('every route that the policy grants is served, and every served route has a policy', async () => {
  const { paths } = (await describeService('scheduler', describeScheduler)) as { paths: Record<string, object> }
  const served = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
  )
  const granted = POLICY.filter(({ service }) => service === 'scheduler').map(({ method, path }) => `${method} ${path}`)
  assert.deepEqual(served.sort(), granted.sort())
})

test('inner addresses for webhooks are listed with commas; the key of signatures has no default', () => {
  const env = { EMS_WEBHOOK_SECRET: 'secret', EMS_EGRESS_ALLOW: ' 127.0.0.1:8080, inside.example:443,, ' }
  assert.deepEqual(readConfig(env), {
    webhookSecret: 'secret',
    egressAllowed: ['127.0.0.1:8080', 'inside.example:443'],
  })
  assert.deepEqual(readConfig({ EMS_WEBHOOK_SECRET: 'secret' }).egressAllowed, [])
  assert.throws(() => readConfig({}), /EMS_WEBHOOK_SECRET is missing/)
})
