// Past days planned again with what was known then: what the plans were worth, and where the rest went.
import type { OptimizeRequest, OptimizeResult } from '@omarino/contracts'
import { Failure } from '@omarino/energy'
import { rounded } from './cost-lines.ts'
import { readPlant } from './plant/plant.ts'
import { columnsOf } from './published-columns.ts'
import { costsOf } from './schedule-costs.ts'
import { settle, type SettledPlan, type Settlement } from './settle.ts'

/** One day: the request as it was known, the same with what happened, and how many of its steps were lived through. */
export interface ReplayDay {
  readonly known: OptimizeRequest
  readonly actual: OptimizeRequest
  readonly steps: number
}
type Schedules = OptimizeResult['schedules']
/** Ways to run the site, each with stores of its own that go from day to day. */
const WAYS = ['plan', 'foresight', 'rule', 'idle'] as const
type Way = (typeof WAYS)[number]

export interface ReplayedDay {
  readonly start: string
  /** Money of the steps lived through, without what is left in store; in the site's currency. */
  readonly costs: Readonly<Record<Way, number>>
}
export interface Replay {
  readonly days: readonly ReplayedDay[]
  /** Over all days, what is left in store valued alike for all. */
  readonly totals: Readonly<Record<Way, number>>
  /** Of what perfect foresight saves against doing nothing, the share that the plans saved; null when it saves nothing. */
  readonly shareOfForesight: number | null
  /** What the plans cost more than perfect foresight: by forecasts that were wrong, and by what a plan promises but the site does not do. */
  readonly regret: { readonly forecast: number; readonly model: number }
}

/**
 * Lives through the days one after the other; what a store holds at the end of one is what the next begins with.
 * @param days     rising, equal assets; powers and prices stand by name in `forecasts` and `prices`
 * @param planOf   plans one request; called twice a day
 * @throws Failure 'invalid' `REPLAY_EMPTY`, and all that a request is refused for
 */
export async function replay(
  days: readonly ReplayDay[],
  planOf: (request: OptimizeRequest) => Promise<Schedules>,
): Promise<Replay> {
  if (days.length === 0)
    throw new Failure('invalid', 'REPLAY_EMPTY', 'there is no day that could be lived through again')
  const stored = Object.fromEntries(WAYS.map((way) => [way, storedAt(days[0].known)])) as Record<Way, Stored>
  const lived: ReplayedDay[] = []
  let modelRegret = 0
  for (const day of days) {
    const costs = {} as Record<Way, number>
    for (const way of WAYS) {
      const begun = {
        ...day,
        known: startingWith(day.known, stored[way]),
        actual: startingWith(day.actual, stored[way]),
      }
      const followed = await followedBy(way, begun, planOf)
      const today = firstSteps(begun.actual, day.steps)
      const settled = settle(today, followed)
      costs[way] = moneyOf(settled)
      if (way === 'foresight' && typeof followed !== 'string') modelRegret += costs[way] - promisedBy(today, followed)
      stored[way] = endOf(settled, stored[way])
    }
    lived.push({ start: day.known.horizon.start, costs })
  }
  return reportOf(days, lived, stored, modelRegret)
}

/** State of charge by battery. */
type Stored = Readonly<Record<string, number>>

const batteriesOf = ({ assets }: OptimizeRequest) => assets.filter((asset) => asset.type === 'battery')
const storedAt = (request: OptimizeRequest): Stored =>
  Object.fromEntries(batteriesOf(request).map(({ id, startSoc }) => [id, startSoc]))
const startingWith = (request: OptimizeRequest, stored: Stored): OptimizeRequest => ({
  ...request,
  assets: request.assets.map((asset) => (asset.type === 'battery' ? { ...asset, startSoc: stored[asset.id] } : asset)),
})

async function followedBy(
  way: Way,
  { known, actual, steps }: ReplayDay,
  planOf: (request: OptimizeRequest) => Promise<Schedules>,
): Promise<SettledPlan> {
  if (way === 'idle' || way === 'rule') return way
  return cut(await planOf(way === 'plan' ? known : actual), steps)
}

const cut = (schedules: Schedules, steps: number): Schedules =>
  Object.fromEntries(
    Object.entries(schedules).map(([id, columns]) => [
      id,
      Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values.slice(0, steps)])),
    ]),
  )

/** The request over its first steps; only named profiles may differ from step to step. */
function firstSteps(request: OptimizeRequest, steps: number): OptimizeRequest {
  const { horizon, prices, forecasts } = request
  if ('stepEnds' in horizon) throw new Failure('invalid', 'REPLAY_STEPS', 'a replayed day has steps of equal length', '/horizon') // prettier-ignore
  const short = <V>(named: Readonly<Record<string, V>> | undefined): Record<string, V> =>
    Object.fromEntries(Object.entries(named ?? {}).map(([name, profile]) => [name, shortened(profile, steps)]))
  return { ...request, horizon: { ...horizon, steps }, prices: short(prices), forecasts: short(forecasts) }
}

const shortened = <V>(profile: V, steps: number): V =>
  Array.isArray(profile) ? (profile.slice(0, steps) as V) : profile

/** What a schedule costs by its own numbers. */
function promisedBy(request: OptimizeRequest, schedules: Schedules): number {
  const numbers = Object.entries(schedules).map(([id, columns]) => [id, columnsOf(columns)] as const)
  return moneyOf({ costs: costsOf(readPlant(request), Object.fromEntries(numbers)) })
}

/** What flowed through the meter and what wore off; a value of what is stored would be counted each day anew. */
const moneyOf = ({ costs }: Pick<Settlement, 'costs'>): number =>
  costs.reduce((sum, { line, amount }) => sum + (line === 'endValue' ? 0 : amount), 0)

const endOf = ({ schedules }: Settlement, before: Stored): Stored =>
  Object.fromEntries(Object.keys(before).map((id) => [id, schedules[id]['soc'].at(-1) ?? before[id]]))

function reportOf(
  days: readonly ReplayDay[],
  lived: readonly ReplayedDay[],
  stored: Readonly<Record<Way, Stored>>,
  modelRegret: number,
): Replay {
  const worth = storeWorth(days)
  const total = (way: Way): number => {
    const left = Object.entries(stored[way]).reduce((sum, [id, soc]) => sum + soc * (worth.get(id) ?? 0), 0)
    return lived.reduce((sum, { costs }) => sum + costs[way], 0) - left
  }
  const totals = Object.fromEntries(WAYS.map((way) => [way, rounded(total(way))])) as Record<Way, number>
  const possible = totals.idle - totals.foresight
  const shareOfForesight = possible > 1e-9 ? rounded((totals.idle - totals.plan) / possible) : null
  const model = rounded(modelRegret)
  const regret = { forecast: rounded(totals.plan - totals.foresight - model), model }
  return { days: lived.map((day) => ({ ...day, costs: roundedAll(day.costs) })), totals, shareOfForesight, regret }
}

const roundedAll = (costs: ReplayedDay['costs']): ReplayedDay['costs'] =>
  Object.fromEntries(Object.entries(costs).map(([way, amount]) => [way, rounded(amount)])) as ReplayedDay['costs']

/** Money per whole battery, by the mean over the days of what a kWh left was said to be worth. */
function storeWorth(days: readonly ReplayDay[]): Map<string, number> {
  const worth = new Map<string, number>()
  for (const { known } of days)
    for (const battery of batteriesOf(known)) {
      const perKwh = battery.endValuePerKwh ?? battery.endValueSegments?.[0].pricePerKwh ?? 0
      worth.set(battery.id, (worth.get(battery.id) ?? 0) + (perKwh * battery.capacityKwh) / days.length)
    }
  return worth
}
