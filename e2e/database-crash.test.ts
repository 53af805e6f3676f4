import type { Import, JobAccepted } from '@omarino/contracts'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { call, startEmbedded } from './stack.ts'

test('the embedded database is killed and comes back by itself: what was acknowledged is there, and the processes go on', async (t) => {
  const stack = await startEmbedded(t)
  await call(stack, 'POST', '/timeseries/meters', { key: 'm', name: 'M', zone: 'UTC' })
  await call(stack, 'POST', '/timeseries/series', {
    key: 's',
    meter: 'm',
    name: 'S',
    unit: 'kW',
    kind: 'mean',
    stepSeconds: 900,
  })
  const rows = Array.from(
    { length: 1000 },
    (_, i) => `s,${new Date(Date.UTC(2026, 0, 1) + i * 900_000).toISOString()},${i}\n`,
  )
  const send = await call<JobAccepted>(
    stack,
    'POST',
    '/timeseries/imports?name=a.csv',
    `series,time,value\n${rows.join('')}`,
    stack.token,
    'text/csv',
  )
  const ended = async (): Promise<Import> => {
    for (let tries = 0; tries < 600; tries++) {
      const { status, body } = await call<Import>(stack, 'GET', `/timeseries/imports/${send.body.id}`)
      if (status === 200 && body.state === 'succeeded') return body
      await sleep(50)
    }
    throw new Error('the import did not end')
  }
  const answered = async (): Promise<{ values: number[] }> => {
    const path = '/timeseries/series/s/points?from=2026-01-01T00:00:00Z&to=2027-01-01T00:00:00Z'
    for (let tries = 0; tries < 600; tries++) {
      const { status, body } = await call<{ values: number[] }>(stack, 'GET', path)
      if (status === 200) return body
      assert.ok(status >= 500, `${status}`)
      await sleep(50)
    }
    throw new Error('the points did not come back')
  }
  assert.equal((await ended()).written, 1000)

  process.kill(stack.pids['postgres'] ?? 0, 'SIGKILL')
  assert.equal((await ended()).written, 1000)
  // The kill may take its effect after that answer: while the database is down a read is refused, then it must be whole.
  const points = await answered()
  assert.equal(points.values.length, 1000)
})
