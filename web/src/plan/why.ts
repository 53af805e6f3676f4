import type { OptimizeResult } from '@omarino/contracts'
import type { Formats } from '../formats.ts'
import type { Catalogue } from '../messages/catalogue.ts'

type Explanation = OptimizeResult['explanations'][number]
export interface WhyInput {
  readonly t: Catalogue
  readonly f: Formats
  readonly currency: string
  /** When the steps of the explanation are, for people. */
  readonly when: string
}

/** An explanation in the language of the screen; one whose code is unknown here keeps the engine's English sentence. */
export function whySentence({ assetId, code, numbers, text }: Explanation, { t, f, currency, when }: WhyInput): string {
  const energy = `${f.number(numbers['energyKwh'], 1)} kWh`
  const price = (name: string): string => `${f.number((numbers[name] ?? NaN) * 1000, 1)} ${currency}/MWh`
  const prices = [price('pricePerKwh'), price('storedValuePerKwh'), price('breakEvenPerKwh')] as const
  if (code === 'BATTERY_CHARGES') return t.why.charges(assetId, energy, when, ...prices)
  if (code === 'BATTERY_DISCHARGES') return t.why.discharges(assetId, energy, when, ...prices)
  return text
}
