import type { SwitchRules } from '../plant/heat-pump.ts'
import type { CheckContext } from './ledger.ts'

/** Goes from switch to switch: starts are told as such, and each state lasts as long as it must. */
export function checkSwitchRules(
  id: string,
  rules: SwitchRules | undefined,
  on: Float64Array,
  startUp: Float64Array,
  { startsMs, bent, ledger }: Pick<CheckContext, 'startsMs' | 'bent' | 'ledger'>,
): void {
  const leastMs = [rules?.minOffMs ?? 0, rules?.minOnMs ?? 0]
  const before = rules?.before
  const switchedMs = [-Infinity, -Infinity] // last instant at which it went off, on
  if (before) switchedMs[before.on ? 1 : 0] = before.sinceMs
  let last = before ? Number(before.on) : Math.round(on[0])
  for (const [t, told] of on.entries()) {
    const now = Math.round(told)
    const starts = now > last ? 1 : 0
    ledger.note(
      'limit',
      startUp[t] - starts,
      1,
      () => `${id}: ${startUp[t]} starts are told at step ${t}, not ${starts}`,
    )
    if (now !== last) switchedMs[now] = startsMs[t]
    const other = 1 - now
    const isEarly = switchedMs[other] + leastMs[other] > startsMs[t]
    const excused = now === 0 && bent('minUp', t) > 0
    if (isEarly && !excused) ledger.refuse(`${id}: goes ${now === 1 ? 'on' : 'off'} too early at step ${t}`)
    last = now
  }
}
