import type { OptimizeResult } from '@omarino/contracts'
import type { Formats } from '../formats.ts'
import type { Catalogue } from '../messages/catalogue.ts'

type Explanation = OptimizeResult['explanations'][number]
type Relaxation = OptimizeResult['relaxations'][number]
type Conflict = NonNullable<OptimizeResult['conflicts']>[number]
type Binding = NonNullable<OptimizeResult['binding']>[number]
export interface WhyInput {
  readonly t: Catalogue
  readonly f: Formats
  readonly currency: string
  /** When the steps of the explanation are, for people. */
  readonly when: string
}
/** A sentence, and whether it had to stay in the English of the engine. */
export interface Said {
  readonly text: string
  readonly english: boolean
}

/** An explanation in the language of the screen; one whose code is unknown here keeps the engine's English sentence. */
export function whySentence(reason: Explanation, input: WhyInput): Said {
  const own = sentenceOf(reason, input)
  return { text: own ?? reason.text, english: own === undefined }
}

function sentenceOf({ assetId, code, numbers }: Explanation, { t, f, currency, when }: WhyInput): string | undefined {
  const energy = `${f.number(numbers['energyKwh'], 1)} kWh`
  const perMwh = (name: string): string => `${f.number((numbers[name] ?? NaN) * 1000, 1)} ${currency}/MWh`
  const money = (name: string): string => f.money(numbers[name], currency)
  const stored = [perMwh('pricePerKwh'), perMwh('storedValuePerKwh'), perMwh('breakEvenPerKwh')] as const
  const made = [assetId, energy, when] as const
  const hydrogen = [assetId, `${f.number(numbers['kg'], 1)} kg`, when, money('costPerKg'), money('soldPerKg')] as const
  const outside = [assetId, f.number(numbers['mostK'], 1), when, perMwh('pricePerKwh')] as const
  switch (code) {
    case 'BATTERY_CHARGES':
    case 'EV_CHARGES':
    case 'STORE_CHARGES':
      return t.why.charges(...made, ...stored)
    case 'BATTERY_DISCHARGES':
    case 'EV_DELIVERS':
    case 'STORE_DISCHARGES':
      return t.why.discharges(...made, ...stored)
    case 'GENERATOR_RUNS':
      return t.why.generatorRuns(...made, perMwh('pricePerKwh'), perMwh('costPerKwh'))
    case 'GENERATOR_MUST_RUN':
      return t.why.generatorMustRun(...made, perMwh('pricePerKwh'), perMwh('costPerKwh'))
    case 'HEAT_PUMP_RUNS':
      return t.why.heatPumpRuns(...made, perMwh('worthPerKwh'), perMwh('costPerKwh'), f.number(numbers['cop'], 1), perMwh('breakEvenPerKwh')) // prettier-ignore
    case 'BOILER_RUNS':
      return t.why.boilerRuns(...made, perMwh('worthPerKwh'), perMwh('costPerKwh'))
    case 'LOAD_RUNS':
      return numbers['nextPerKwh'] === undefined
        ? t.why.loadRuns(...made, perMwh('pricePerKwh'))
        : t.why.loadRunsNext(...made, perMwh('pricePerKwh'), perMwh('nextPerKwh'))
    case 'BLOCK_RUNS':
      return t.why.blockRuns(assetId, when, money('cost'), money('earliestCost'), money('dearestCost'))
    case 'BLOCK_SKIPPED':
      return t.why.blockSkipped(assetId, money('skipCost'), money('leastCost'))
    case 'BUILDING_HEATED':
      return t.why.buildingHeated(...made, perMwh('pricePerKwh'), f.number(numbers['endC'], 1))
    case 'BUILDING_COLD':
      return t.why.buildingCold(...outside, money('discomfortPricePerKh'))
    case 'BUILDING_HOT':
      return t.why.buildingHot(...outside, money('discomfortPricePerKh'))
    case 'ELECTROLYZER_SELLS':
      return t.why.electrolyzerSells(...hydrogen, perMwh('breakEvenPerKwh'))
    case 'ELECTROLYZER_DUE':
      return t.why.electrolyzerDue(...hydrogen)
    default:
      return undefined
  }
}

const known = (words: Readonly<Record<string, string>>, kind: string): string | undefined => words[kind]

/** A limit that was bent. English keeps the engine's own sentence, which says more. */
export function bentSentence(
  { assetId, kind, amount, unit, text }: Relaxation,
  { t, f, when }: Omit<WhyInput, 'currency'>,
  language: string,
): Said {
  const wish = known(t.studio.wishes, kind)
  if (language === 'en' || wish === undefined) return { text, english: true }
  return { text: t.studio.bends(assetId, wish, `${f.reading(amount)} ${unit}`, when), english: false }
}

/** A wish of the smallest set that clashes. */
export function clashSentence({ assetId, kind, text }: Conflict, { t }: Pick<WhyInput, 't'>): Said {
  const wish = known(t.studio.wishes, kind)
  return wish === undefined ? { text, english: true } : { text: t.studio.clashing(assetId, wish), english: false }
}

const LOWER: readonly string[] = ['socMin'] // limits that less of would help

/** A limit that costs money. */
export function boundSentence({ assetId, kind, shadowPrice, text }: Binding, { t, f, currency, when }: WhyInput): Said {
  const limit = known(t.studio.limits, kind)
  if (limit === undefined) return { text, english: true }
  const saving = `${f.number(shadowPrice, 3)} ${currency}`
  const binds = LOWER.includes(kind) ? t.studio.bindsBelow : t.studio.binds
  return { text: binds(assetId, limit, when, saving), english: false }
}
