import { lookedUp } from '../explanation.ts'
import type { Model } from '../model.ts'
import { stepsPerHour } from '../model.ts'

/** The last known value, held: the first step of a short horizon is hard to beat, and nothing needs less history. */
export const lastValue: Model<null> = {
  name: 'last-value',
  minimumSteps: (task) => stepsPerHour(task.stepMs),
  fit: () => null,
  update: (state) => state,
  predict: (_, { values }, { steps }) => ({ levels: [0.5], values: new Float64Array(steps).fill(lastKnown(values)) }),
  explain: (_, { values }, { steps }) => lookedUp(new Float64Array(steps).fill(lastKnown(values))),
}

/** The last finite value; 0 when there is none. */
function lastKnown(values: Float64Array): number {
  for (let i = values.length - 1; i >= 0; i -= 1) if (Number.isFinite(values[i])) return values[i]
  return 0
}
