import { unexplained } from './explanation.ts'
import type { Explanation, Future, Model, Past } from './model.ts'
import { medianRow } from './rolling-origin.ts'

/** Contributions to a model's median; of one that cannot tell, what it adds to the median of the past. */
export const explainMedian = (model: Model<unknown>, state: unknown, past: Past, future: Future): Explanation =>
  model.explain?.(state, past, future) ?? unexplained(model.name, past, medianRow(model.predict(state, past, future)))
