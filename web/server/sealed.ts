import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'

const IV_BYTES = 12
const TAG_BYTES = 16

/** Encrypts and signs with keys that are derived from one secret, one per purpose. */
export interface Sealer {
  seal(value: unknown): Buffer
  /** @returns undefined when the bytes are not ours or were changed */
  open(sealed: Buffer): unknown
  /** Keyed hash of a text, base64url. */
  sign(text: string): string
}

export function createSealer(secret: string, purpose: string): Sealer {
  const derive = (use: string): Buffer => Buffer.from(hkdfSync('sha256', secret, '', `ems ${purpose} ${use}`, 32))
  const [cipherKey, signKey] = [derive('encrypt'), derive('sign')]
  return {
    seal(value) {
      const iv = randomBytes(IV_BYTES)
      const cipher = createCipheriv('aes-256-gcm', cipherKey, iv)
      const body = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()])
      return Buffer.concat([iv, cipher.getAuthTag(), body])
    },
    open(sealed) {
      if (sealed.length < IV_BYTES + TAG_BYTES) return undefined
      const decipher = createDecipheriv('aes-256-gcm', cipherKey, sealed.subarray(0, IV_BYTES))
      decipher.setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
      try {
        return JSON.parse(
          Buffer.concat([decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8'),
        ) as unknown
      } catch {
        return undefined // changed bytes or another key: not ours
      }
    },
    sign: (text) => createHmac('sha256', signKey).update(text).digest('base64url'),
  }
}

/** Compares secrets in constant time. */
export function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}
