import { seededRandom } from '@omarino/energy'

const FNV_OFFSET = 0x811c9dc5
const FNV_PRIME = 0x01000193

/**
 * The random numbers of one model of one series: the same for the same seed and names, whatever else is computed.
 * @see Fowler, Noll & Vo: FNV-1a, 32 bits, over the UTF-16 units
 */
export function seededFor(seed: number, ...names: readonly string[]): () => number {
  let hash = FNV_OFFSET
  for (const character of [String(seed), ...names].join('\n')) {
    hash = Math.imul(hash ^ character.charCodeAt(0), FNV_PRIME)
  }
  return seededRandom(hash)
}
