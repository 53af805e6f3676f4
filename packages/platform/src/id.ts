import { randomFillSync } from 'node:crypto'

let lastMs = 0
let counter = 0

/** A UUID version 7 (RFC 9562): sorts by the time it was made, within one process strictly. */
export function uuidv7(nowMs: number = Date.now()): string {
  const bytes = randomFillSync(new Uint8Array(16))
  if (nowMs > lastMs) {
    lastMs = nowMs
    counter = ((bytes[6] & 0x07) << 8) | bytes[7] // leaves room to count up within the millisecond
  } else {
    counter += 1
    if (counter > 0xfff) {
      lastMs += 1
      counter = 0
    }
  }
  const high = Math.floor(lastMs / 2 ** 16)
  bytes.set([high >>> 24, high >>> 16, high >>> 8, high, lastMs >>> 8, lastMs].map((byte) => byte & 0xff))
  bytes[6] = 0x70 | (counter >>> 8)
  bytes[7] = counter & 0xff
  bytes[8] = 0x80 | (bytes[8] & 0x3f)
  const hex = Buffer.from(bytes.buffer).toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
