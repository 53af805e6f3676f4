import {
  activeModel,
  dataVersion,
  forgetStates,
  insertModel,
  lockModels,
  sameModel,
  setModelStatus,
} from '@omarino/store'
import type { ModelReason, ModelRow, ModelState, NewModel } from '@omarino/store'
import type { PoolClient } from 'pg'
import { couldNot, FIRST, fittedForOlder, otherCode, replacedBecause, replacedBy } from './model-reasons.ts'

const KEPT_STATES = 4 // of versions that do not serve, for a way of asking: enough to go back to

export interface RegisteredModel {
  readonly id: string
  readonly version: number
  readonly status: ModelState
}

/**
 * Keeps a model that a forecast had to fit. The first of its kind serves at once, and so does the successor of one that is
 * too old or of other code; one that was fitted for an issue before the serving one was trained does not.
 */
export async function registerFitted(
  client: PoolClient,
  model: Omit<NewModel, 'dataVersion'>,
): Promise<RegisteredModel> {
  await lockModels(client, model.seriesId)
  const whole = { ...model, dataVersion: await versionOf(client, model) }
  const same = await sameModel(client, whole)
  if (same) return same
  const active = await activeModel(client, model.seriesId, model.requestSha256)
  const { status, reason } = placeOf(model, active)
  if (active && status === 'active') await setModelStatus(client, active.id, 'retired', replacedBecause(reason))
  const version = await insertModel(client, whole, status, reason)
  await forgetStates(client, model.seriesId, model.requestSha256, KEPT_STATES)
  return { id: model.id, version, status }
}

function placeOf(
  model: Pick<NewModel, 'trainedToMs' | 'codeVersion'>,
  active: ModelRow | undefined,
): { status: ModelState; reason: ModelReason } {
  if (!active) return { status: 'active', reason: FIRST }
  if (active.trained_to.getTime() > model.trainedToMs) return { status: 'retired', reason: fittedForOlder(active) }
  if (active.code_version !== model.codeVersion) return { status: 'active', reason: otherCode(active) }
  return { status: 'active', reason: couldNot(active) }
}

/** Keeps the model of a training: a candidate, unless there is none that serves. The caller promotes it. */
export async function registerCandidate(
  client: PoolClient,
  model: Omit<NewModel, 'dataVersion'>,
  reason: ModelReason,
): Promise<RegisteredModel> {
  await lockModels(client, model.seriesId)
  const whole = { ...model, dataVersion: await versionOf(client, model) }
  const active = await activeModel(client, model.seriesId, model.requestSha256)
  const status = active ? 'candidate' : 'active'
  const version = await insertModel(client, whole, status, active ? reason : FIRST)
  await forgetStates(client, model.seriesId, model.requestSha256, KEPT_STATES)
  return { id: model.id, version, status }
}

/** Lets a version serve in place of the one that does. The caller holds `lockModels`. */
export async function promoteModel(
  client: PoolClient,
  model: Pick<ModelRow, 'id' | 'name' | 'version' | 'series_id' | 'request_sha256'>,
  reason: ModelReason,
): Promise<void> {
  const active = await activeModel(client, model.series_id, model.request_sha256)
  if (active?.id === model.id) return
  if (active) await setModelStatus(client, active.id, 'retired', replacedBy(model))
  await setModelStatus(client, model.id, 'active', reason)
}

const versionOf = (
  client: PoolClient,
  { seriesId, trainedFromMs, trainedToMs }: Omit<NewModel, 'dataVersion'>,
): Promise<string> => dataVersion(client, { seriesId, fromMs: trainedFromMs, toMs: trainedToMs })
