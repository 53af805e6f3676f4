import type { FittedSeries } from '@omarino/forecasting'
import { deserialize, serialize } from 'node:v8'
import { gunzipSync, gzipSync } from 'node:zlib'

const FAST = 1 // numbers hardly compress: what a higher level gains is not worth its time
const MOST_BYTES = 256 * 1024 * 1024 // unpacked

/** A fitted model as it is stored and cached. */
export const packFitted = (fitted: FittedSeries): Uint8Array => gzipSync(serialize(fitted), { level: FAST })

/** What an earlier process fitted; undefined when this one cannot read it. */
export function unpackFitted(bytes: Uint8Array): FittedSeries | undefined {
  try {
    return deserialize(gunzipSync(bytes, { maxOutputLength: MOST_BYTES })) as FittedSeries
  } catch {
    return undefined // of another Node version, or damaged: it is fitted anew
  }
}
