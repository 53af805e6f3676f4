import type { Formats } from '../formats.ts'
import { instantMs } from '../instants.ts'
import type { Catalogue } from '../messages/catalogue.ts'
import type { Verdict } from './compare.ts'
import { spanText } from './span-text.ts'

interface Input {
  readonly t: Catalogue
  readonly f: Formats
  readonly currency: string
  readonly zone: string
}
const CENT_DIGITS = 2

/** What the other plan costs more or less, in a sentence; an override is named. */
export function verdictSentence(verdict: Verdict, { t, f, currency, zone }: Input): string {
  if (verdict.kind !== 'told') return t.studio[verdict.kind]
  const { delta, held } = verdict
  const amount = f.money(Math.abs(delta), currency)
  if (!held) return delta === 0 ? t.studio.same : delta > 0 ? t.studio.dearer(amount) : t.studio.cheaper(amount)
  const when = spanText(instantMs(held.from), instantMs(held.to), zone, f)
  const what = [held.assetId, f.reading(held.powerKw), when] as const
  if (delta === 0) return t.studio.holdingSame(...what)
  return delta > 0 ? t.studio.holdingDearer(...what, amount) : t.studio.holdingCheaper(...what, amount)
}

/** What must be known before the sentence is believed. */
export function caveats(verdict: Verdict, { t, f, currency }: Input): string[] {
  if (verdict.kind !== 'told') return []
  const { bent, sameHours, overScenarios, open } = verdict
  return [
    ...(sameHours ? [] : [t.studio.hoursNote]),
    ...(bent ? [t.studio.bentNote] : []),
    ...(overScenarios ? [t.studio.pathNote] : []),
    ...(open === undefined ? [] : [t.studio.gapNote(`${f.number(open, CENT_DIGITS)} ${currency}`)]),
  ]
}
