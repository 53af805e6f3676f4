import { Failure } from '@omarino/energy'
import type { Timeline } from './columns.ts'
import { errorTable, type ErrorTable } from './conformal.ts'
import { finiteOrNull, levelRow, type Scored, scoreTrial, selectLevels } from './evaluate-trial.ts'
import { type CandidateScore, type Choice, type ForecastTask, type Model, stepsPerDay } from './model.ts'
import { MODEL_NAMES, REFERENCE, type Registered, REGISTRY } from './models/registry.ts'
import { meanPinball } from './pinball.ts'
import type { ReplayMemo } from './replay-memo.ts'
import { dailyOrigins, rollOrigins, type Trial } from './rolling-origin.ts'
import { mae } from './scores.ts'

/** A candidate must beat the one before it by this share of its score, so that noise changes nothing. */
const LEAST_GAIN = 0.02
/** One origin to learn the bands from, one to score them. */
const LEAST_ORIGINS = 2

/** The chosen model with what its forecast needs: errors for the bands, scores for the reader. */
export interface Chosen {
  readonly model: Model<unknown>
  readonly trial: Trial
  readonly errors: ErrorTable
  readonly scored: Scored
  readonly reference: Scored
  readonly choice: Choice
}

interface Candidate {
  readonly trial: Trial
  readonly errors: ErrorTable
}

/**
 * Chooses by rolling origins inside the known past: each candidate forecasts the same past days as if they were the
 * future; the lowest mean pinball loss over the asked levels wins, if by more than 2 %. The seasonal naive is always
 * a candidate. With fewer than two origins nothing is scored and the seasonal naive stands.
 * @param issue  step of the timeline that the forecast starts at
 * @param levels rows to compute; hold all of `task.levels`
 * @param memo   replayed origins of an earlier issue of the same series
 * @throws Failure `TOO_LITTLE_HISTORY` when the task names a model that has too little, `MODEL_UNKNOWN`
 */
export function chooseModel(
  timeline: Timeline,
  issue: number,
  steps: number,
  levels: readonly number[],
  task: ForecastTask,
  memo?: ReplayMemo,
): Chosen {
  if (task.model !== 'auto' && !MODEL_NAMES.includes(task.model)) throw unknownModel(task)
  const candidates = REGISTRY.map((entry) => candidateOf(entry, timeline, issue, steps, task, memo))
  const able = candidates.filter((candidate) => candidate !== undefined)
  const scoredOrigins = Math.floor(Math.min(...able.map(({ trial }) => trial.origins.length)) / 2)
  const scored = able.map(({ trial, errors }) =>
    scoreTrial(trial, errors, trial.origins.length - scoredOrigins, levels, timeline, issue, task),
  )
  const scores = REGISTRY.map(({ model, inAuto }, i): CandidateScore => {
    const at = able.findIndex((candidate) => candidate === candidates[i])
    return candidates[i]
      ? scoreOf(model, scored[at], levels, task)
      : unable(model, issue, task, inAuto(task, timeline.known))
  })
  const best = able.findIndex(({ trial }) => trial.model.name === pickName(scores, task))
  if (best < 0) throw tooLittle(issue, task)
  const { trial, errors } = able[best]
  const choice = { model: trial.model.name, origins: scoredOrigins, scores }
  return { model: trial.model, trial, errors, scored: scored[best], reference: scored[0], choice }
}

function candidateOf(
  { model, inAuto }: Registered,
  timeline: Timeline,
  issue: number,
  steps: number,
  task: ForecastTask,
  memo?: ReplayMemo,
): Candidate | undefined {
  const asked = task.model === 'auto' ? inAuto(task, timeline.known) : task.model === model.name || model === REFERENCE
  if (!asked) return undefined
  const origins = dailyOrigins(timeline, issue, steps, model.minimumSteps(task), stepsPerDay(task.stepMs))
  if (origins.length < LEAST_ORIGINS && model !== REFERENCE) return undefined
  const trial = rollOrigins(model, timeline, origins, steps, task, memo)
  return { trial, errors: errorTable(trial, timeline, task.stepMs) }
}

function scoreOf(model: Model<unknown>, scored: Scored, levels: readonly number[], task: ForecastTask): CandidateScore {
  const { actual, quantiles } = scored
  return {
    model: model.name,
    pinball: finiteOrNull(meanPinball(actual, selectLevels(quantiles, levels, task.levels), task.levels)),
    mae: finiteOrNull(mae(actual, levelRow(quantiles, levels, 0.5))),
    reason: scored.origins > 0 ? null : 'no past day could be scored',
  }
}

function unable(model: Model<unknown>, issue: number, task: ForecastTask, inAuto: boolean): CandidateScore {
  const asked = (task.model === 'auto' && inAuto) || task.model === model.name
  return {
    model: model.name,
    pinball: null,
    mae: null,
    reason: asked ? whyUnable(model, issue, task) : 'not asked for',
  }
}

/** A model that no history would make able does not work at this step. */
function whyUnable(model: Model<unknown>, issue: number, task: ForecastTask): string {
  const days = neededDays(model, task)
  if (!Number.isFinite(days)) return `does not forecast steps of ${task.stepMs / 60_000} minutes`
  return `needs ${days} days of history, has ${(issue / stepsPerDay(task.stepMs)).toFixed(1)}`
}

const neededDays = (model: Model<unknown>, task: ForecastTask): number =>
  Math.ceil(model.minimumSteps(task) / stepsPerDay(task.stepMs)) + LEAST_ORIGINS

function pickName(scores: readonly CandidateScore[], task: ForecastTask): string {
  if (task.model !== 'auto') return task.model
  let best = scores[0]
  for (const score of scores) {
    if (score.pinball !== null && best.pinball !== null && score.pinball < (1 - LEAST_GAIN) * best.pinball) best = score
  }
  return best.model
}

function unknownModel({ model }: ForecastTask): Failure {
  const sentence = `there is no model ${model}; there are auto, ${MODEL_NAMES.join(', ')}`
  return new Failure('invalid', 'MODEL_UNKNOWN', sentence, '/model')
}

function tooLittle(issue: number, task: ForecastTask): Failure {
  const perDay = stepsPerDay(task.stepMs)
  const model = REGISTRY.find((entry) => entry.model.name === task.model)?.model ?? REFERENCE
  const days = neededDays(model, task)
  return new Failure(
    'invalid',
    'TOO_LITTLE_HISTORY',
    `the history holds ${(issue / perDay).toFixed(1)} days (${issue} points); ${model.name} needs ${days} days (${days * perDay} points)`,
  )
}
