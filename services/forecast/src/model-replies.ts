import type { Drift, ForecastModel, RetrainPolicy } from '@omarino/contracts'
import type { DriftRow, ModelRow, PolicyRow } from '@omarino/store'

/** A trained version as callers see it. */
export const toModel = (row: ModelRow): ForecastModel => ({
  id: row.id, series: row.series_key, name: row.name, version: row.version, status: row.status, reason: row.reason,
  reasonCode: row.reason_code, reasonValues: row.reason_values,
  trainedFrom: row.trained_from.toISOString(), trainedTo: row.trained_to.toISOString(), trainedPoints: row.trained_points,
  request: row.request as ForecastModel['request'], parameters: row.parameters as ForecastModel['parameters'], scores: row.scores as ForecastModel['scores'],
  seed: row.seed, codeVersion: row.code_version, inputsSha256: row.inputs_sha256, stateBytes: row.state_bytes, createdAt: row.created_at.toISOString(),
  activatedAt: row.activated_at?.toISOString() ?? null, retiredAt: row.retired_at?.toISOString() ?? null,
}) // prettier-ignore

export const toPolicy = (series: string, row: PolicyRow): RetrainPolicy => ({
  series,
  every: row.every,
  onDrift: row.on_drift,
  onCorrection: row.on_correction,
  updatedAt: row.updated_at?.toISOString() ?? null,
})

export const toDrift = (row: DriftRow): Drift => ({
  id: row.id, series: row.series_key, kind: row.kind, at: row.at.toISOString(), value: row.value, limit: row.limit_value, message: row.message,
  trainTaskRunId: row.train_task_run_id, createdAt: row.created_at.toISOString(),
}) // prettier-ignore
