// What the service says by a code with values, in the language of the screen; its own sentence where the code is not known.
import type { Drift, ForecastModel } from '@omarino/contracts'
import type { Formats } from '../formats.ts'
import type { Catalogue } from '../messages/catalogue.ts'

type Values = ForecastModel['reasonValues']
type Words = Pick<Catalogue['forecast'], 'reasons' | 'modelVersion'>

const textOf = (values: Values, name: string): string => `${values[name] ?? ''}`
const numberOf = (values: Values, name: string): number | undefined => {
  const value = values[name]
  return typeof value === 'number' ? value : undefined
}

/** Why a version is what it is. */
export const reasonText = ({ reason, reasonCode, reasonValues }: ForecastModel, words: Words, f: Formats): string =>
  said(reasonCode, reasonValues, words, f) ?? reason

function said(code: string | null, values: Values, words: Words, f: Formats): string | undefined {
  const { reasons } = words
  const serving = words.modelVersion(textOf(values, 'name'), textOf(values, 'version'))
  const inner = (name: string): string | undefined => said(textOf(values, name), values, words, f)
  const texts: Readonly<Record<string, () => string | undefined>> = {
    first: () => reasons.first,
    'none-serves': () => reasons.noneServes,
    'older-issue': () => reasons.olderIssue(serving, textOf(values, 'trainedTo')),
    'other-code': () => reasons.otherCode(serving),
    'could-not': () => reasons.couldNot(serving, textOf(values, 'trainedTo')),
    'replaced-by': () => reasons.replacedBy(serving),
    replaced: () => within(inner('cause'), reasons.replaced),
    'too-few-days': () => reasons.tooFewDays(textOf(values, 'days'), textOf(values, 'least')),
    'not-compared': () => reasons.notCompared(textOf(values, 'message')),
    compared: () => compared(values, words, f),
    better: () => reasons.better(compared(values, words, f)),
    trained: () => {
      const why: Readonly<Record<string, string>> = reasons.why
      return within(inner('outcome'), (outcome) => `${why[textOf(values, 'why')] ?? textOf(values, 'why')}; ${outcome}`)
    },
    promoted: () => reasons.promoted(textOf(values, 'actor')),
    retired: () => reasons.retired(textOf(values, 'actor')),
  }
  return code !== null && Object.hasOwn(texts, code) ? texts[code]() : undefined
}

const within = (part: string | undefined, tell: (part: string) => string): string | undefined =>
  part === undefined ? undefined : tell(part)

function compared(values: Values, { reasons }: Words, f: Formats): string {
  const [own, serving] = [numberOf(values, 'mae'), numberOf(values, 'activeMae')].map(f.reading)
  const errors = reasons.compared(textOf(values, 'days'), own, serving, f.number(numberOf(values, 'pValue'), 3))
  const [covered, before] = [numberOf(values, 'coverage80'), numberOf(values, 'activeCoverage80')]
  return `${errors}, ${reasons.covered(f.percent(covered), f.percent(before))}`
}

/** What an alarm says. */
export function driftText(
  { kind, value, limit, message }: Drift,
  { driftSays }: Pick<Catalogue['forecast'], 'driftSays'>,
  f: Formats,
): string {
  if (value === null || limit === null) return message
  const size = f.reading(Math.abs(value))
  const bound = f.reading(Math.abs(limit))
  if (kind === 'error-level') return value > 0 ? driftSays.above(size, bound) : driftSays.below(size, bound)
  if (kind === 'coverage') return driftSays[value < limit ? 'narrow' : 'wide'](f.percent(value), f.percent(limit))
  if (kind === 'skill') return driftSays.skill(f.number(value, 2))
  return driftSays[value > 0 ? 'meterAbove' : 'meterBelow'](size, bound)
}
