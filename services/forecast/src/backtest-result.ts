import type { BacktestProtocol, BacktestResult, BacktestScore } from '@omarino/contracts'
import { VERSION } from '@omarino/platform'
import type { ModelSums } from './replay-block.ts'
import { addSums, betterNaive, emptySums, scoreOf } from './score-sums.ts'
import type { MutableSums } from './score-sums.ts'

interface Total {
  readonly series: string
  readonly model: string
  readonly sums: MutableSums
  origins: number
}

/** Scores per series and model from the sums of all blocks, in the order of the file. */
export function resultOf(
  blocks: readonly { row_count: number; sums: unknown }[],
  protocol: Pick<BacktestProtocol, 'model' | 'covariates'>,
  codeVersion = VERSION,
): BacktestResult {
  const totals = new Map<string, Total>()
  const bySeries = new Map<string, MutableSums>()
  for (const { series, model, origins, sums } of blocks.flatMap((block) => block.sums as ModelSums[])) {
    const key = JSON.stringify([series, model])
    const total = totals.get(key) ?? { series, model, sums: emptySums(), origins: 0 }
    totals.set(key, total)
    addSums(total.sums, sums)
    total.origins += origins
    const whole = bySeries.get(series) ?? emptySums()
    bySeries.set(series, whole)
    addSums(whole, sums)
  }
  const scores = [...totals.values()].map(({ series, model, sums, origins }): BacktestScore => ({
    series, model, origins, ...scoreOf(sums, betterNaive(bySeries.get(series) ?? emptySums())),
  })) // prettier-ignore
  return {
    rows: blocks.reduce((sum, { row_count: rows }) => sum + rows, 0),
    origins: scores.reduce((sum, { origins }) => sum + origins, 0),
    scores: scores.filter(({ model }) => model !== ''),
    warnings: warningsOf(scores, protocol),
    codeVersion,
  }
}

/** What a reader of the forecasts must know. */
function warningsOf(
  scores: readonly BacktestScore[],
  { model: asked, covariates }: Pick<BacktestProtocol, 'model' | 'covariates'>,
): string[] {
  const count = (of: (model: string) => boolean): number =>
    scores.filter(({ model }) => of(model)).reduce((sum, { origins }) => sum + origins, 0)
  const none = count((model) => model === '')
  const last = count((model) => model === 'last-value' && asked !== 'last-value')
  const others = asked === 'auto' ? 0 : count((model) => !['', 'last-value', asked].includes(model))
  const known = covariates.known.length
  const sentences: readonly (readonly [number, string])[] = [
    [none, `${none} forecasts are empty: no value of the series is known at their origin`],
    [last, `${last} forecasts repeat the last value: their history is too short for any model`],
    [known, `${known} known covariates are as they are stored now, not as they were known at each origin`],
    [others, `${others} forecasts are of another model, because their history is too short for ${asked}`],
  ]
  return sentences.filter(([n]) => n > 0).map(([, sentence]) => sentence)
}
