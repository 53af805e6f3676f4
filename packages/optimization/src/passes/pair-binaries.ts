import { KINDS, type SparseModel } from '../model.ts'

const PAIR_KINDS: ReadonlySet<string> = new Set(['charging', 'importing'])

/** How many binaries of a model keep two directions apart. */
export const pairBinaries = ({ integer, colTags }: SparseModel): number =>
  integer.reduce((count, is, column) => count + (is && PAIR_KINDS.has(KINDS[colTags.kind[column]]) ? 1 : 0), 0)
