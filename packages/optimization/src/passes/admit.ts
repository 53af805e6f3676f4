import { Failure } from '@omarino/energy'
import type { SparseModel } from '../model.ts'

/** What one solver process takes on: 16,000 binaries measured 58 s and 974 MB, 600,000 non-zeros stay below half a gigabyte. */
export const ADMISSION = { binaries: 20_000, nonzeros: 600_000 } as const

/**
 * Refuses a model that would not be solved in useful time or memory, before any solver sees it.
 * @throws Failure 'invalid' `MODEL_TOO_LARGE` with the counts and the limit
 */
export function admitModel(model: Pick<SparseModel, 'binaries' | 'values'>): void {
  admitCounts({ binaries: model.binaries, nonzeros: model.values.length })
}

/** The same from the counts alone. */
export function admitCounts(counts: Counts): void {
  if (counts.binaries > ADMISSION.binaries) refuse(counts, 'binaries', 'on/off decisions')
  if (counts.nonzeros > ADMISSION.nonzeros) refuse(counts, 'nonzeros', 'coefficients')
}

type Counts = Readonly<Record<keyof typeof ADMISSION, number>>

function refuse({ binaries, nonzeros }: Counts, limit: keyof typeof ADMISSION, words: string): never {
  const text =
    `the model has ${binaries} on/off decisions and ${nonzeros} coefficients; at most ${ADMISSION[limit]} ${words} ` +
    'are solved: take fewer steps, assets or scenarios'
  throw new Failure('invalid', 'MODEL_TOO_LARGE', text, '/horizon')
}
