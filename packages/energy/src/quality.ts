/** Quality of a point, as stored: bits 0-2. Higher bits are flags that later stages set. */
export const QUALITY = { good: 0, estimated: 1, suspect: 2, missing: 3 } as const
export type Quality = keyof typeof QUALITY
const NAMES: readonly Quality[] = ['good', 'estimated', 'suspect', 'missing']
/** What other systems write, and what it becomes here. */
const SYNONYMS: Readonly<Record<string, Quality>> = {
  '': 'good',
  good: 'good',
  ok: 'good',
  valid: 'good',
  '0': 'good',
  measured: 'good',
  estimated: 'estimated',
  '1': 'estimated',
  suspect: 'suspect',
  uncertain: 'suspect',
  '2': 'suspect',
  missing: 'missing',
  bad: 'missing',
  '3': 'missing',
}

/** Reads a quality word of a file; undefined when the word is not known. */
export function parseQuality(text: string): Quality | undefined {
  const word = text.trim().toLowerCase()
  return Object.hasOwn(SYNONYMS, word) ? SYNONYMS[word] : undefined
}

/** Name of a stored quality; flags above bit 2 are ignored. */
export const qualityName = (stored: number): Quality => NAMES[stored & 3]
