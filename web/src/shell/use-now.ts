import { useSyncExternalStore } from 'react'

const clocks = new Map<number, { nowMs: number; listeners: Set<() => void>; timer?: ReturnType<typeof setInterval> }>()

function clockOf(everyMs: number) {
  let clock = clocks.get(everyMs)
  if (!clock) clocks.set(everyMs, (clock = { nowMs: Date.now(), listeners: new Set() }))
  return clock
}
function subscribeTo(everyMs: number, listener: () => void): () => void {
  const clock = clockOf(everyMs)
  clock.listeners.add(listener)
  clock.timer ??= setInterval(() => {
    clock.nowMs = Date.now()
    for (const tell of clock.listeners) tell()
  }, everyMs)
  return () => {
    clock.listeners.delete(listener)
    if (clock.listeners.size > 0) return
    clearInterval(clock.timer)
    delete clock.timer
  }
}

/** The time, renewed every `everyMs`; all who ask for the same pace share one timer. */
export const useNow = (everyMs: number): number =>
  useSyncExternalStore(
    (listener) => subscribeTo(everyMs, listener),
    () => clockOf(everyMs).nowMs,
  )
