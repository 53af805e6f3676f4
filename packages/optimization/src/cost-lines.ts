/** Every line a cost can stand on; a column of the model belongs to exactly one. Index 0 is for columns without cost. */
export const COST_LINES = [
  'none',
  'grid.import',
  'grid.export',
  'grid.demand',
  'grid.blocks',
  'wear',
  'endValue',
  'curtailment',
  'shed',
  'skip',
  'fuel',
  'noLoad',
  'start',
  'stop',
  'discomfort',
  'hydrogen',
  'market',
  'imbalance',
  'reserve',
  'demand',
  'co2',
  'weight.co2',
  'weight.import',
  'weight.export',
] as const
export type CostLineName = (typeof COST_LINES)[number]

/** An amount of money over the horizon; negative is income. */
export interface CostLine {
  readonly line: CostLineName
  readonly assetId: string | null
  readonly amount: number
}

/** The sum, taken from left to right: adding the published lines in their order gives exactly this. */
export const totalOf = (costs: readonly { readonly amount: number }[]): number =>
  costs.reduce((sum, { amount }) => sum + amount, 0)

/** Rounds to 1e-9, so that the same plan is the same bytes; never −0. */
export const rounded = (value: number): number => Math.round(value * 1e9) / 1e9 + 0

/** Lines that are wishes, not money: the weight of money does not touch them. */
export const WEIGHT_LINES: ReadonlySet<string> = new Set(['weight.co2', 'weight.import', 'weight.export'])

/** What a plan was chosen by: the sum of its lines, those of money times `moneyWeight`; taken from left to right. */
export const objectiveOf = (
  costs: readonly { readonly line: string; readonly amount: number }[],
  moneyWeight: number,
) => costs.reduce((sum, { line, amount }) => sum + amount * (WEIGHT_LINES.has(line) ? 1 : moneyWeight), 0)
