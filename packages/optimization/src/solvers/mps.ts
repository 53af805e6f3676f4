// A model as free-format MPS text: what any other solver reads, with no scaling, so that it must find the same objective.
import { KINDS, NO_ASSET, type SparseModel, type Tags } from '../model.ts'

const OBJECTIVE = 'cost'
const NAME_LENGTH = 60 // COIN-OR's reader refuses fields beyond 160 characters; kind and step come on top
const SITE = 'site' // columns and rows that belong to no asset

/** Names of columns and rows, each unique among its own: `asset.kind.step`, from the second of a kind on with `.2`, `.3`. */
export interface ModelNames {
  readonly columns: readonly string[]
  readonly rows: readonly string[]
}

/**
 * Names every column and row after what its tag says.
 * @param assetIds  by asset index; characters beyond A-Z a-z 0-9 _ - become `_`; what is missing is called by its index
 */
export function modelNames({ colTags, rowTags }: SparseModel, assetIds: readonly string[]): ModelNames {
  const assets = unique([SITE, ...assetIds.map((id) => id.replace(/[^A-Za-z0-9_-]/g, '_').slice(0, NAME_LENGTH))], '_')
  const ofTags = ({ asset, kind, step }: Tags): string[] =>
    unique(
      Array.from(asset, (index, i) => {
        const owner = index === NO_ASSET ? SITE : (assets[index + 1] ?? `asset${index}`)
        return `${owner}.${KINDS[kind[i]]}.${step[i]}`
      }),
      '.',
    )
  return { columns: ofTags(colTags), rows: ofTags(rowTags) }
}

/** The same names, with a number behind each that was there before. */
function unique(names: readonly string[], separator: string): string[] {
  const taken = new Set(names)
  const seen = new Map<string, number>()
  return names.map((name) => {
    let count = (seen.get(name) ?? 0) + 1
    let free = name
    while (count > 1 && taken.has((free = `${name}${separator}${count}`))) count++
    taken.add(free)
    seen.set(name, count)
    return free
  })
}

/**
 * Free-format MPS text of a model, minimising: unscaled, numbers exact to the last digit, rows that bind nothing left out.
 * The objective's constant is the right side of the objective row, its sign turned, as HiGHS and CBC read it.
 * @param assetIds  ids by asset index, for the names
 * @param name  of the problem
 */
export function mpsText(model: SparseModel, assetIds: readonly string[], name = 'ems'): string {
  const names = modelNames(model, assetIds)
  return [
    `NAME ${name} FREE`,
    'ROWS',
    ` N ${OBJECTIVE}`,
    ...rowLines(model, names.rows),
    'COLUMNS',
    ...columnLines(model, names),
    ...sideLines(model, names.rows),
    'BOUNDS',
    ...boundLines(model, names.columns),
    'ENDATA',
    '',
  ].join('\n')
}

const binds = (lower: number, upper: number): boolean => lower !== -Infinity || upper !== Infinity

function rowLines({ rowLower, rowUpper }: SparseModel, names: readonly string[]): string[] {
  const lines: string[] = []
  for (const [row, name] of names.entries()) {
    const [lower, upper] = [rowLower[row], rowUpper[row]]
    if (binds(lower, upper)) lines.push(` ${lower === upper ? 'E' : lower === -Infinity ? 'L' : 'G'} ${name}`)
  }
  return lines
}

/** Every column has its cost, be it 0, so that it is declared; integers stand between markers. */
function columnLines(model: SparseModel, names: ModelNames): string[] {
  const { cost, integer, starts, indices, values, rowLower, rowUpper } = model
  const lines: string[] = []
  let inMarkers = 0
  const mark = (next: number): void => {
    if (next !== inMarkers) lines.push(` MARKER${lines.length} 'MARKER' '${next ? 'INTORG' : 'INTEND'}'`)
    inMarkers = next
  }
  for (const [column, name] of names.columns.entries()) {
    mark(integer[column])
    lines.push(` ${name} ${OBJECTIVE} ${cost[column]}`)
    for (let k = starts[column]; k < starts[column + 1]; k++) {
      const row = indices[k]
      if (binds(rowLower[row], rowUpper[row])) lines.push(` ${name} ${names.rows[row]} ${values[k]}`)
    }
  }
  mark(0)
  return lines
}

function sideLines({ rowLower, rowUpper, constants }: SparseModel, names: readonly string[]): string[] {
  const constant = constants.reduce((sum, { amount }) => sum + amount, 0)
  const sides = constant === 0 ? [] : [` RHS ${OBJECTIVE} ${-constant}`]
  const ranges: string[] = []
  for (const [row, name] of names.entries()) {
    const [lower, upper] = [rowLower[row], rowUpper[row]]
    const side = lower === -Infinity ? upper : lower
    if (binds(lower, upper) && side !== 0) sides.push(` RHS ${name} ${side}`)
    if (lower !== -Infinity && upper !== Infinity && lower !== upper) ranges.push(` RANGE ${name} ${upper - lower}`)
  }
  return ['RHS', ...sides, ...(ranges.length > 0 ? ['RANGES', ...ranges] : [])]
}

/** Both bounds of every column in full: what a reader assumes of the unsaid differs, above all for integers. */
function boundLines({ colLower, colUpper }: SparseModel, names: readonly string[]): string[] {
  const lines: string[] = []
  for (const [column, name] of names.entries()) {
    const [lower, upper] = [colLower[column], colUpper[column]]
    if (lower === upper) lines.push(` FX BOUND ${name} ${lower}`)
    else if (!binds(lower, upper)) lines.push(` FR BOUND ${name}`)
    else {
      lines.push(lower === -Infinity ? ` MI BOUND ${name}` : ` LO BOUND ${name} ${lower}`)
      lines.push(upper === Infinity ? ` PL BOUND ${name}` : ` UP BOUND ${name} ${upper}`)
    }
  }
  return lines
}
