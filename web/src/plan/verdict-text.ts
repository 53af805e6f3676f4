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
  const { delta, held, unheld } = verdict
  const amount = f.money(Math.abs(delta), currency)
  if (!held) return delta === 0 ? t.studio.same : delta > 0 ? t.studio.dearer(amount) : t.studio.cheaper(amount)
  const when = spanText(instantMs(held.from), instantMs(held.to), zone, f)
  const what = [held.assetId, f.reading(held.powerKw), when] as const
  if (unheld) return t.studio.cannotHold(...what)
  if (delta === 0) return t.studio.holdingSame(...what)
  return delta > 0 ? t.studio.holdingDearer(...what, amount) : t.studio.holdingCheaper(...what, amount)
}

export interface Caveat {
  readonly text: string
  /** False for what is so by design. */
  readonly abnormal: boolean
}

/** What must be known before the sentence is believed. */
export function caveats(verdict: Verdict, { t, f, currency }: Input): Caveat[] {
  if (verdict.kind !== 'told') return []
  const { bent, sameHours, overScenarios, open } = verdict
  const amount = `${f.number(open, CENT_DIGITS)} ${currency}`
  return [
    ...(sameHours ? [] : [{ text: t.studio.hoursNote, abnormal: true }]),
    ...(bent ? [{ text: t.studio.bentNote, abnormal: true }] : []),
    ...(overScenarios ? [{ text: t.studio.pathNote, abnormal: false }] : []),
    ...(open === undefined ? [] : [{ text: t.studio.gapNote(amount), abnormal: false }]),
  ]
}
