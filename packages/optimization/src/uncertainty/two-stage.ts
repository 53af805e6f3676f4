// Two-stage plans: what must be decided now or once is shared by all scenarios, the rest follows each of them.
import { createModelBuilder, type ColumnSpec, type Kind, type ModelBuilder } from '../model.ts'
import { declarePlant, weighed, type Dispatch, type DispatchChoices } from '../dispatch.ts'
import type { Plant } from '../plant/plant.ts'
import { heatBalancers } from './heat-balancers.ts'

/** A way the future may go, with the plant as it is then. */
export interface Scenario {
  readonly probability: number
  readonly plant: Plant
}
export interface Risk {
  /** Steps from the first on whose set points are the same whatever happens. */
  readonly nowSteps: number
  /** α: CVaR is the mean of the worst 1 − α. */
  readonly cvarLevel: number
  /** β of (1 − β) · mean + β · CVaR. */
  readonly cvarWeight: number
}
/** Decisions by who, what and when, as the scenarios share them. */
export type Decisions = ReadonlyMap<string, number>
export interface TwoStage extends Dispatch {
  decisions(x: Float64Array): Decisions
  /** Weighed cost of each scenario at a point, shape [S]. */
  costs(x: Float64Array): Float64Array
}

/** Decided once: offers, market positions, starts of blocks, commitment. */
const ONCE: ReadonlySet<Kind> = new Set<Kind>(['offer', 'market', 'start', 'skip', 'running', 'starting', 'stopping'])
/** Set points, which are decided for the first steps; what balances a node stays free. */
const SET_POINTS: ReadonlySet<Kind> = new Set<Kind>([
  'charge', 'discharge', 'charging', 'power', 'segment', 'plugged', 'heat', 'fuel', 'hydrogen', 'reserve',
]) // prettier-ignore

/**
 * min (1 − β) Σ πω zω + β (η + Σ πω ξω / (1 − α)), ξω ≥ zω − η, over one copy of the plant for each scenario. The nominal plant
 * goes along with probability zero, so that what is decided can be kept on it too.
 * @see Rockafellar, Uryasev (2000), Optimization of conditional value-at-risk
 */
export function buildTwoStage(
  nominal: Plant,
  scenarios: readonly Scenario[],
  risk: Risk,
  choices: DispatchChoices,
): TwoStage {
  const base = createModelBuilder()
  const shared = new Map<string, number>()
  const balancing = heatBalancers(nominal)
  const tierRows = new Map<number, number>()
  const all = [{ probability: 0, plant: nominal }, ...scenarios]
  const copies = all.map((scenario) => {
    const ledger: Copy = { columns: [], constant: 0 }
    const builder = sharing(base, { probability: scenario.probability, risk, shared, balancing }, ledger)
    const declared = declarePlant(scenario.plant, choices, builder, tierRows)
    return { ...declared, ledger, probability: scenario.probability }
  })
  const [first] = copies
  if (risk.cvarWeight > 0) declareCvar(base, copies.slice(1), risk, nominal.wants.moneyWeight)
  const priced = base.compile()
  return {
    ...first,
    blocks: copies.flatMap(({ blocks }) => blocks),
    model: weighed(priced, nominal.wants.moneyWeight),
    priced,
    tierRows,
    decisions: (x) => new Map([...shared].map(([key, column]) => [key, x[column]])),
    costs: (x) => Float64Array.from(copies.slice(1), ({ ledger }) => ledger.columns.reduce((sum, { column, cost }) => sum + cost * x[column], ledger.constant)),
  } // prettier-ignore
}

/** What one scenario costs: unweighted by its probability. */
interface Copy {
  readonly columns: { column: number; cost: number }[]
  constant: number
}

interface Sharing {
  readonly probability: number
  readonly risk: Risk
  readonly shared: Map<string, number>
  readonly balancing: ReadonlySet<number>
}

/** What is decided once for all steps is one column; a set point of now is a column of its own, held to the first copy's. */
function sharing(base: ModelBuilder, { probability, risk, shared, balancing }: Sharing, copy: Copy): ModelBuilder {
  const weight = probability * (1 - risk.cvarWeight)
  const keyOf = keysOf(risk.nowSteps, balancing)
  return {
    ...base,
    column(spec) {
      const cost = spec.cost ?? 0
      const key = keyOf(spec)
      const twin = key === undefined ? undefined : shared.get(key)
      const isOne = twin !== undefined && ONCE.has(spec.kind)
      const column = isOne ? twin : base.column({ ...spec, cost: cost * weight })
      if (isOne) {
        base.addCost(column, cost * weight)
        base.tighten(column, spec.lower, spec.upper)
      } else if (twin !== undefined) hold(base, spec, column, twin)
      else if (key !== undefined) shared.set(key, column)
      if (cost !== 0) copy.columns.push({ column, cost })
      return column
    },
    constant(asset, line, amount) {
      copy.constant += amount
      base.constant(asset, line, amount * weight)
    },
  }
}

/** Blocks of columns stay whole: the rest of a block is each scenario's own. */
function hold(base: ModelBuilder, { asset, kind, step }: ColumnSpec, column: number, twin: number): void {
  const row = base.row({ asset, kind, step, lower: 0, upper: 0 })
  base.entry(row, column, 1)
  base.entry(row, twin, -1)
}

/** Names a shared column by asset, kind, step and its turn among those alike; undefined for what each scenario has of its own. */
export function keysOf(
  nowSteps: number,
  balancing: ReadonlySet<number> = new Set(),
): (spec: ColumnSpec) => string | undefined {
  const turns = new Map<string, number>()
  return ({ asset, kind, step }) => {
    const isSetNow = step < nowSteps && SET_POINTS.has(kind) && !balancing.has(asset)
    if (!ONCE.has(kind) && !isSetNow) return undefined
    const name = `${asset} ${kind} ${step}`
    const turn = turns.get(name) ?? 0
    turns.set(name, turn + 1)
    return `${name} ${turn}`
  }
}

interface Costed {
  readonly ledger: Copy
  readonly probability: number
}

function declareCvar(
  base: ModelBuilder,
  copies: readonly Costed[],
  { cvarLevel, cvarWeight }: Risk,
  moneyWeight: number,
): void {
  const tag = { asset: 0, kind: 'risk', step: 0 } as const
  const threshold = base.column({ ...tag, lower: -Infinity, upper: Infinity, cost: cvarWeight })
  for (const { ledger, probability } of copies) {
    const beyond = base.column({
      ...tag,
      lower: 0,
      upper: Infinity,
      cost: (cvarWeight * probability) / (1 - cvarLevel),
    })
    const row = base.row({ ...tag, lower: ledger.constant * moneyWeight, upper: Infinity })
    base.entry(row, beyond, 1)
    base.entry(row, threshold, 1)
    for (const { column, cost } of ledger.columns) base.entry(row, column, -cost * moneyWeight)
  }
}

/** The model of one plant with decisions fixed as they were taken, integers to the last bit. */
export function fixedBuilder(decisions: Decisions, nowSteps: number): ModelBuilder {
  const base = createModelBuilder()
  const keyOf = keysOf(nowSteps)
  return {
    ...base,
    column(spec) {
      const key = keyOf(spec)
      const value = key === undefined ? undefined : decisions.get(key)
      if (value === undefined) return base.column(spec)
      const kept = spec.integer ? Math.round(value) : Math.min(Math.max(value, spec.lower), spec.upper)
      const slack = spec.integer ? 0 : FIX_TOLERANCE
      const lower = Math.max(spec.lower, kept - slack)
      return base.column({ ...spec, lower, upper: Math.min(spec.upper, kept + slack) })
    },
  }
}

const FIX_TOLERANCE = 1e-7 // so that rounding does not make the rest infeasible
