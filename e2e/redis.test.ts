import type { Ready, RunDetail } from '@omarino/contracts'
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import net from 'node:net'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { call, putFile, startStack } from './stack.ts'
import type { Stack } from './stack.ts'

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}

/** A real Redis on a free port, without a disk. */
async function startRedis(t: TestContext): Promise<{ url: string; kill(): void }> {
  const port = await freePort()
  const child = spawn(
    'redis-server',
    ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
    { stdio: 'ignore' },
  )
  t.after(() => void child.kill('SIGKILL'))
  for (let tries = 0; tries < 100; tries++) {
    const socket = net.connect(port, '127.0.0.1')
    const answered = await once(socket, 'connect').then(
      () => true,
      () => false, // refused: not up yet
    )
    socket.destroy()
    if (answered) return { url: `redis://127.0.0.1:${port}`, kill: () => void child.kill('SIGKILL') }
    await sleep(50)
  }
  throw new Error('redis-server did not start')
}

async function importOnce(stack: Stack, key: string): Promise<RunDetail> {
  putFile(stack, `${key}.csv`, `series,time,value\ns,2026-01-01T00:00:00Z,${key.length}\n`)
  await call(stack, 'POST', '/scheduler/dags', {
    key,
    name: key,
    tasks: [{ key: 'import', kind: 'import', input: { file: `${key}.csv` } }],
  })
  const { body } = await call<{ id: string }>(stack, 'POST', `/scheduler/dags/${key}/runs`, {})
  for (let tries = 0; tries < 300; tries++) {
    const run = (await call<RunDetail>(stack, 'GET', `/scheduler/runs/${body.id}`)).body
    if (run.state !== 'running' && run.state !== 'waiting') return run
    await sleep(50)
  }
  throw new Error('the run did not end')
}

test('with REDIS_URL the queue runs on Redis, the processes say so, and runs go on when Redis is killed', async (t) => {
  const redis = await startRedis(t)
  const stack = await startStack(t, { REDIS_URL: redis.url })
  for (const name of ['timeseries', 'forecast', 'optimize', 'scheduler']) {
    const ready = (await (
      await fetch(`${(stack.urls[name] ?? '').replace('localhost', '127.0.0.1')}/health/ready`)
    ).json()) as Ready
    assert.equal(ready.modes['queue'], 'redis')
    assert.equal(ready.modes['database'], 'external')
  }
  await call(stack, 'POST', '/timeseries/meters', { key: 'm', name: 'M', zone: 'UTC' })
  await call(stack, 'POST', '/timeseries/series', {
    key: 's',
    meter: 'm',
    name: 'S',
    unit: 'kW',
    kind: 'mean',
    stepSeconds: 900,
  })
  assert.equal((await importOnce(stack, 'before')).state, 'succeeded')
  redis.kill()
  assert.equal((await importOnce(stack, 'afterwards')).state, 'succeeded')
  const { body } = await call<{ status: string }>(stack, 'GET', '/health')
  assert.equal(body.status, 'ready')
})
