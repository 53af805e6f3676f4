// Which wishes clash: the smallest set that cannot be met together, found by letting go of one after the other.
import type { Dispatch } from './dispatch.ts'
import { KINDS } from './model.ts'
import { ownersOf, type Plant } from './plant/plant.ts'
import type { Solve, SolveOptions } from './solvers/port.ts'

/** Wishes of one owner and kind, held or let go together. */
export interface WishGroup {
  readonly ownerId: string
  readonly kind: string
  readonly columns: readonly number[]
}
const MOST_GROUPS = 30

/**
 * The deletion filter: hold all wishes; let go of one group at a time and hold it again only if the rest then fits.
 * @param dispatch a model with slack (elastic)
 * @param options `timeLimitMs` is for all its solves together
 * @returns empty when all wishes fit the linear model (only whole numbers clash) or there are more than 30 groups; undefined
 *   when time is up
 * @see Chinneck (2008), Feasibility and Infeasibility in Optimization, ch. 6
 */
export function conflictingWishes(
  plant: Plant,
  dispatch: Dispatch,
  solve: Solve,
  options: SolveOptions,
): WishGroup[] | undefined {
  const groups = wishGroups(plant, dispatch)
  if (groups.length === 0 || groups.length > MOST_GROUPS) return []
  const fits = feasibility(dispatch, solve, options)
  const held = new Set(groups)
  const all = fits(held)
  if (all !== false) return all === undefined ? undefined : []
  for (const group of groups) {
    held.delete(group)
    const answer = fits(held)
    if (answer === undefined) return undefined
    if (answer) held.add(group) // without it the rest fits: it belongs to the clash
  }
  return groups.filter((group) => held.has(group))
}

function wishGroups(plant: Plant, { model, tierRows }: Dispatch): WishGroup[] {
  const rows = new Set(tierRows.values())
  const owners = ownersOf(plant)
  const groups = new Map<string, { ownerId: string; kind: string; columns: number[] }>()
  for (let column = 0; column < model.columns; column++)
    for (let k = model.starts[column]; k < model.starts[column + 1]; k++) {
      if (!rows.has(model.indices[k])) continue
      const ownerId = owners[model.colTags.asset[column]]?.id ?? 'co2'
      const kind = KINDS[model.colTags.kind[column]]
      const group = groups.get(`${ownerId} ${kind}`) ?? { ownerId, kind, columns: [] }
      group.columns.push(column)
      groups.set(`${ownerId} ${kind}`, group)
    }
  return [...groups.values()]
}

/** Whether the linear model has a point with the slack of these groups at zero; undefined when the solver was stopped. */
function feasibility({ model, tierRows }: Dispatch, solve: Solve, options: SolveOptions) {
  const rowUpper = model.rowUpper.slice()
  for (const row of tierRows.values()) rowUpper[row] = Infinity // what an earlier stage held the tiers to
  const relaxed = {
    ...model,
    cost: new Float64Array(model.columns),
    constants: [],
    integer: new Uint8Array(model.columns),
    binaries: 0,
  }
  let openMs = options.timeLimitMs
  return (held: ReadonlySet<WishGroup>): boolean | undefined => {
    const colUpper = model.colUpper.slice()
    for (const { columns } of held) for (const column of columns) colUpper[column] = Math.min(colUpper[column], SLACK)
    if (openMs <= 0) return undefined
    const { outcome, runMs } = solve({ ...relaxed, rowUpper, colUpper }, { ...options, timeLimitMs: openMs })
    openMs -= runMs
    return outcome === 'stopped' ? undefined : outcome === 'solved'
  }
}
const SLACK = 1e-6 // what the tiers forgive too

const WISHES: Readonly<Record<string, string>> = {
  shed: 'be served in full',
  spill: 'feed in all that it makes',
  socMin: 'stay above its lowest energy',
  socMax: 'stay below its highest energy',
  endSocMin: 'end with the energy asked for',
  socTarget: 'reach its energy in time',
  target: 'reach its target in time',
  session: 'keep its lowest energy while plugged in',
  skip: 'run within its window',
  limit: 'not be passed',
  bend: 'be held as it was sold',
  co2: 'be kept',
  pin: 'be held as the override says',
  dump: 'waste no heat',
}

/** What a group of slack columns stands for, to follow "shall". */
export const wishOf = (kind: string): string => WISHES[kind] ?? `keep its ${kind}`
