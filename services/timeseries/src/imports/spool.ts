import { Failure } from '@omarino/energy'
import { uuidv7 } from '@omarino/platform'
import { addUploadChunk, beginUpload, endUpload, readUploadChunk, removeUpload } from '@omarino/store'
import type { Upload } from '@omarino/store'
import { createHash } from 'node:crypto'
import type { Hash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { createGunzip, gunzip, gzip } from 'node:zlib'
import type { Pool } from 'pg'

const MEMBER_BYTES = 1024 * 1024
const MAX_BYTES = 2 * 1024 ** 3
const MAX_RATIO = 100 // of unpacked to packed bytes, after the first MiB
const compress = promisify(gzip)
const decompress = promisify(gunzip)

/** Limits of what an upload may unpack to, checked as it streams. */
async function* bounded(body: Readable, packed: { bytes: number } | undefined): AsyncGenerator<Buffer> {
  let bytes = 0
  for await (const chunk of body as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > MAX_BYTES)
      throw new Failure('too-large', 'UPLOAD_TOO_LARGE', `an import may hold at most ${MAX_BYTES} bytes`)
    if (packed && bytes > MEMBER_BYTES && bytes > packed.bytes * MAX_RATIO) {
      throw new Failure('too-large', 'COMPRESSION_RATIO', `the upload unpacks to more than ${MAX_RATIO} times its size`)
    }
    yield chunk
  }
}

function unpacked(body: Readable, gzipped: boolean): AsyncGenerator<Buffer> {
  if (!gzipped) return bounded(body, undefined)
  const packed = { bytes: 0 }
  body.on('data', (chunk: Buffer) => (packed.bytes += chunk.length))
  const unzip = createGunzip()
  body.on('error', (error) => unzip.destroy(error))
  return bounded(body.pipe(unzip), packed)
}

/**
 * Stores an upload in members that any instance can read on from; all of it or nothing.
 * @param gzipped true when the body is gzip: what is stored and counted is the text
 */
export async function spoolUpload(
  db: Pool,
  body: Readable,
  gzipped: boolean,
  fileName: string | null,
): Promise<Upload> {
  const id = uuidv7()
  const hash = createHash('sha256')
  await beginUpload(db, id, fileName)
  try {
    const byteCount = await spoolChunks(db, id, gzipFailures(unpacked(body, gzipped)), hash)
    if (byteCount === 0) throw new Failure('invalid', 'UPLOAD_EMPTY', 'the body holds no bytes')
    const upload = { id, sha256: hash.digest(), byteCount, fileName }
    await endUpload(db, upload)
    return upload
  } catch (error) {
    await removeUpload(db, id)
    throw error
  }
}

/** Each member is a commit of its own: one long transaction would hold back the events of the whole server. */
async function spoolChunks(db: Pool, id: string, chunks: AsyncIterable<Buffer>, hash: Hash): Promise<number> {
  let [held, heldBytes, byteCount, seq] = [[] as Buffer[], 0, 0, 0]
  const flush = async (): Promise<void> => {
    await addUploadChunk(db, id, seq, await compress(Buffer.concat(held), { level: 1 }))
    ;[held, heldBytes, seq] = [[], 0, seq + 1]
  }
  for await (const chunk of chunks) {
    hash.update(chunk)
    held.push(chunk)
    heldBytes += chunk.length
    byteCount += chunk.length
    if (heldBytes >= MEMBER_BYTES) await flush()
  }
  if (heldBytes > 0) await flush()
  return byteCount
}

/** Broken gzip is the sender's fault, not ours. */
export async function* gzipFailures(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* chunks
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (code.startsWith('Z_')) throw new Failure('invalid', 'GZIP_BROKEN', 'the body is no complete gzip stream')
    if (code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE')
      throw new Failure('invalid', 'UPLOAD_CUT', 'the upload ended before it was complete')
    throw error
  }
}

/** Reads an upload back, chunk by chunk. */
export async function* readUpload(db: Pool, id: string, chunks: number): AsyncGenerator<Buffer> {
  for (let seq = 0; seq < chunks; seq++) {
    const body = await readUploadChunk(db, id, seq)
    if (!body) throw new Error(`chunk ${seq} of upload ${id} is gone`)
    yield await decompress(body)
  }
}
