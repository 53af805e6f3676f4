import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { SampleJob } from './thread-pool-sample.ts'
import { createThreadPool } from './thread-pool.ts'
import type { ThreadPool } from './thread-pool.ts'

const ENTRY = new URL('./thread-pool-sample.ts', import.meta.url)
const echo: SampleJob = { do: 'echo', values: Float64Array.of(1.5, NaN) }
interface Reply {
  readonly threadId: number
  readonly values?: Float64Array
}

function poolOf(t: TestContext, size: number): ThreadPool {
  const pool = createThreadPool({ entry: ENTRY, size, maxHeapMb: 64 })
  t.after(() => pool.close())
  return pool
}
const ask = (pool: ThreadPool, job: SampleJob, signal?: AbortSignal): Promise<Reply> => pool.run(job, signal)
const closedGate = (): Int32Array => new Int32Array(new SharedArrayBuffer(4))
function openGate(gate: Int32Array): void {
  Atomics.store(gate, 0, 1)
  Atomics.notify(gate, 0)
}

test('typed arrays arrive as they were, and one thread serves job after job', async (t) => {
  const pool = poolOf(t, 1)
  const [first, second] = await Promise.all([ask(pool, echo), ask(pool, echo)])
  assert.deepEqual(first.values, Float64Array.of(1.5, NaN))
  assert.equal(first.threadId, second.threadId)
})

test('while a thread computes, the event loop turns and another thread takes the next job', async (t) => {
  const pool = poolOf(t, 2)
  const gate = closedGate()
  const blocked = ask(pool, { do: 'wait', gate })
  const { threadId } = await ask(pool, echo)
  await nextTurn()
  openGate(gate)
  assert.notEqual((await blocked).threadId, threadId)
})

test('a domain error crosses with kind, code and sentence; its thread goes on', async (t) => {
  const pool = poolOf(t, 1)
  const { threadId } = await ask(pool, echo)
  await assert.rejects(ask(pool, { do: 'fail' }), { kind: 'infeasible', code: 'NO_WAY', message: 'nothing fits 3 steps' }) // prettier-ignore
  assert.equal((await ask(pool, echo)).threadId, threadId)
})

test('a thread that ends in mid-job fails that job as retryable, and the next job gets a new thread', async (t) => {
  const pool = poolOf(t, 1)
  const dead = ask(pool, { do: 'exit' })
  const next = ask(pool, echo)
  await assert.rejects(dead, { kind: 'unavailable', code: 'COMPUTE_CRASHED' })
  assert.deepEqual((await next).values, Float64Array.of(1.5, NaN))
})

test('an abort ends the job at once with its reason, and a waiting job of the same signal never starts', async (t) => {
  const pool = poolOf(t, 1)
  const controller = new AbortController()
  const reason = new Error('cancelled')
  const stuck = ask(pool, { do: 'wait', gate: closedGate() }, controller.signal)
  const waiting = ask(pool, { do: 'wait', gate: closedGate() }, controller.signal)
  const other = ask(pool, echo)
  controller.abort(reason)
  await assert.rejects(stuck, reason)
  await assert.rejects(waiting, reason)
  assert.ok((await other).threadId > 0)
  await assert.rejects(ask(pool, echo, controller.signal), reason)
})

test('closing refuses the running, the waiting and every later job', async (t) => {
  const pool = poolOf(t, 1)
  const jobs = [ask(pool, { do: 'wait', gate: closedGate() }), ask(pool, echo)]
  const refused = jobs.map((job) => assert.rejects(job, { code: 'STOPPING' }))
  await pool.close()
  await Promise.all(refused)
  await assert.rejects(ask(pool, echo), { code: 'STOPPING' })
})
