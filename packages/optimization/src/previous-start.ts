import type { OptimizeRequest } from '@omarino/contracts'
import { readAxis } from './plant/axis.ts'
import type { Plant } from './plant/plant.ts'
import type { Schedules } from './schedule-costs.ts'

/**
 * A start for the solver from the plan before: its numbers at the same instants, the given schedules' where it says nothing.
 * @throws Failure 'invalid' when the previous horizon does not rise
 */
export function startFrom(previous: OptimizeRequest['previous'], plant: Plant, tail: Schedules): Schedules {
  if (!previous) return tail
  const before = readAxis(previous.horizon)
  const stepBefore = Array.from(plant.axis.startsMs, (startMs) =>
    before.endsMs.findIndex((endMs, t) => before.startsMs[t] <= startMs && startMs < endMs),
  )
  return Object.fromEntries(
    Object.entries(tail).map(([id, columns]) => [
      id,
      Object.fromEntries(
        Object.entries(columns).map(([name, values]) => {
          const old = Object.hasOwn(previous.schedules, id) ? previous.schedules[id][name] : undefined
          return [name, values.map((value, t) => old?.[stepBefore[t]] ?? value)]
        }),
      ),
    ]),
  )
}
