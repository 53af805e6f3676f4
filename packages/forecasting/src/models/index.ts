import type { Model } from '../model.ts'
import { ridgeAr } from './ridge-ar.ts'
import { seasonalNaive } from './seasonal-naive.ts'

/** Floor, fallback and reference of every choice. */
export const REFERENCE: Model<unknown> = seasonalNaive
/** All models, the reference first: of two that do equally well, the earlier one stays. */
export const MODELS: readonly Model<unknown>[] = [REFERENCE, ridgeAr]
