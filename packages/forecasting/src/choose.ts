import { Failure } from '@omarino/energy'
import type { Timeline } from './columns.ts'
import { adaptiveLevels } from './adaptive-levels.ts'
import { type ErrorTable, errorTable } from './error-table.ts'
import {
  ENSEMBLE, ENSEMBLE_MEDIAN, ensembleModel, ensembleTrial, equalMembers, errorsAt, isEnsemble, weighMembers,
} from './ensemble.ts' // prettier-ignore
import { finiteOrNull, levelRow, type Scored, scoreTrial, selectLevels } from './evaluate-trial.ts'
import {
  type CandidateScore, type Choice, type ForecastTask, type Member, type Model, type ModelName, stepsPerDay,
} from './model.ts' // prettier-ignore
import { MODEL_NAMES, modelNamed, PHYSICAL_NAMES, REFERENCE, type Registered, REGISTRY } from './models/registry.ts'
import { meanPinball } from './pinball.ts'
import type { ReplayMemo } from './replay-memo.ts'
import { pastOrigins, rollOrigins, type Trial } from './rolling-origin.ts'
import { mae } from './scores.ts'

/** A candidate must beat the seasonal naive by this share of its score, so that noise changes nothing. */
const LEAST_GAIN = 0.02
/** A single model must beat the ensemble by this share: the best of some past weeks is often the luckiest. */
const GAIN_ON_MEAN = 0.35
/**
 * What a physical model may lose on the ensemble: a few weeks' weather says less than the formula. On 15–29 September of
 * three substations' PV its mean error is 0.0585 of the range so and 0.0620 as an ensemble; on GEFCom's February the
 * pinball stays 0.0152, where 5 % gave 0.0154.
 */
const LOSS_ON_MEAN = 0.02
/** What the ensemble may lose on the seasonal naive in those weeks: more, and it is not to be trusted. */
const LOSS_ON_NAIVE = 0.15
/** One origin to learn the bands from, one to score them. */
const LEAST_ORIGINS = 2
/** Below as many origins a candidate is judged by luck: it takes no part where another one has them. */
const ENOUGH_ORIGINS = 12
/** A member may err by this much more than the best one. */
const MEMBER_WITHIN = 1.4

/** The chosen model with what its forecast needs: errors for the bands, scores for the reader. */
export interface Chosen {
  readonly choice: Choice
  readonly trial: Trial
  readonly errors: ErrorTable
  readonly scored: Scored
  readonly reference: Scored
}

/** What a choice says is to be fitted. */
export const chosenModel = ({ model, members }: Choice): Model<unknown> =>
  isEnsemble(model) ? ensembleModel(model, members) : modelNamed(model)

interface Candidate {
  readonly model: ModelName
  readonly trial: Trial
  readonly members: readonly Member[]
  readonly errors: ErrorTable
  /** What the score is of: an ensemble is judged with weights that the scored origins had no part in. */
  readonly tried: { readonly trial: Trial; readonly errors: ErrorTable }
  readonly scored: Scored
  readonly score: CandidateScore
}

/** What candidates are judged by. */
interface Court {
  readonly timeline: Timeline
  readonly issue: number
  readonly steps: number
  readonly levels: readonly number[]
  readonly task: ForecastTask
}

/**
 * Chooses by rolling origins inside the known past: each candidate forecasts the same past days as if they were the
 * future, the newer half of them is scored by the mean pinball loss over the asked levels. The ensemble of those within
 * reach of the best is the safe choice, see `pickModel`. With fewer than two origins
 * nothing is scored and the seasonal naive stands.
 * @param issue  step of the timeline that the forecast starts at
 * @param levels rows to compute; hold all of `task.levels`
 * @param memo   replayed origins of an earlier issue of the same series
 * @throws Failure `TOO_LITTLE_HISTORY` when the task names a model that has too little, `MODEL_UNSUITABLE` when no history
 *   would do at this step, `MODEL_UNKNOWN`
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
  const court = { timeline, issue, steps, levels, task }
  const asked = REGISTRY.filter((entry) => isAsked(entry, timeline, steps, task))
  const trials = enoughOrigins(asked.flatMap(({ model }) => replay(model, court, memo) ?? []))
  const origins = Math.min(...trials.map((trial) => trial.origins.length))
  const scoredOrigins = Math.floor(origins / 2)
  const singles = trials.map((trial) => judge(trial, [], scoredOrigins, court))
  const all = task.model === 'auto' ? [...singles, ...stack(singles, origins, scoredOrigins, court)] : singles
  const best = pick(all, task)
  if (!best) throw tooLittle(issue, task)
  const scores = [
    ...asked.map(({ model }) => singles.find((one) => one.model === model.name)?.score ?? unable(model, issue, task)),
    ...all.slice(singles.length).map(({ score }) => score),
  ]
  const { trial, errors, members, model, tried } = best
  const adapted = adaptiveLevels(tried.trial, tried.errors, timeline, levels, task)
  const from = tried.trial.origins.length - scoredOrigins
  const scored = scoreTrial(tried.trial, tried.errors, from, levels, timeline, issue, task, adapted)
  const choice = { model, members, origins: scoredOrigins, scores }
  return { choice, trial, errors, scored, reference: singles[0].scored }
}

const isAsked = ({ model, inAuto }: Registered, timeline: Timeline, steps: number, task: ForecastTask): boolean =>
  task.model === 'auto' ? inAuto(task, timeline, steps) : task.model === model.name || model === REFERENCE

function replay(model: Model<unknown>, court: Court, memo?: ReplayMemo): Trial | undefined {
  const { timeline, issue, steps, task } = court
  const origins = pastOrigins(timeline, issue, steps, model.minimumSteps(task), stepsPerDay(task.stepMs))
  if (origins.length < LEAST_ORIGINS && model !== REFERENCE) return undefined
  return rollOrigins(model, timeline, origins, steps, task, memo)
}

/** Leaves out who has too few origins where another than the reference has enough. */
function enoughOrigins(trials: readonly Trial[]): readonly Trial[] {
  const enough = trials.filter(({ origins }) => origins.length >= ENOUGH_ORIGINS)
  return enough.some(({ model }) => model !== REFERENCE.name) ? enough : trials
}

function judge(trial: Trial, members: readonly Member[], scoredOrigins: number, court: Court): Candidate {
  const { timeline, issue, levels, task } = court
  const errors = errorTable(trial, timeline, task.stepMs)
  const scored = scoreTrial(trial, errors, trial.origins.length - scoredOrigins, levels, timeline, issue, task)
  const { actual, quantiles } = scored
  const score = {
    model: trial.model,
    pinball: finiteOrNull(meanPinball(actual, selectLevels(quantiles, levels, task.levels), task.levels)),
    mae: finiteOrNull(mae(actual, levelRow(quantiles, levels, 0.5))),
    reason: scored.origins > 0 ? null : 'no past day could be scored',
  }
  return { model: trial.model, trial, members, errors, tried: { trial, errors }, scored, score }
}

/**
 * The better of two ensembles: the weighted mean, judged with weights of the older origins and then given those of all,
 * and the median.
 */
function stack(singles: readonly Candidate[], origins: number, scoredOrigins: number, court: Court): Candidate[] {
  const { timeline, issue } = court
  if (scoredOrigins < LEAST_ORIGINS || singles.length < 3) return []
  const shared = singles[0].trial.origins.slice(-origins)
  const older = shared.slice(0, -scoredOrigins)
  const sizes = singles.map(({ trial }) => meanSize(errorsAt(trial, older, timeline, issue)))
  const trials = singles.filter((_, i) => sizes[i] <= MEMBER_WITHIN * Math.min(...sizes)).map(({ trial }) => trial)
  if (trials.length < 2) return []
  const before = weighMembers(trials, older, timeline, issue)
  const judged = judge(ensembleTrial(ENSEMBLE, trials, before, shared), before, scoredOrigins, court)
  const members = weighMembers(trials, shared, timeline, issue)
  const trial = ensembleTrial(ENSEMBLE, trials, members, shared)
  const mean = members.length < 2 ? [] : [{ ...judged, trial, members, errors: errorTable(trial, timeline, court.task.stepMs) }] // prettier-ignore
  return bestOf([...mean, ...middleOf(trials, shared, scoredOrigins, court)])
}

/** The median of the models, which one that errs alone does not move; three at least. */
function middleOf(
  trials: readonly Trial[],
  shared: readonly number[],
  scoredOrigins: number,
  court: Court,
): Candidate[] {
  if (trials.length < 3) return []
  const members = equalMembers(trials)
  return [judge(ensembleTrial(ENSEMBLE_MEDIAN, trials, members, shared), members, scoredOrigins, court)]
}

const lossOf = ({ pinball }: CandidateScore): number => pinball ?? Infinity

const bestOf = (candidates: readonly Candidate[]): Candidate[] =>
  candidates.length < 2 || lossOf(candidates[0].score) <= lossOf(candidates[1].score) ? candidates.slice(0, 1) : candidates.slice(1) // prettier-ignore

function meanSize(errors: Float64Array): number {
  const known = errors.filter((error) => !Number.isNaN(error))
  return known.reduce((sum, error) => sum + Math.abs(error), 0) / known.length
}

function pick(all: readonly Candidate[], task: ForecastTask): Candidate | undefined {
  const distributions = all.filter(({ errors }) => errors.ranks).map(({ model }) => model)
  const name = task.model === 'auto' ? pickModel(all.map(({ score }) => score), distributions) : task.model // prettier-ignore
  return all.find(({ model }) => model === name)
}

/**
 * The model with the least loss, if it forecasts a distribution of its own, which the mean of medians cannot stand for;
 * else the safe one, unless one model beats it by more than 35 %; else the model with the least loss, if that is 2 % less
 * than the seasonal naive's. Safe is a physical model that gains as much and loses at most 2 % on the ensemble, else the
 * ensemble, unless it does 15 % worse than the seasonal naive.
 * @param scores        the seasonal naive first; a loss that is not known never wins
 * @param distributions names of the models that forecast a distribution
 */
export function pickModel(scores: readonly CandidateScore[], distributions: readonly ModelName[] = []): ModelName {
  const [reference] = scores
  const best = scores.reduce((least, one) => (lossOf(one) < lossOf(least) ? one : least), reference)
  const safe = safeModel(scores)
  const isOwnKind = distributions.includes(best.model)
  if (safe && !isOwnKind && lossOf(best) > (1 - GAIN_ON_MEAN) * lossOf(safe)) return safe.model
  return lossOf(best) < (1 - LEAST_GAIN) * lossOf(reference) ? best.model : reference.model
}

function safeModel(scores: readonly CandidateScore[]): CandidateScore | undefined {
  const [reference] = scores
  const mean = scores.find(({ model }) => isEnsemble(model))
  if (!mean) return undefined
  const physical = scores.find(({ model }) => PHYSICAL_NAMES.includes(model))
  const most = Math.min((1 + LOSS_ON_MEAN) * lossOf(mean), (1 - LEAST_GAIN) * lossOf(reference))
  if (physical && lossOf(physical) < most) return physical
  return lossOf(mean) <= (1 + LOSS_ON_NAIVE) * lossOf(reference) ? mean : undefined
}

/** A model that no history would make able does not work at this step. */
function unable(model: Model<unknown>, issue: number, task: ForecastTask): CandidateScore {
  const days = neededDays(model, task)
  const has = (issue / stepsPerDay(task.stepMs)).toFixed(1)
  const reason = Number.isFinite(days)
    ? `needs ${days} days of history, has ${has}`
    : `does not forecast steps of ${task.stepMs / 60_000} minutes`
  return { model: model.name, pinball: null, mae: null, reason }
}

const neededDays = (model: Model<unknown>, task: ForecastTask): number =>
  Math.ceil(model.minimumSteps(task) / stepsPerDay(task.stepMs)) + LEAST_ORIGINS

function unknownModel({ model }: ForecastTask): Failure {
  const sentence = `there is no model ${model}; there are auto, ${MODEL_NAMES.join(', ')}`
  return new Failure('invalid', 'MODEL_UNKNOWN', sentence, '/model')
}

function tooLittle(issue: number, task: ForecastTask): Failure {
  const perDay = stepsPerDay(task.stepMs)
  const model = REGISTRY.find((entry) => entry.model.name === task.model)?.model ?? REFERENCE
  const days = neededDays(model, task)
  if (!Number.isFinite(days)) {
    return new Failure('invalid', 'MODEL_UNSUITABLE', `${model.name} ${unable(model, issue, task).reason}`, '/model')
  }
  return new Failure(
    'invalid',
    'TOO_LITTLE_HISTORY',
    `the history holds ${(issue / perDay).toFixed(1)} days (${issue} points); ${model.name} needs ${days} days (${days * perDay} points)`,
  )
}
