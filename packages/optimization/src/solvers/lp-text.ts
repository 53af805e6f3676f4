// A model in the LP format of CPLEX: what people read. MPS is what carries every digit and name from solver to solver.
import type { SparseModel } from '../model.ts'
import { modelNames } from './mps.ts'

const TERMS_A_LINE = 8

/**
 * LP text of a model, minimising: unscaled, numbers exact to the last digit, rows that bind nothing left out; one without a term stands on
 * the first column, so that it is not lost. A name begins with
 * a letter that no number does and holds none of the format's own characters; the constant is a term of the objective.
 * @param assetIds  ids by asset index, for the names
 */
export function lpText(model: SparseModel, assetIds: readonly string[]): string {
  const names = modelNames(model, assetIds)
  const columns = names.columns.map((name) => lpName('x', name))
  const constant = model.constants.reduce((sum, { amount }) => sum + amount, 0)
  const costs = columns.map((name, column) => term(model.cost[column], name))
  const rows = rowTerms(model, columns).map((terms, row) =>
    rowLine(model, row, lpName('r', names.rows[row]), terms.length > 0 ? terms : [`+ 0 ${columns[0]}`]),
  )
  const integers = columns.filter((_, column) => model.integer[column])
  return [
    'Minimize',
    ` cost: ${wrapped([...costs, constant < 0 ? `- ${-constant}` : `+ ${constant}`])}`,
    'Subject To',
    ...rows.filter((line) => line !== ''),
    'Bounds',
    ...columns.map((name, column) => boundLine(model, column, name)),
    ...(integers.length > 0 ? ['General', ` ${wrapped(integers)}`] : []),
    'End',
    '',
  ].join('\n')
}

const lpName = (kind: 'x' | 'r', name: string): string => `${kind}_${name.replaceAll('-', '_')}`
const term = (value: number, name: string): string => `${value < 0 ? '-' : '+'} ${Math.abs(value)} ${name}`

/** Eight terms to a line: readers refuse lines of more than 560 characters. */
function wrapped(terms: readonly string[]): string {
  const lines: string[] = []
  for (let k = 0; k < terms.length; k += TERMS_A_LINE) lines.push(terms.slice(k, k + TERMS_A_LINE).join(' '))
  return lines.join('\n   ')
}

function rowTerms({ rows, columns, starts, indices, values }: SparseModel, names: readonly string[]): string[][] {
  const terms = Array.from({ length: rows }, (): string[] => [])
  for (let column = 0; column < columns; column++)
    for (let k = starts[column]; k < starts[column + 1]; k++) terms[indices[k]].push(term(values[k], names[column]))
  return terms
}

/** A range is two rows. */
function rowLine({ rowLower, rowUpper }: SparseModel, row: number, name: string, terms: readonly string[]): string {
  const [lower, upper] = [rowLower[row], rowUpper[row]]
  const left = wrapped(terms)
  if (lower === upper) return ` ${name}: ${left} = ${lower}`
  const sides = [
    lower === -Infinity ? '' : ` ${name}: ${left} >= ${lower}`,
    upper === Infinity ? '' : ` ${name}${lower === -Infinity ? '' : '_u'}: ${left} <= ${upper}`,
  ]
  return sides.filter((line) => line !== '').join('\n')
}

function boundLine({ colLower, colUpper }: SparseModel, column: number, name: string): string {
  const [lower, upper] = [colLower[column], colUpper[column]]
  if (lower === -Infinity && upper === Infinity) return ` ${name} free`
  const low = lower === -Infinity ? '-inf' : lower
  return upper === Infinity ? ` ${name} >= ${low}` : ` ${low} <= ${name} <= ${upper}`
}
