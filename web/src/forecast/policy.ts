import type { RetrainPolicy } from '@omarino/contracts'

/** What an operator decides of a policy. */
export type PolicyDraft = Pick<RetrainPolicy, 'every' | 'onDrift' | 'onCorrection'>

export const NEVER = 'never'
const OFFERED = [NEVER, 'P1D', 'P7D', 'P14D', 'P1M']

/** Intervals to choose from; one that was set by the API stands among them. */
export const policyIntervals = (every: string | null): readonly string[] =>
  every === null || OFFERED.includes(every) ? OFFERED : [...OFFERED, every]

export const isSamePolicy = (a: PolicyDraft, b: PolicyDraft): boolean =>
  a.every === b.every && a.onDrift === b.onDrift && a.onCorrection === b.onCorrection
