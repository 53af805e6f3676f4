import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { SampleRequest } from './child-pool-sample.ts'
import { ChildLost, createChildPool } from './child-pool.ts'
import type { ChildPool } from './child-pool.ts'

const ENTRY = new URL('./child-pool-sample.ts', import.meta.url)
const AGES_MS = 120_000
const GIB = 2 ** 30
const echo: SampleRequest = { do: 'echo', values: Float64Array.of(1.5, NaN) }
const spin: SampleRequest = { do: 'spin', ms: AGES_MS, obeysCancel: false }
interface Reply {
  readonly pid: number
  readonly values?: Float64Array
  readonly stopped?: boolean
}

function poolOf(t: TestContext, size = 1, recycleBytes = Infinity, maxDataBytes?: number): ChildPool {
  const cap = maxDataBytes === undefined ? {} : { maxDataBytes }
  const pool = createChildPool({ entry: ENTRY, size, recycleBytes, ...cap, onError: () => undefined })
  t.after(() => pool.close())
  return pool
}
const ask = (pool: ChildPool, request: SampleRequest, killAfterMs = AGES_MS, signal?: AbortSignal): Promise<Reply> =>
  pool.run(request, { killAfterMs, ...(signal && { signal }) })

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
async function untilGone(pid: number): Promise<void> {
  while (isAlive(pid)) await sleep(20)
}

test('typed arrays arrive as they were, and a warm child serves one request after the other', async (t) => {
  const pool = poolOf(t)
  await pool.ready()
  const [first, second] = await Promise.all([ask(pool, echo), ask(pool, echo)])
  assert.deepEqual(first.values, Float64Array.of(1.5, NaN))
  assert.equal(first.pid, second.pid)
})

test('a failure keeps its kind, code and pointer on the way to the parent', async (t) => {
  await assert.rejects(ask(poolOf(t), { do: 'fail' }), { kind: 'infeasible', code: 'NO_PLAN', pointer: '/assets/0' })
})

test('a child past its deadline is killed, its job refused, and the next job runs in a fresh one', async (t) => {
  const pool = poolOf(t)
  const { pid } = await ask(pool, echo)
  const late = ask(pool, spin, 50)
  const next = ask(pool, echo)
  await assert.rejects(late, { kind: 'unavailable', code: 'COMPUTE_KILLED' })
  assert.notEqual((await next).pid, pid)
  assert.equal(isAlive(pid), false)
})

test('a job asked for while a killed child dies is not lost with it', async (t) => {
  const pool = poolOf(t)
  await pool.ready()
  await assert.rejects(ask(pool, spin, 50), { code: 'COMPUTE_KILLED' })
  assert.ok((await ask(pool, echo)).pid > 0)
})

test('a child that ends by itself fails its own job only', async (t) => {
  const pool = poolOf(t)
  const lost = ask(pool, { do: 'exit' })
  const next = ask(pool, echo)
  await assert.rejects(lost, { kind: 'unavailable', code: 'COMPUTE_CRASHED' })
  assert.ok((await next).pid > 0)
})

test('a computation that looks at the flag ends early and keeps its child', async (t) => {
  const pool = poolOf(t)
  const { pid } = await ask(pool, echo)
  const controller = new AbortController()
  const stopped = pool.run<Reply>(
    { do: 'spin', ms: AGES_MS, obeysCancel: true },
    { killAfterMs: AGES_MS, signal: controller.signal, onProgress: () => controller.abort(new Error('unwanted')) },
  )
  assert.deepEqual(await stopped, { pid, stopped: true })
  assert.equal((await ask(pool, echo)).pid, pid)
})

test('a computation that does not look is killed after a grace, and a waiting one is dropped without harm', async (t) => {
  const pool = poolOf(t)
  const { pid } = await ask(pool, echo)
  await assert.rejects(ask(pool, echo, AGES_MS, AbortSignal.abort(new Error('too late'))), /too late/)
  assert.equal((await ask(pool, echo)).pid, pid)
  const controller = new AbortController()
  const deaf = pool.run(spin, {
    killAfterMs: AGES_MS,
    signal: controller.signal,
    onProgress: () => controller.abort(new Error('unwanted')),
  })
  await assert.rejects(deaf, /unwanted/)
  assert.notEqual((await ask(pool, echo)).pid, pid)
})

test('a child that grew too large is replaced after its job', async (t) => {
  const pool = poolOf(t, 1, 1)
  const { pid } = await ask(pool, echo)
  assert.notEqual((await ask(pool, echo)).pid, pid)
})

const linuxOnly = { skip: process.platform !== 'linux' && 'memory is capped on Linux only' }

test('a child may not have more memory than its cap, and an uncapped one may', linuxOnly, async (t) => {
  const wanted: SampleRequest = { do: 'reserve', bytes: 2 * GIB }
  const capped = poolOf(t, 1, Infinity, 2.5 * GIB)
  await assert.rejects(ask(capped, wanted), {
    kind: 'unavailable',
    code: 'COMPUTE_FAILED',
    message: /allocation failed/,
  })
  assert.ok((await ask(capped, echo)).pid > 0)
  assert.ok((await ask(poolOf(t), wanted)).pid > 0)
})

test('a child that hoards beyond its cap dies, its job is refused, and the pool works on', linuxOnly, async (t) => {
  const pool = poolOf(t, 1, Infinity, 1.5 * GIB)
  const { pid } = await ask(pool, echo)
  await assert.rejects(ask(pool, { do: 'hoard' }), { kind: 'unavailable', code: 'COMPUTE_CRASHED' })
  assert.notEqual((await ask(pool, echo)).pid, pid)
})

test('what a lost child told last is kept', async (t) => {
  const pool = poolOf(t)
  const { pid } = await ask(pool, echo)
  await assert.rejects(ask(pool, spin, 200), (error) => {
    assert.ok(error instanceof ChildLost)
    assert.deepEqual(error.progress, { pid })
    return true
  })
})

test('work that ended three children is refused at once, and nothing else is', async (t) => {
  const pool = poolOf(t)
  const named = (request: SampleRequest, key: string) => pool.run<Reply>(request, { killAfterMs: AGES_MS, key })
  for (let i = 0; i < 3; i++) await assert.rejects(named({ do: 'exit' }, 'bad'), { code: 'COMPUTE_CRASHED' })
  await assert.rejects(named({ do: 'exit' }, 'bad'), { kind: 'conflict', code: 'COMPUTE_QUARANTINED' })
  assert.ok((await named(echo, 'good')).pid > 0)
})

test('a busy child dies with its parent, however the parent ends', async () => {
  const program = `
    import { createChildPool } from ${JSON.stringify(new URL('./child-pool.ts', import.meta.url).href)}
    const pool = createChildPool({ entry: new URL(${JSON.stringify(ENTRY.href)}), size: 1, recycleBytes: Infinity, onError: () => undefined })
    pool.run(${JSON.stringify(spin)}, { killAfterMs: ${AGES_MS}, onProgress: ({ pid }) => console.log(pid) })`
  const parent = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const [line] = (await once(parent.stdout, 'data')) as [Buffer]
  const pid = +line.toString('utf8')
  assert.equal(isAlive(pid), true)
  parent.kill('SIGKILL')
  await untilGone(pid) // the test run's own time limit is the deadline
})
