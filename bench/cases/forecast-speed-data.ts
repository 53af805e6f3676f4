import { type RegularSeries, seededNormal, seededRandom } from '@omarino/energy'
import { calendarColumns, DAY_MS, type ForecastTask, HOUR_MS, type prepareForecast } from '@omarino/forecasting'

export const DAY = 24
export const STEPS = 48

type Prepare = Parameters<typeof prepareForecast>
export type Timeline = Prepare[0]
export type Memo = NonNullable<Prepare[3]>

/** Hourly load in kW: the day's wave, lower weekends, errors that last for hours. */
export function seededLoad(hours: number, startMs: number, seed: number): RegularSeries {
  const normal = seededNormal(seededRandom(seed))
  let error = 0
  const values = Float64Array.from({ length: hours }, (_, hour) => {
    error = 0.8 * error + normal()
    const ms = startMs + hour * HOUR_MS
    const weekend = [2, 3].includes(Math.floor(ms / DAY_MS) % 7) // days since a Thursday
    return (weekend ? 40 : 60) + 20 * Math.sin((2 * Math.PI * ms) / DAY_MS) + error
  })
  return { startMs, stepMs: HOUR_MS, values }
}

/** The same as what a library call takes: history and horizon on one axis, UTC. */
export const timelineOf = (
  { startMs, stepMs, values }: RegularSeries,
  covariates: Pick<Timeline, 'observed' | 'known'> = { observed: {}, known: {} },
): Timeline => ({
  values,
  ...covariates,
  calendar: calendarColumns(startMs, stepMs, values.length + STEPS, 'UTC', null),
})

export const taskFor = (model: string): ForecastTask => ({
  stepMs: HOUR_MS,
  levels: [0.1, 0.5, 0.9],
  nonNegative: false,
  capacity: null,
  model,
  seed: 1,
})

/** CPU ms of this process, all its threads (compiler and garbage collector too), over some work. */
export function cpuMs(work: () => void): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}
