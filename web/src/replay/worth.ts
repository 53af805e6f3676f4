// What the plans of a replay were worth, as a sentence.
import type { ReplayResult } from '@omarino/contracts'
import type { Formats } from '../formats.ts'
import type { Catalogue } from '../messages/catalogue.ts'

export const WAYS = ['plan', 'foresight', 'rule', 'idle'] as const
export type Way = (typeof WAYS)[number]

interface Words {
  readonly t: Catalogue
  readonly f: Formats
  readonly currency: string
}

/** What the plans earned of what could be earned. */
export function worthSentence({ totals, shareOfForesight }: ReplayResult, { t, f, currency }: Words): string {
  if (!totals) return t.replays.noDay
  if (shareOfForesight === null) return t.replays.nothingToEarn
  const { plan, foresight, idle } = totals
  if (shareOfForesight < 0) return t.replays.lost(f.money(plan - idle, currency), f.money(idle - foresight, currency))
  return t.replays.earned(shareText(shareOfForesight, f))
}

/** What the simple rule would have earned; undefined where nothing could be earned. */
export function ruleSentence(
  { totals, shareOfForesight }: ReplayResult,
  { t, f, currency }: Words,
): string | undefined {
  if (!totals || shareOfForesight === null) return undefined
  const { foresight, rule, idle } = totals
  if (rule > idle) return t.replays.ruleLost(f.money(rule - idle, currency))
  return t.replays.ruleEarned(shareText((idle - rule) / (idle - foresight), f))
}

/** A share that is not whole is not written as if it were. */
export const shareText = (share: number, f: Formats): string =>
  f.percent(share, Math.abs(share - 1) < NEARLY && share !== 1 ? 1 : 0)
const NEARLY = 0.005
