import type { Memo, Timeline } from './forecast-speed-data.ts'

/** A memo of replayed origins that also says what each computation in it cost. */
export interface TimedMemo {
  readonly memo: Memo
  /** CPU ms of the last fit and forecast under a key, as `ets 1000`: the model and the step of the origin. */
  cpuMsOf(key: string): number
  /** Lets what a key holds be computed anew. */
  forget(key: string): void
}

export function timedMemo(): TimedMemo {
  const costs = new Map<string, number>()
  const memo: Memo = { start: 0, states: new Map(), forecasts: timed(costs), pastOf }
  return {
    memo,
    cpuMsOf: (key) => {
      const cost = costs.get(key)
      if (cost === undefined || !memo.states.has(key)) throw new RangeError(`the library fitted and forecast no ${key}`)
      return cost
    },
    forget: (key) => [costs, memo.states, memo.forecasts].forEach((map) => map.delete(key)),
  }
}

/** A map that the library asks, and fills with what it then computes: the CPU between the two is the computation's. */
function timed<V>(costs: Map<string, number>): Map<string, V> {
  const map = new Map<string, V>()
  const begun = new Map<string, NodeJS.CpuUsage>()
  const [get, set] = [map.get.bind(map), map.set.bind(map)]
  map.get = (key) => {
    const value = get(key)
    if (value === undefined) begun.set(key, process.cpuUsage())
    return value
  }
  map.set = (key, value) => {
    const { user, system } = process.cpuUsage(begun.get(key))
    costs.set(key, (user + system) / 1000)
    set(key, value)
    return map
  }
  return map
}

/** What may be known at a step, as the library cuts it. */
const pastOf = ({ values, observed, known, calendar }: Timeline, origin: number): ReturnType<Memo['pastOf']> => {
  const cut = <C extends Readonly<Record<string, Float64Array>>>(columns: C): C =>
    Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, column.slice(0, origin)])) as C
  return { values: values.slice(0, origin), observed: cut(observed), known: cut(known), calendar: cut(calendar) }
}
