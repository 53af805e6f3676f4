import { all, one } from './database.ts'
import type { Queryable } from './database.ts'

/** When the models of a series are trained anew. */
export interface PolicyRow {
  readonly series_id: number
  readonly every: string | null // ISO 8601 duration; null: never by the calendar
  readonly on_drift: boolean
  readonly on_correction: boolean
  readonly updated_at: Date | null // null: the default
}

const READ = `
  select asked.id as series_id, case when p.series_id is null then 'P7D' else p.every end as every,
         coalesce(p.on_drift, true) as on_drift, coalesce(p.on_correction, true) as on_correction, p.updated_at
    from unnest($1::int4[]) with ordinality as asked (id, place) left join forecast.policy p on p.series_id = asked.id order by place`

/** The policies of series, in their order; the default where none was set. */
export const readPolicies = (db: Queryable, seriesIds: readonly number[]): Promise<PolicyRow[]> =>
  all(db, READ, [seriesIds])

const PUT = `
  insert into forecast.policy (series_id, every, on_drift, on_correction, updated_by) values ($1, $2, $3, $4, $5)
  on conflict (series_id) do update set every = excluded.every, on_drift = excluded.on_drift, on_correction = excluded.on_correction,
         updated_by = excluded.updated_by, updated_at = now()
  returning series_id, every, on_drift, on_correction, updated_at`

export const putPolicy = (
  db: Queryable,
  seriesId: number,
  policy: { every: string | null; onDrift: boolean; onCorrection: boolean },
  who: string,
): Promise<PolicyRow> => one(db, PUT, [seriesId, policy.every, policy.onDrift, policy.onCorrection, who])
