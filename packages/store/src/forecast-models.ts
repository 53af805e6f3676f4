import { Failure } from '@omarino/energy'
import { all, maybe, one } from './database.ts'
import type { Queryable } from './database.ts'

export type ModelState = 'candidate' | 'active' | 'retired'

/** Why a version is what it is: a sentence, and a stable code with its values; no code for a person's own words. */
export interface ModelReason {
  readonly sentence: string
  readonly code: string | null
  readonly values: Readonly<Record<string, string | number>>
}

/** A trained version without its fitted state. */
export interface ModelRow {
  readonly id: string
  readonly series_id: number
  readonly series_key: string
  readonly name: string
  readonly version: number
  readonly status: ModelState
  readonly reason: string
  readonly reason_code: string | null
  readonly reason_values: ModelReason['values']
  readonly trained_from: Date
  readonly trained_to: Date
  readonly trained_points: number
  readonly request: unknown
  readonly request_sha256: string
  readonly parameters: unknown
  readonly scores: unknown
  readonly seed: number
  readonly code_version: string
  readonly data_version: string
  readonly inputs_sha256: string
  readonly state_bytes: number | null
  readonly created_at: Date
  readonly activated_at: Date | null
  readonly retired_at: Date | null
}

const SELECT = `
  select m.id, m.series_id, s.key as series_key, m.name, m.version, m.status, m.reason, m.reason_code, m.reason_values, m.trained_from, m.trained_to, m.trained_points, m.request,
         m.request_sha256, m.parameters, m.scores, m.seed, m.code_version, m.data_version, m.inputs_sha256, octet_length(m.state) as state_bytes,
         m.created_at, m.activated_at, m.retired_at
    from forecast.model m join timeseries.series s on s.id = m.series_id`

/** A version by its id. @throws Failure `NO_SUCH_MODEL` */
export async function getModel(db: Queryable, id: string): Promise<ModelRow> {
  const row = await maybe<ModelRow>(db, `${SELECT} where m.id = $1`, [id])
  if (!row) throw new Failure('not-found', 'NO_SUCH_MODEL', `there is no model version ${id}`)
  return row
}

/** Versions of a series, the newest first. */
export const listModels = (
  db: Queryable,
  filter: { seriesId: number; status?: ModelState | undefined; before?: string | undefined; limit: number },
): Promise<ModelRow[]> =>
  all(
    db,
    `${SELECT} where m.series_id = $1 and ($2::text is null or m.status = $2) and ($3::uuid is null or m.id < $3) order by m.id desc limit $4`,
    [filter.seriesId, filter.status ?? null, filter.before ?? null, filter.limit],
  )

/** A version that may make a forecast. */
export interface UsableModel {
  readonly place: number // of the question it answers
  readonly id: string
  readonly name: string
  readonly version: number
  readonly status: ModelState
  readonly trained_from: Date
  readonly trained_to: Date
}

// Never one that saw anything after the issue; the active one before any other, of the others the one trained last.
const USABLE = `
  select asked.place::int4 - 1 as place, found.*
    from unnest($1::int4[], $2::text[], $3::float8[]) with ordinality as asked (series_id, request_sha256, issue_ms, place)
   cross join lateral (
         select id, name, version, status, trained_from, trained_to from forecast.model
          where series_id = asked.series_id and request_sha256 = asked.request_sha256 and status <> 'candidate' and state is not null
            and code_version = $4 and trained_to <= to_timestamp(asked.issue_ms / 1000.0)
            and trained_to > to_timestamp((asked.issue_ms - $5) / 1000.0)
          order by status = 'active' desc, trained_to desc, id desc limit 1) as found`

/** For each question the version that may answer it at its issue; a question that no version answers is absent. */
export const usableModels = (
  db: Queryable,
  asked: readonly { seriesId: number; requestSha256: string; issueMs: number }[],
  codeVersion: string,
  oldestMs: number,
): Promise<UsableModel[]> =>
  all(db, USABLE, [
    asked.map(({ seriesId }) => seriesId), asked.map(({ requestSha256 }) => requestSha256), asked.map(({ issueMs }) => issueMs), codeVersion, oldestMs,
  ]) // prettier-ignore

/** Fitted states by version; a state that was forgotten is absent. */
export async function readModelStates(db: Queryable, ids: readonly string[]): Promise<Map<string, Buffer>> {
  const text = 'select id, state from forecast.model where id = any ($1::uuid[]) and state is not null'
  const rows = await all<{ id: string; state: Buffer }>(db, text, [ids])
  return new Map(rows.map(({ id, state }) => [id, state]))
}

export interface NewModel {
  readonly id: string
  readonly seriesId: number
  readonly name: string
  readonly state: Uint8Array
  readonly request: unknown
  readonly requestSha256: string
  readonly parameters: unknown
  readonly scores: unknown
  readonly trainedFromMs: number
  readonly trainedToMs: number
  readonly trainedPoints: number
  readonly dataVersion: string
  readonly inputsSha256: string
  readonly seed: number
  readonly codeVersion: string
  readonly taskRunId: string | null
}

/** One writer at a time decides on the versions of a series; held until the transaction ends. */
export async function lockModels(client: Queryable, seriesId: number): Promise<void> {
  await client.query(`select pg_advisory_xact_lock(hashtextextended('forecast.model', $1))`, [seriesId])
}

/** The version that serves a way of asking. */
export const activeModel = (db: Queryable, seriesId: number, requestSha256: string): Promise<ModelRow | undefined> =>
  maybe(db, `${SELECT} where m.series_id = $1 and m.request_sha256 = $2 and m.status = 'active'`, [
    seriesId,
    requestSha256,
  ])

/** A version that was trained on the same inputs for the same question. */
export const sameModel = (db: Queryable, model: NewModel): Promise<ModelRow | undefined> =>
  maybe(
    db,
    `${SELECT} where m.series_id = $1 and m.request_sha256 = $2 and m.inputs_sha256 = $3 and m.code_version = $4 and m.state is not null
      order by m.id limit 1`,
    [model.seriesId, model.requestSha256, model.inputsSha256, model.codeVersion],
  )

const INSERT = `
  insert into forecast.model (id, series_id, name, version, state, request, request_sha256, parameters, scores, trained_from, trained_to,
                              trained_points, data_version, inputs_sha256, seed, code_version, task_run_id, status, reason, activated_at, retired_at,
                              reason_code, reason_values)
  select $1, $2, $3, coalesce((select max(version) from forecast.model where series_id = $2 and name = $3), 0) + 1, $4, $5::jsonb, $6, $7::jsonb,
         $8::jsonb, to_timestamp($9 / 1000.0), to_timestamp($10 / 1000.0), $11, $12, $13, $14, $15, $16, $17, $18,
         case when $17 = 'active' then now() end, case when $17 = 'retired' then now() end, $19, $20::jsonb
  returning version`

/** Adds a version; the caller holds `lockModels`. Returns its number among those of its name. */
export async function insertModel(
  client: Queryable,
  model: NewModel,
  status: ModelState,
  reason: ModelReason,
): Promise<number> {
  const { version } = await one<{ version: number }>(client, INSERT, [
    model.id, model.seriesId, model.name, model.state, JSON.stringify(model.request), model.requestSha256, JSON.stringify(model.parameters),
    JSON.stringify(model.scores), model.trainedFromMs, model.trainedToMs, model.trainedPoints, model.dataVersion, model.inputsSha256, model.seed,
    model.codeVersion, model.taskRunId, status, reason.sentence, reason.code, JSON.stringify(reason.values),
  ]) // prettier-ignore
  return version
}

/** Changes the status of a version; the caller holds `lockModels`, and retires the active one before another becomes it. */
export async function setModelStatus(
  client: Queryable,
  id: string,
  status: ModelState,
  reason: ModelReason,
): Promise<void> {
  await client.query(
    `update forecast.model set status = $2, reason = $3, reason_code = $4, reason_values = $5::jsonb, activated_at = case when $2 = 'active' then now() else activated_at end,
            retired_at = case when $2 = 'retired' then now() end where id = $1`,
    [id, status, reason.sentence, reason.code, JSON.stringify(reason.values)],
  )
}

const FORGET = `
  update forecast.model set state = null
   where series_id = $1 and request_sha256 = $2 and status <> 'active' and state is not null
     and id not in (select id from forecast.model where series_id = $1 and request_sha256 = $2 and status <> 'active' and state is not null
                     order by id desc limit $3)`

/** Forgets the states of all but the newest versions that do not serve; what is known of them stays. */
export async function forgetStates(
  client: Queryable,
  seriesId: number,
  requestSha256: string,
  kept: number,
): Promise<void> {
  await client.query(FORGET, [seriesId, requestSha256, kept])
}

const NEWEST = `
  select distinct on (m.series_id, m.request_sha256) m.series_id, m.request, m.request_sha256, m.trained_from, m.trained_to, m.data_version
    from forecast.model m
   where m.series_id = any ($1::int4[])
     and exists (select from forecast.model a where a.series_id = m.series_id and a.request_sha256 = m.request_sha256 and a.status = 'active')
   order by m.series_id, m.request_sha256, m.trained_to desc, m.id desc`

export type NewestModel = Pick<
  ModelRow,
  'series_id' | 'request' | 'request_sha256' | 'trained_from' | 'trained_to' | 'data_version'
>

/** The version that was trained last for each question that some version serves, whether it serves itself or not. */
export const newestModels = (db: Queryable, seriesIds: readonly number[]): Promise<NewestModel[]> =>
  all(db, NEWEST, [seriesIds])
