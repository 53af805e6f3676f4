import { Transform } from 'node:stream'
import type { Readable, TransformCallback } from 'node:stream'

/** A body on its way to a service: at most `maxBytes` pass, one byte more breaks it off. */
export class BodyCap extends Transform {
  exceeded = false
  #left: number

  constructor(body: Readable, maxBytes: number) {
    super()
    this.#left = maxBytes
    // No pipeline: it would destroy the caller's connection, on which the refusal is still to be told.
    body.once('close', () => body.readableEnded || this.destroy(new Error('the caller hung up')))
    body.pipe(this)
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#left -= chunk.length
    this.exceeded = this.#left < 0
    if (this.exceeded) done(new Error('the body is over its limit'))
    else done(null, chunk)
  }
}
