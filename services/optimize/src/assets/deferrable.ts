import type { ConfigOf } from '@omarino/contracts'
import { Failure } from '@omarino/energy'
import { clockWindows, patternMinutes } from './clock-windows.ts'
import type { ClockWindow } from './clock-windows.ts'
import type { Clock, StoredKind } from './stored-kind.ts'

type Config = ConfigOf<'deferrable'>
interface Occurrence extends ClockWindow {
  /** Why it is not planned now; undefined where it is. */
  readonly leftOut: string | undefined
}
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const iso = (ms: number): string => new Date(ms).toISOString().replace('.000Z', 'Z')

/** How long it runs at least. */
const runMs = (config: Config): number =>
  config.mode === 'block'
    ? config.profileKw.length * config.profileStepMinutes * MINUTE_MS
    : (config.energyKwh / config.powerKw) * HOUR_MS

const patternOf = ({ weekdays, earliest, latestEnd }: Config) => ({ weekdays, from: earliest, to: latestEnd })

/** Windows that the horizon touches. One that a later plan can still serve is left to it; one that is too far gone, to none. */
function occurrencesOf(config: Config, { grid, zone }: Clock): Occurrence[] {
  const range = { fromMs: grid.startMs, toMs: grid.startMs + grid.steps * grid.stepMs }
  const neededMs = runMs(config)
  return clockWindows(patternOf(config), zone, range).map((window) => {
    const { fromMs, toMs } = window
    const leftMs = toMs - Math.max(fromMs, range.fromMs)
    const afterMs = toMs - Math.max(fromMs, range.toMs)
    const tooLate = fromMs < range.fromMs && leftMs < neededMs
    const leftOut = tooLate
      ? 'too little of its window is left'
      : toMs > range.toMs && afterMs >= neededMs
        ? 'a later plan can serve it'
        : undefined
    return { ...window, leftOut }
  })
}

const planned = (occurrences: readonly Occurrence[]): Occurrence[] =>
  occurrences.filter(({ leftOut }) => leftOut === undefined)

export const deferrable: StoredKind<Config> = {
  fields: {},
  requests: ({ weekdays: _weekdays, id, ...plain }, config, facts) =>
    planned(occurrencesOf(config, facts)).map(({ fromMs, toMs }, k) => ({
      ...plain,
      id: k === 0 ? id : `${id}.${k + 1}`,
      earliest: iso(fromMs),
      latestEnd: iso(toMs),
    })),
  tells: (config, facts) => {
    const occurrences = occurrencesOf(config, facts)
    const spoken = occurrences.map((one) => spokenOf(one, facts)).join(', ')
    return [{ name: 'windows', detail: spoken === '' ? 'none within the plan, by the week as configured' : spoken }]
  },
  check: (config) => {
    const minutes = patternMinutes(patternOf(config))
    const needed = runMs(config) / MINUTE_MS
    if (needed <= minutes) return
    const text = `it runs for at least ${needed} min, its window from ${config.earliest} to ${config.latestEnd} has ${minutes}`
    throw new Failure('invalid', 'WINDOW_TOO_SHORT', text, '/config/latestEnd')
  },
}

function spokenOf({ fromMs, toMs, leftOut }: Occurrence, { grid }: Clock): string {
  const span = `${iso(fromMs)} to ${iso(toMs)}`
  if (leftOut !== undefined) return `${span} not planned: ${leftOut}`
  return fromMs < grid.startMs ? `${span}, taken not to have run yet` : span
}
