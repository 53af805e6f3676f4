import type { Timeline } from './columns.ts'
import { explainMedian } from './explain-median.ts'
import { addTo, contributionsOf, explained } from './explanation.ts'
import type { Explanation, Member, Model, Past, Quantiles } from './model.ts'
import { modelNamed } from './models/registry.ts'
import { medianRow, type Trial } from './rolling-origin.ts'
import { stackingWeights } from './stacking.ts'

/** Name of the weighted mean of several models. */
export const ENSEMBLE = 'ensemble'

/** The weighted mean of its members' medians, as a model whose state holds theirs. */
export function ensembleModel(members: readonly Member[]): Model<readonly unknown[]> {
  const models = members.map(({ model }) => modelNamed(model))
  const each = (states: readonly unknown[], past: Past): unknown[] =>
    models.map((model, i) => model.update(states[i], past))
  return {
    name: ENSEMBLE,
    minimumSteps: (task) => Math.max(...models.map((model) => model.minimumSteps(task))),
    fit: (past, task) => models.map((model) => model.fit(past, task)),
    update: each,
    predict: (states, past, future) =>
      weightedMean(models.map((model, i) => model.predict(states[i], past, future)), members),
    explain: (states, past, future) =>
      weightedSum(models.map((model, i) => explainMedian(model, states[i], past, future)), members, future.steps),
  } // prettier-ignore
}

/** Groups of the same name are added up; a member's share is its weight. */
function weightedSum(explanations: readonly Explanation[], members: readonly Member[], steps: number): Explanation {
  const parts = contributionsOf(steps)
  for (const [i, { groups, contributions }] of explanations.entries()) {
    for (let at = 0; at < contributions.length; at += 1) {
      addTo(parts, groups[Math.floor(at / steps)], at % steps, members[i].weight * contributions[at])
    }
  }
  return explained(parts)
}

/** What the ensemble would have said at the origins that all its members share. */
export function ensembleTrial(trials: readonly Trial[], members: readonly Member[], origins: readonly number[]): Trial {
  const parts = members.map(({ model }) => trials.find((trial) => trial.model === model) as Trial)
  const forecasts = origins.map((origin) =>
    weightedMean(parts.map((trial) => trial.forecasts[trial.origins.indexOf(origin)]), members),
  ) // prettier-ignore
  return { model: ENSEMBLE, origins, forecasts }
}

function weightedMean(forecasts: readonly Quantiles[], members: readonly Member[]): Quantiles {
  const medians = forecasts.map(medianRow)
  const values = new Float64Array(medians[0].length)
  for (const [i, { weight }] of members.entries()) {
    for (let step = 0; step < values.length; step += 1) values[step] += weight * medians[i][step]
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
  const weights = stackingWeights(trials.map((trial) => errorsAt(trial, origins, timeline, issue)))
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
