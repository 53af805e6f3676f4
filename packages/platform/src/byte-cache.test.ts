import assert from 'node:assert/strict'
import { test } from 'node:test'
import { byteLru, createByteCache } from './byte-cache.ts'
import { createLog } from './log.ts'
import { freePort } from './test-process.ts'

const bytes = (length: number, fill = 1): Uint8Array => new Uint8Array(length).fill(fill)
const log = createLog('forecast', 'silent')

test('what was used longest ago goes first when the bytes run out', () => {
  const lru = byteLru(100)
  lru.put('a', bytes(40))
  lru.put('b', bytes(40))
  lru.get('a')
  lru.put('c', bytes(40))
  assert.deepEqual(['a', 'b', 'c'].map((key) => lru.get(key)?.length), [40, undefined, 40]) // prettier-ignore
})

test('a value replaced counts once, and one larger than all room is not held', () => {
  const lru = byteLru(100)
  lru.put('a', bytes(90))
  lru.put('a', bytes(60, 2))
  lru.put('b', bytes(40))
  lru.put('c', bytes(101))
  assert.deepEqual(['a', 'b', 'c'].map((key) => lru.get(key)?.[0]), [2, 1, undefined]) // prettier-ignore
})

test('without an answering Redis the process remembers alone', async (t) => {
  const redisUrl = `redis://127.0.0.1:${await freePort()}`
  const cache = await createByteCache({ name: 'test', maxBytes: 1000, redisUrl, keepSeconds: 60, log })
  t.after(() => cache.close())
  cache.put('a', bytes(1, 5))
  assert.deepEqual([...(await cache.get(['a', 'b'])).keys()], ['a'])
})
