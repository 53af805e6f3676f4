// Why a version is what it is: the sentence, and a code with its values for whoever says it in another language.
import type { TrainReason } from '@omarino/contracts'
import type { ModelReason, ModelRow } from '@omarino/store'
import type { Comparison } from './compute-training.ts'

type Values = ModelReason['values']
type Named = Pick<ModelRow, 'name' | 'version'>

const reasonOf = (code: string, sentence: string, values: Values = {}): ModelReason => ({ code, sentence, values })

const day = (date: Date): string => date.toISOString().slice(0, 10)
const called = ({ name, version }: Named): string => `version ${version} of ${name}`

export const FIRST = reasonOf('first', 'the first version that was trained for this question')

export const fittedForOlder = ({ name, version, trained_to: trained }: ModelRow): ModelReason =>
  reasonOf('older-issue', `fitted for an issue before ${called({ name, version })} was trained (${day(trained)})`, { name, version, trainedTo: day(trained) }) // prettier-ignore

export const otherCode = ({ name, version, code_version: code }: ModelRow): ModelReason =>
  reasonOf('other-code', `${called({ name, version })} was trained by code ${code}`, { name, version, code })

export const couldNot = ({ name, version, trained_to: trained }: ModelRow): ModelReason =>
  reasonOf('could-not', `${called({ name, version })}, trained until ${day(trained)}, could not make this forecast`, { name, version, trainedTo: day(trained) }) // prettier-ignore

/** Of a version whose successor had to be fitted: why it had to be. */
export const replacedBecause = ({ code, sentence, values }: ModelReason): ModelReason =>
  reasonOf('replaced', `replaced: ${sentence}`, { ...values, cause: code ?? '' })

export const replacedBy = ({ name, version }: Named): ModelReason =>
  reasonOf('replaced-by', `replaced by ${called({ name, version })}`, { name, version })

/** What the comparison of a training with the version that serves gave. */
export function compared(comparison: Comparison): ModelReason {
  const { days, mae, activeMae, pValue, coverage80, activeCoverage80 } = comparison
  const percent = (share: number): string => `${(100 * share).toFixed(0)} %`
  const sentence = `over ${days} days trained anew: MAE ${mae.toPrecision(4)} against ${activeMae.toPrecision(4)} (p ${pValue.toFixed(3)}), coverage ${percent(coverage80)} against ${percent(activeCoverage80)}`
  return reasonOf('compared', sentence, { days, mae, activeMae, pValue, coverage80, activeCoverage80 })
}

export const noneServes = reasonOf('none-serves', 'no version serves')

export const tooFewDays = (days: number, least: number): ModelReason =>
  reasonOf('too-few-days', `not compared: ${days} days after the training of the serving version; ${least} are needed`, { days, least }) // prettier-ignore

export const notCompared = (message: string): ModelReason =>
  reasonOf('not-compared', `not compared: ${message}`, { message })

/** Of a version that was trained: why it was, and how it compared. */
export const trained = (why: TrainReason, { code, sentence, values }: ModelReason): ModelReason =>
  reasonOf('trained', `trained (${why}); ${sentence}`, { ...values, why, outcome: code ?? '' })

export const better = ({ sentence, values }: ModelReason): ModelReason => reasonOf('better', `better ${sentence}`, values) // prettier-ignore

/** A person's decision, in the words that were given, if any were. */
export const decided = (what: 'promoted' | 'retired', actor: string, words: string | undefined): ModelReason =>
  words === undefined ? reasonOf(what, `${what} by ${actor}`, { actor }) : { code: null, sentence: words, values: {} }
