import { HOUR_MS } from '@omarino/forecasting'
import { uuidv7 } from '@omarino/platform'
import { createMeter, createSeries, transaction, writePoints } from '@omarino/store'
import type { Pool } from 'pg'
import { seededLoad } from './forecast-speed-data.ts'

export const YEARS_HOURS = 2 * 365 * 24
/** What the service reads of a series for a warm forecast: 400 days of a fit that may be 60 days old. */
const READ_DAYS = 460

/** Series with two years of seeded hours that end at `endMs`; their keys. */
export async function addLoads(db: Pool, site: string, count: number, endMs: number): Promise<string[]> {
  await createMeter(db, { id: uuidv7(), key: site, name: site, type: 'electricity', zone: 'Europe/Berlin', source: 'demo' }) // prettier-ignore
  const keys = Array.from({ length: count }, (_, i) => `${site}/load-${i}/active_power`)
  for (const [i, key] of keys.entries()) {
    const row = { uuid: uuidv7(), key, meterKey: site, name: key, unit: 'kW', kind: 'mean', dataType: 'measurement', stepMs: HOUR_MS, zone: null, source: 'demo' } // prettier-ignore
    const { series } = await createSeries(db, row)
    const { startMs, values } = seededLoad(YEARS_HOURS, endMs - YEARS_HOURS * HOUR_MS, 100 + i)
    const timesMs = values.map((_, hour) => startMs + hour * HOUR_MS)
    const seriesIds = new Int32Array(values.length).fill(series.id)
    const points = { seriesIds, timesMs, values, quality: new Int16Array(values.length) }
    await transaction(db, (client) => writePoints(client, points))
  }
  return keys
}

const COPY_SERIES = `
  insert into timeseries.series (uuid, key, meter_id, name, unit, kind, data_type, step_ms, zone, source)
  select gen_random_uuid(), $2 || n, s.meter_id, $2 || n, s.unit, s.kind, s.data_type, s.step_ms, s.zone, s.source
    from generate_series(0, $3::int - 1) as n join timeseries.series s on s.key = ($1::text[])[1 + n % cardinality($1::text[])]
  returning key`
const PAIRS = `
  create temp table copied as
  select c.id, s.id as from_id from generate_series(0, $3::int - 1) as n
    join timeseries.series c on c.key = $2 || n join timeseries.series s on s.key = ($1::text[])[1 + n % cardinality($1::text[])]`
const COPY_POINTS = `
  insert into timeseries.point (time, value, series_id, quality)
  select p.time, p.value, copied.id, p.quality from timeseries.point p join copied on copied.from_id = p.series_id
   where p.time >= to_timestamp($1 / 1000.0) and p.time < to_timestamp($2 / 1000.0)`
const COPY_MODELS = `
  insert into forecast.model (id, series_id, name, version, status, state, parameters, trained_from, trained_to, scores, seed, code_version, request,
                              request_sha256, trained_points, data_version, inputs_sha256, reason, activated_at)
  select gen_random_uuid(), copied.id, m.name, m.version, m.status, m.state, m.parameters, m.trained_from, m.trained_to, m.scores, m.seed,
         m.code_version, m.request, m.request_sha256, m.trained_points, m.data_version, m.inputs_sha256, m.reason, m.activated_at
    from forecast.model m join copied on copied.from_id = m.series_id where m.status = 'active'`
const COPY_WEEKS = 10 // at once

/** Copies of trained series with all that a warm forecast reads of them: points and the version that serves. Their keys. */
export async function copyLoads(db: Pool, from: readonly string[], count: number, endMs: number): Promise<string[]> {
  const prefix = `${from[0].split('/')[0]}/copy-`
  const client = await db.connect()
  try {
    const { rows } = await client.query<{ key: string }>(COPY_SERIES, [from, prefix, count])
    await client.query('drop table if exists pg_temp.copied')
    // A definition takes no parameters: keys are our own words.
    const quoted = `array[${from.map((key) => `'${key}'`).join(', ')}]`
    await client.query(PAIRS.replaceAll('$1', quoted).replaceAll('$2', `'${prefix}'`).replaceAll('$3', String(count)))
    const spanMs = COPY_WEEKS * 7 * 24 * HOUR_MS
    for (let fromMs = endMs - READ_DAYS * 24 * HOUR_MS; fromMs < endMs; fromMs += spanMs) {
      await client.query(COPY_POINTS, [fromMs, Math.min(endMs, fromMs + spanMs)])
    }
    await client.query(COPY_MODELS)
    await client.query('analyze timeseries.series, timeseries.point, forecast.model')
    return rows.map(({ key }) => key)
  } finally {
    client.release()
  }
}
