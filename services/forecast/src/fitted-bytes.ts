import type { Anomaly, FittedSeries } from '@omarino/forecasting'
import { deserialize, serialize } from 'node:v8'
import { gunzipSync, gzipSync } from 'node:zlib'

const FAST = 1 // numbers hardly compress: what a higher level gains is not worth its time
const MOST_BYTES = 256 * 1024 * 1024 // unpacked

/** A fitted model, with what is odd in the history that it was fitted on. */
export interface Kept {
  readonly fitted: FittedSeries
  readonly anomalies: readonly Anomaly[]
}

/** A fitted model as it is stored and cached. */
export const packFitted = (fitted: FittedSeries, anomalies: readonly Anomaly[] = []): Uint8Array =>
  gzipSync(serialize({ fitted, anomalies } satisfies Kept), { level: FAST })

/** What an earlier process fitted; undefined when this one cannot read it. */
export function unpackFitted(bytes: Uint8Array): Kept | undefined {
  try {
    const kept = deserialize(gunzipSync(bytes, { maxOutputLength: MOST_BYTES })) as Partial<Kept>
    return kept.fitted && kept.anomalies ? (kept as Kept) : undefined // it is fitted anew
  } catch {
    return undefined // of another Node version, or damaged: it is fitted anew
  }
}
