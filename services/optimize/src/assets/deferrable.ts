import type { ConfigOf } from '@omarino/contracts'
import { Failure } from '@omarino/energy'
import { clockWindows, patternMinutes } from './clock-windows.ts'
import type { ClockWindow } from './clock-windows.ts'
import type { AssetFacts, Clock, StoredKind } from './stored-kind.ts'

type Config = ConfigOf<'deferrable'>
interface Occurrence extends ClockWindow {
  /** Why it is not planned now; undefined where it is. */
  readonly leftOut: string | undefined
  /** What its request says otherwise than the configuration: what a window that has begun has seen. */
  readonly change: { readonly startedAt?: string; readonly energyKwh?: number }
}
type Facts = Clock & Pick<AssetFacts, 'drawn'>
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const TOLERANCE_KWH = 1e-9
const iso = (ms: number): string => new Date(ms).toISOString().replace('.000Z', 'Z')

/** How long a block runs, or an interruptible load at least for an energy. */
const runMs = (config: Config, drawnKwh = 0): number =>
  config.mode === 'block'
    ? config.profileKw.length * config.profileStepMinutes * MINUTE_MS
    : (Math.max(0, config.energyKwh - drawnKwh) / config.powerKw) * HOUR_MS

const patternOf = ({ weekdays, earliest, latestEnd }: Config) => ({ weekdays, from: earliest, to: latestEnd })

const windowsOf = (config: Config, { grid, zone }: Clock): ClockWindow[] =>
  clockWindows(patternOf(config), zone, { fromMs: grid.startMs, toMs: grid.startMs + grid.steps * grid.stepMs })

/** The window that has begun before the plan; undefined where none has. */
export const begunWindow = (config: Config, clock: Clock): ClockWindow | undefined =>
  windowsOf(config, clock).find(({ fromMs }) => fromMs < clock.grid.startMs)

/** Windows that the horizon touches. One that a later plan can still serve is left to it; one that is too far gone, to none. */
const occurrencesOf = (config: Config, facts: Facts): Occurrence[] =>
  windowsOf(config, facts).map((window) => {
    const endMs = facts.grid.startMs + facts.grid.steps * facts.grid.stepMs
    if (window.fromMs < facts.grid.startMs) return begun(config, window, facts)
    const afterMs = window.toMs - Math.max(window.fromMs, endMs)
    const isLater = window.toMs > endMs && afterMs >= runMs(config)
    return { ...window, leftOut: isLater ? 'a later plan can serve it' : undefined, change: {} }
  })

function begun(config: Config, window: ClockWindow, { grid, drawn }: Facts): Occurrence {
  const { startMs } = grid
  const done = { ...window, leftOut: 'it has run, as measured', change: {} }
  if (config.mode === 'block' && drawn?.begunMs !== undefined) {
    if (drawn.begunMs + runMs(config) <= startMs) return done
    return { ...window, leftOut: undefined, change: { startedAt: iso(drawn.begunMs) } }
  }
  const leftKwh = config.mode === 'interruptible' ? config.energyKwh - (drawn?.energyKwh ?? 0) : Infinity
  if (leftKwh <= TOLERANCE_KWH) return done
  if (window.toMs - startMs < runMs(config, drawn?.energyKwh))
    return { ...window, leftOut: 'too little of its window is left', change: {} }
  const endMs = startMs + grid.steps * grid.stepMs
  if (window.toMs - endMs >= runMs(config, drawn?.energyKwh) && window.toMs > endMs)
    return { ...window, leftOut: 'a later plan can serve it', change: {} }
  return {
    ...window,
    leftOut: undefined,
    change: config.mode === 'interruptible' && drawn ? { energyKwh: leftKwh } : {},
  }
}

const planned = (occurrences: readonly Occurrence[]): Occurrence[] =>
  occurrences.filter(({ leftOut }) => leftOut === undefined)

export const deferrable: StoredKind<Config> = {
  fields: { powerSeries: ['power', 'drawn'] },
  requests: ({ weekdays: _weekdays, id, ...plain }, config, facts) =>
    planned(occurrencesOf(config, facts)).map(({ fromMs, toMs, change }, k) => ({
      ...plain,
      ...change,
      id: k === 0 ? id : `${id}.${k + 1}`,
      earliest: iso(fromMs),
      latestEnd: iso(toMs),
    })),
  tells: (config, facts) => {
    const spoken = occurrencesOf(config, facts)
      .map((one) => spokenOf(one, facts))
      .join(', ')
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

function spokenOf({ fromMs, toMs, leftOut, change }: Occurrence, { grid, drawn }: Facts): string {
  const span = `${iso(fromMs)} to ${iso(toMs)}`
  if (leftOut !== undefined) return `${span} not planned: ${leftOut}`
  if (fromMs >= grid.startMs) return span
  if (!drawn) return `${span}, taken not to have run yet`
  const seen = change['startedAt'] === undefined ? `${drawn.energyKwh} kWh drawn` : `begun at ${change.startedAt}`
  return `${span}, ${seen} as measured`
}
