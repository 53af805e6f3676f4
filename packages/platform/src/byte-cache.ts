import type { Redis } from 'ioredis'
import type { Logger } from './log.ts'

/** Remembers byte strings that can be had elsewhere: whatever is lost here costs time, never an answer. */
export interface ByteCache {
  /** What is known of these keys; the others are absent. */
  get(keys: readonly string[]): Promise<Map<string, Uint8Array>>
  put(key: string, bytes: Uint8Array): void
  close(): Promise<void>
}

export interface ByteCacheOptions {
  readonly name: string // begins all keys in Redis
  readonly maxBytes: number // of this process
  readonly redisUrl: string | undefined
  readonly keepSeconds: number // in Redis
  readonly log: Logger
}

/** A least-recently-used map of at most so many bytes. */
export function byteLru(maxBytes: number) {
  const held = new Map<string, Uint8Array>() // in the order of their last use
  let bytes = 0
  const forget = (key: string): void => {
    bytes -= held.get(key)?.byteLength ?? 0
    held.delete(key)
  }
  return {
    get(key: string): Uint8Array | undefined {
      const found = held.get(key)
      if (!found) return undefined
      held.delete(key)
      held.set(key, found)
      return found
    },
    put(key: string, value: Uint8Array): void {
      forget(key)
      if (value.byteLength > maxBytes) return
      held.set(key, value)
      bytes += value.byteLength
      for (const oldest of held.keys()) {
        if (bytes <= maxBytes) break
        forget(oldest)
      }
    },
  }
}

const CONNECT_MS = 1000

/** In this process first, then in Redis, if there is one. */
export async function createByteCache({
  name,
  maxBytes,
  redisUrl,
  keepSeconds,
  log,
}: ByteCacheOptions): Promise<ByteCache> {
  const near = byteLru(maxBytes)
  const redis = redisUrl === undefined ? undefined : await openRedis(redisUrl, log)
  const far = (key: string): string => `${name}:${key}`
  return {
    async get(keys) {
      const found = new Map<string, Uint8Array>()
      for (const key of keys) {
        const bytes = near.get(key)
        if (bytes) found.set(key, bytes)
      }
      const absent = keys.filter((key) => !found.has(key))
      if (!redis || absent.length === 0) return found
      const answers = await redis.mgetBuffer(absent.map(far)).catch(() => []) // gone for a moment: as if it knew nothing
      for (const [i, bytes] of answers.entries()) {
        if (!bytes) continue
        found.set(absent[i], bytes)
        near.put(absent[i], bytes)
      }
      return found
    },
    put(key, bytes) {
      near.put(key, bytes)
      redis?.set(far(key), Buffer.from(bytes), 'EX', keepSeconds).catch(() => undefined)
    },
    async close() {
      redis?.disconnect()
    },
  }
}

async function openRedis(url: string, log: Logger): Promise<Redis> {
  const { Redis: Client } = await import('ioredis')
  const redis = new Client(url, { maxRetriesPerRequest: 1, enableOfflineQueue: false, connectTimeout: CONNECT_MS })
  redis.on('error', (error: Error) => log.debug({ reason: error.message }, 'the cache has no connection'))
  return redis
}
