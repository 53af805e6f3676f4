import type { ByteCache } from '@omarino/platform'
import { readModelStates } from '@omarino/store'
import type { Pool } from 'pg'

/** Fitted states by version: from this process, else Redis, else the registry. A version never changes, so none grows old. */
export interface FittedStates {
  get(ids: readonly string[]): Promise<Map<string, Uint8Array>>
  put(id: string, state: Uint8Array): void
}

export const fittedStates = (db: Pool, cache: ByteCache): FittedStates => ({
  async get(ids) {
    const found = await cache.get(ids)
    const absent = ids.filter((id) => !found.has(id))
    if (absent.length === 0) return found
    for (const [id, state] of await readModelStates(db, absent)) {
      found.set(id, state)
      cache.put(id, state)
    }
    return found
  },
  put: (id, state) => cache.put(id, state),
})
