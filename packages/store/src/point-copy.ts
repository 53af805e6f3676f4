import type { PointColumns } from '@omarino/energy'
import { once } from 'node:events'
import { finished } from 'node:stream/promises'
import type { PoolClient } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'

const EPOCH_2000_MS = 946_684_800_000
const ROW_BYTES = 40
const ROW_BYTES_NULL = 32
const HEADER = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1')
const TRAILER = Buffer.from([0xff, 0xff])
const CHUNK_ROWS = 25_000 // some 1 MiB

/** Encodes rows [from, to) of the columns for COPY BINARY into (time, value, series_id, quality); NaN becomes null. */
export function encodeRows(batch: PointColumns, from: number, to: number): Buffer {
  const buffer = Buffer.allocUnsafe((to - from) * ROW_BYTES)
  let at = 0
  for (let i = from; i < to; i++) {
    const value = batch.values[i]
    const us = (batch.timesMs[i] - EPOCH_2000_MS) * 1000
    const high = Math.floor(us / 2 ** 32) // bit operators are 32-bit: split by arithmetic
    at = buffer.writeInt16BE(4, at)
    at = buffer.writeInt32BE(8, at)
    at = buffer.writeInt32BE(high, at)
    at = buffer.writeUInt32BE(us - high * 2 ** 32, at)
    if (Number.isNaN(value)) at = buffer.writeInt32BE(-1, at)
    else at = buffer.writeDoubleBE(value, buffer.writeInt32BE(8, at))
    at = buffer.writeInt32BE(batch.seriesIds[i], buffer.writeInt32BE(4, at))
    at = buffer.writeInt16BE(batch.quality[i], buffer.writeInt32BE(2, at))
  }
  return buffer.subarray(0, at)
}

export const encodedBytes = (batch: PointColumns): number =>
  batch.values.reduce(
    (bytes, value) => bytes + (Number.isNaN(value) ? ROW_BYTES_NULL : ROW_BYTES),
    HEADER.length + TRAILER.length,
  )

/** Streams the columns into a table by COPY BINARY. */
export async function copyPoints(client: PoolClient, table: 'point_stage', batch: PointColumns): Promise<void> {
  const stream = client.query(copyFrom(`copy ${table} (time, value, series_id, quality) from stdin (format binary)`))
  const done = finished(stream)
  stream.write(HEADER)
  for (let from = 0; from < batch.values.length; from += CHUNK_ROWS) {
    const chunk = encodeRows(batch, from, Math.min(from + CHUNK_ROWS, batch.values.length))
    if (!stream.write(chunk)) await Promise.race([once(stream, 'drain'), done])
  }
  stream.end(TRAILER)
  await done
}
