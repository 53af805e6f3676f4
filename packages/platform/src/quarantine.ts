import { Failure } from '@omarino/energy'

/** Remembers which work ends the processes that do it, so that it cannot take them down for ever. */
export interface Quarantine {
  /** @throws Failure 'conflict' `COMPUTE_QUARANTINED`, which nobody retries, for work that ended its process too often */
  admit(key: string): void
  /** The work ended its process. */
  strike(key: string): void
  /** The work was done: what was before is forgiven. */
  forgive(key: string): void
}

const STRIKES = 3
const REMEMBERED = 1000 // keys; the oldest is forgotten first

/** A fresh memory, of this process alone. */
export function createQuarantine(): Quarantine {
  const strikes = new Map<string, number>()
  return {
    admit(key) {
      const count = strikes.get(key) ?? 0
      if (count < STRIKES) return
      const text = `this computation ended ${count} processes, by crash or by its deadline, and is not tried again`
      throw new Failure('conflict', 'COMPUTE_QUARANTINED', text)
    },
    strike(key) {
      const count = (strikes.get(key) ?? 0) + 1
      strikes.delete(key) // so that it stands last
      strikes.set(key, count)
      if (strikes.size > REMEMBERED) for (const oldest of strikes.keys()) return void strikes.delete(oldest)
    },
    forgive: (key) => void strikes.delete(key),
  }
}
