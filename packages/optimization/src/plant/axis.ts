import type { OptimizeRequest } from '@omarino/contracts'
import { Failure, parseInstant } from '@omarino/energy'

/** The steps of a horizon; they need not be equally long. Step t is `[startsMs[t], endsMs[t])`. */
export interface Axis {
  readonly steps: number
  readonly startsMs: Float64Array
  readonly endsMs: Float64Array
  readonly stepHours: Float64Array
}

const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000

/**
 * Lays out the horizon.
 * @throws Failure 'invalid' when the ends of the steps do not rise
 */
export function readAxis(horizon: OptimizeRequest['horizon']): Axis {
  const startMs = instantOf(horizon.start)
  const endsMs =
    'stepEnds' in horizon
      ? Float64Array.from(horizon.stepEnds, instantOf)
      : Float64Array.from({ length: horizon.steps }, (_, t) => startMs + (t + 1) * horizon.stepMinutes * MINUTE_MS)
  const startsMs = Float64Array.from(endsMs, (_, t) => (t === 0 ? startMs : endsMs[t - 1]))
  const stepHours = endsMs.map((endMs, t) => (endMs - startsMs[t]) / HOUR_MS)
  const late = stepHours.findIndex((hours) => !(hours > 0))
  if (late >= 0) {
    const text = `step ${late} ends at ${isoInstant(endsMs[late])}, not after its start ${isoInstant(startsMs[late])}`
    throw new Failure('invalid', 'HORIZON_NOT_RISING', text, `/horizon/stepEnds/${late}`)
  }
  return { steps: endsMs.length, startsMs, endsMs, stepHours }
}

/** An instant as it is written on the wire. */
export const isoInstant = (instantMs: number): string => new Date(instantMs).toISOString().replace('.000Z', 'Z')

function instantOf(text: string): number {
  const instantMs = parseInstant(text)
  if (typeof instantMs === 'number') return instantMs
  throw new Failure('invalid', instantMs, `"${text}" is not an instant in UTC`, '/horizon')
}
