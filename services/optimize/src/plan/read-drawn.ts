import type { ConfigOf } from '@omarino/contracts'
import { getSeries } from '@omarino/store'
import type { Queryable } from '@omarino/store'
import { begunWindow } from '../assets/deferrable.ts'
import { factorFor } from '../assets/series-needs.ts'
import type { Clock, Drawn } from '../assets/stored-kind.ts'
import { readOnGrid } from './read-points.ts'

const HOUR_MS = 3_600_000

/** What a load that can wait has drawn since its window began; undefined where none has, or nothing of it is measured. */
export async function readDrawn(
  db: Queryable,
  config: ConfigOf<'deferrable'>,
  clock: Clock,
): Promise<Drawn | undefined> {
  const window = begunWindow(config, clock)
  if (!window || config.powerSeries === undefined) return undefined
  const { stepMs, startMs } = clock.grid
  const steps = Math.ceil((startMs - window.fromMs) / stepMs)
  const series = await getSeries(db, config.powerSeries)
  const factor = factorFor('power', series.unit) ?? NaN // checked when the asset was made; a unit never changes
  const past = { startMs: startMs - steps * stepMs, stepMs, steps }
  const valuesKw = (await readOnGrid(db, series, past)).map((value) => value * factor)
  if (valuesKw.every(Number.isNaN)) return undefined
  const runningKw = runningAbove(config)
  const first = valuesKw.findIndex((kw) => kw >= runningKw)
  return {
    energyKwh: valuesKw.reduce((sum, kw) => sum + (Number.isNaN(kw) ? 0 : (Math.max(0, kw) * stepMs) / HOUR_MS), 0),
    begunMs: first < 0 ? undefined : past.startMs + first * stepMs,
  }
}

/** Less is taken for standby. */
const runningAbove = (config: ConfigOf<'deferrable'>): number =>
  config.mode === 'block'
    ? config.profileKw.reduce((sum, kw) => sum + kw, 0) / config.profileKw.length / 2
    : config.powerKw / 2
