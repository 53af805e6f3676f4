import type { ConfigOf } from '@omarino/contracts'
import { Failure } from '@omarino/energy'
import { clockWindows, minutesOf, patternMinutes } from './clock-windows.ts'
import type { Clock, StoredKind } from './stored-kind.ts'

type Config = ConfigOf<'ev'>
type Stay = Config['stays'][number]
interface Session {
  readonly stay: Stay
  readonly fromMs: number
  readonly toMs: number
}

const START_SOC = 'SoC of the stay'
const DAY_MINUTES = 1440
const WEEK_MINUTES = 7 * DAY_MINUTES
const iso = (ms: number): string => new Date(ms).toISOString().replace('.000Z', 'Z')

/** Stays within the horizon; one that would share a step with the one before it begins with the next step. */
function sessionsOf({ stays }: Config, { grid, zone }: Clock): Session[] {
  const { startMs, stepMs, steps } = grid
  const range = { fromMs: startMs, toMs: startMs + steps * stepMs }
  const all = stays.flatMap((stay) =>
    clockWindows({ weekdays: stay.weekdays, from: stay.arrive, to: stay.depart }, zone, range).map(({ fromMs, toMs }) => ({ stay, fromMs, toMs })),
  ) // prettier-ignore
  const sessions: Session[] = []
  for (const session of all.sort((a, b) => a.fromMs - b.fromMs)) {
    const freeMs = startMs + Math.ceil(((sessions.at(-1)?.toMs ?? -Infinity) - startMs) / stepMs) * stepMs
    const fromMs = Math.max(session.fromMs, freeMs)
    if (fromMs < session.toMs) sessions.push({ ...session, fromMs })
  }
  return sessions
}

const begun = (config: Config, clock: Clock): Session | undefined =>
  sessionsOf(config, clock).find(({ fromMs }) => fromMs < clock.grid.startMs)

function refuseOverlaps(stays: readonly Stay[]): void {
  const all = stays.flatMap(({ weekdays, arrive, depart }, index) => {
    const minutes = patternMinutes({ from: arrive, to: depart })
    return weekdays.map((day) => {
      const from = day * DAY_MINUTES + minutesOf(arrive)
      return { index, from, to: from + minutes }
    })
  })
  const turns = [...all, ...all.map(({ index, from, to }) => ({ index, from: from + WEEK_MINUTES, to: to + WEEK_MINUTES }))] // prettier-ignore
  turns.sort((a, b) => a.from - b.from || a.index - b.index)
  const late = turns.findIndex(({ from }, k) => k > 0 && from < turns[k - 1].to)
  if (late < 0) return
  const { index } = turns[late]
  const text = `stay ${index} arrives at ${stays[index].arrive}, before stay ${turns[late - 1].index} has departed`
  throw new Failure('invalid', 'STAYS_OVERLAP', text, `/config/stays/${index}/arrive`)
}

export const ev: StoredKind<Config> = {
  fields: { socSeries: ['soc', 'state'] },
  states: (config, clock) => {
    const session = begun(config, clock)
    if (!session) return []
    const { arriveSoc } = session.stay
    return [
      {
        name: START_SOC, words: 'state of charge', need: 'soc', series: config.socSeries, configured: arriveSoc, configuredAs: 'arriveSoc',
        limits: [0, 1], code: 'START_SOC_UNKNOWN',
      },
    ] // prettier-ignore
  },
  requests: ({ stays: _stays, ...plain }, config, facts) => [
    {
      ...plain,
      sessions: sessionsOf(config, facts).map(({ stay: { arriveSoc, targetSoc, minSoc }, fromMs, toMs }) => ({
        arrive: iso(fromMs),
        depart: iso(toMs),
        arriveSoc: fromMs < facts.grid.startMs ? (facts.states.get(START_SOC) ?? arriveSoc) : arriveSoc,
        targetSoc,
        ...(minSoc !== undefined && { minSoc }),
      })),
    },
  ],
  tells: (config, facts) => [{ name: 'stays', detail: spoken(sessionsOf(config, facts)) }],
  check: ({ stays }) => refuseOverlaps(stays),
}

const spoken = (sessions: readonly Session[]): string =>
  sessions.length === 0
    ? 'none within the plan, by the week as configured'
    : `by the week as configured: ${sessions.map(({ fromMs, toMs }) => `${iso(fromMs)} to ${iso(toMs)}`).join(', ')}`
