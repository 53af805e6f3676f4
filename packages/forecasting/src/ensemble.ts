import type { Timeline } from './columns.ts'
import { explainMedian } from './explain-median.ts'
import { addTo, contributionsOf, explained } from './explanation.ts'
import type { Explanation, Future, Member, Model, ModelName, Past, Quantiles } from './model.ts'
import { modelNamed } from './models/registry.ts'
import { medianRow, type Trial } from './rolling-origin.ts'
import { stackingWeights } from './stacking.ts'

/** Names of the combinations of several models: the weighted mean of their medians, and the median of those. */
export const ENSEMBLE = 'ensemble'
export const ENSEMBLE_MEDIAN = 'ensemble-median'
export const isEnsemble = (name: ModelName): boolean => name === ENSEMBLE || name === ENSEMBLE_MEDIAN

/** Several models as one, whose state holds theirs. */
export function ensembleModel(name: ModelName, members: readonly Member[]): Model<readonly unknown[]> {
  const models = members.map(({ model }) => modelNamed(model))
  const shares = sharesOf(name, members)
  const forecastsOf = (states: readonly unknown[], past: Past, future: Future): Quantiles[] =>
    models.map((model, i) => model.predict(states[i], past, future))
  return {
    name,
    minimumSteps: (task) => Math.max(...models.map((model) => model.minimumSteps(task))),
    fit: (past, task) => models.map((model) => model.fit(past, task)),
    update: (states, past) => models.map((model, i) => model.update(states[i], past)),
    predict: (states, past, future) => combined(forecastsOf(states, past, future), shares),
    explain: (states, past, future) => {
      const medians = forecastsOf(states, past, future).map(medianRow)
      return summed(models.map((model, i) => explainMedian(model, states[i], past, future)), medians, shares)
    },
  } // prettier-ignore
}

/** What each member counts for at a step, by their values there. */
type Shares = (values: Float64Array) => Float64Array

function sharesOf(name: ModelName, members: readonly Member[]): Shares {
  const weights = Float64Array.from(members, ({ weight }) => weight)
  return name === ENSEMBLE_MEDIAN ? middle : () => weights
}

/** The middle value counts alone, or the two middle ones by half. */
function middle(values: Float64Array): Float64Array {
  const order = Array.from(values.keys()).sort((a, b) => values[a] - values[b])
  const shares = new Float64Array(values.length)
  shares[order[(values.length - 1) >> 1]] += 0.5
  shares[order[values.length >> 1]] += 0.5
  return shares
}

/** Groups of the same name are added up, each by its member's share of the step. */
function summed(explanations: readonly Explanation[], medians: readonly Float64Array[], shares: Shares): Explanation {
  const steps = medians[0].length
  const parts = contributionsOf(steps)
  for (let step = 0; step < steps; step += 1) {
    const weights = shares(Float64Array.from(medians, (median) => median[step]))
    for (const [i, { groups, contributions }] of explanations.entries()) {
      for (const [row, group] of groups.entries()) {
        addTo(parts, group, step, weights[i] * contributions[row * steps + step])
      }
    }
  }
  return explained(parts)
}

/** What the ensemble would have said at the origins that all its members share. */
export function ensembleTrial(
  name: ModelName,
  trials: readonly Trial[],
  members: readonly Member[],
  origins: readonly number[],
): Trial {
  const parts = members.map(({ model }) => trials.find((trial) => trial.model === model) as Trial)
  const shares = sharesOf(name, members)
  const forecasts = origins.map((origin) =>
    combined(parts.map((trial) => trial.forecasts[trial.origins.indexOf(origin)]), shares),
  ) // prettier-ignore
  return { model: name, origins, forecasts }
}

function combined(forecasts: readonly Quantiles[], shares: Shares): Quantiles {
  const medians = forecasts.map(medianRow)
  const column = new Float64Array(medians.length)
  const values = new Float64Array(medians[0].length)
  for (let step = 0; step < values.length; step += 1) {
    for (let i = 0; i < column.length; i += 1) column[i] = medians[i][step]
    const weights = shares(column)
    for (let i = 0; i < column.length; i += 1) values[step] += weights[i] * column[i]
  }
  return { levels: [0.5], values }
}

/**
 * Weights of the models by their errors at some origins; those without weight are left out.
 * @param issue step at which the known past ends
 */
export function weighMembers(
  trials: readonly Trial[],
  origins: readonly number[],
  timeline: Timeline,
  issue: number,
): Member[] {
  const errors = trials.map((trial) => errorsAt(trial, origins, timeline, issue))
  const weights = stackingWeights(errors, origins.length)
  return trials.map(({ model }, i) => ({ model, weight: weights[i] })).filter(({ weight }) => weight > 0)
}

/** Errors at the given origins end to end; NaN where the outcome is not known before `issue`. */
export function errorsAt(trial: Trial, origins: readonly number[], { values }: Timeline, issue: number): Float64Array {
  const rows = origins.map((origin) => {
    const median = medianRow(trial.forecasts[trial.origins.indexOf(origin)])
    return median.map((value, lead) => (origin + lead < issue ? values[origin + lead] - value : NaN))
  })
  const all = new Float64Array(rows.reduce((sum, row) => sum + row.length, 0))
  let at = 0
  for (const row of rows) {
    all.set(row, at)
    at += row.length
  }
  return all
}

/** All of them alike. */
export const equalMembers = (trials: readonly Trial[]): Member[] =>
  trials.map(({ model }) => ({ model, weight: 1 / trials.length }))
