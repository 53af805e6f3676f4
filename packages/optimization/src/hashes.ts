import type { SparseModel } from './model.ts'
import { sha256 } from './sha256.ts'

/** JSON with keys in code-unit order, so that the same content is the same text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}

/** Names a request by its content. */
export const hashOfRequest = (request: unknown): string => sha256(new TextEncoder().encode(canonicalJson(request)))

/** Names a model by its numbers: two requests with the same model have the same answer. */
export function hashOfModel(model: SparseModel): string {
  const { starts, indices, values, cost, colLower, colUpper, rowLower, rowUpper, integer } = model
  const parts = [starts, indices, values, cost, colLower, colUpper, rowLower, rowUpper, integer]
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), at)
    at += part.byteLength
  }
  return sha256(bytes)
}
