import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { createByteCache } from './byte-cache.ts'
import { createLog } from './log.ts'
import { freePort } from './test-process.ts'

const log = createLog('forecast', 'silent')

/** A Redis of our own that keeps nothing on disk. */
async function startRedis(t: TestContext): Promise<string> {
  const port = await freePort()
  const server = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', '/tmp'], { stdio: 'ignore' }) // prettier-ignore
  t.after(() => server.kill('SIGKILL'))
  return `redis://127.0.0.1:${port}`
}

test('two processes share what one of them put, through Redis', async (t) => {
  const url = await startRedis(t)
  const open = () => createByteCache({ name: 'test', maxBytes: 1000, redisUrl: url, keepSeconds: 60, log })
  const [first, second] = [await open(), await open()]
  t.after(() => Promise.all([first.close(), second.close()]))
  first.put('a', Uint8Array.of(7, 7, 7))
  for (;;) {
    first.put('a', Uint8Array.of(7, 7, 7)) // the connection takes a moment
    const found = await second.get(['a', 'b'])
    await sleep(20)
    if (!found.has('a')) continue
    assert.deepEqual([...found].map(([key, value]) => [key, ...value]), [['a', 7, 7, 7]]) // prettier-ignore
    break
  }
})
