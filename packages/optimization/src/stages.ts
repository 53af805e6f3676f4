// Lexicographic stages over one model: bend limits as little as possible, tier by tier; then money; then integers fixed.
import { buildDispatch, type Dispatch, type DispatchChoices } from './dispatch.ts'
import { dualBound } from './dual-bound.ts'
import type { SparseModel } from './model.ts'
import { markBothAtOnce, markEverywhere, netPairs, stepsWithoutProof } from './passes/exclusivity.ts'
import { preferred } from './preferences.ts'
import { admitModel } from './passes/admit.ts'
import { withinReach } from './passes/reach.ts'
import { validateModel } from './passes/validate.ts'
import type { Plant } from './plant/plant.ts'
import type { Schedules } from './schedule-costs.ts'
import { fixIntegers, provenStart } from './warm-proof.ts'
import type { Solution, SolveOptions, Solve } from './solvers/port.ts'

/** What the solver found, and how hard it was. Objective and bound are money, the model's constants included. */
export interface Outcome {
  readonly dispatch: Dispatch
  readonly elastic: boolean
  /** A point of the model with nothing running both ways at once; null when the solver found none. */
  readonly x: Float64Array | null
  readonly rowDuals: Float64Array | null
  /** The linear model that `rowDuals` belong to: integers fixed, limits as far as they had to bend. */
  readonly linear?: SparseModel
  readonly bound: number | null
  /** True when limit or wish stopped the solver before it was done. */
  readonly stopped: boolean
  readonly effort: Effort
}
export interface Effort {
  /** True when a clock or a wish stopped the solver: another run may end elsewhere. A limit of nodes always ends alike. */
  byClock: boolean
  lazyRounds: number
  iterations: number
  nodes: number
  solveMs: number
  memoryBytes: number
  solver: string
  backend: string
  warmStart: boolean
}
type StartPoint = NonNullable<SolveOptions['start']>
export interface StageOptions extends Omit<SolveOptions, 'start'> {
  readonly solve: Solve
  /** A schedule whose integers are tried first, such as the greedy plan's. */
  readonly start?: Schedules
  /** `start` is a plan from before, whose decisions may still do. */
  readonly isWarm?: boolean
  /** Makes the model of a stage; without it that of the plant as it is. */
  readonly build?: (choices: DispatchChoices) => Dispatch
  /** Keeps every pair apart by binaries from the start instead of only where needed. */
  readonly everywhere?: boolean
}

const MAX_ROUNDS = 5
/** Weighted slack, relative above 1 kWh, that later stages may use; more only where a solver's rounding makes them infeasible. */
const TIER_TOLERANCES = [1e-7, 1e-6, 1e-5]
/** A limit bends no further than it must; with many on/off decisions to a thousandth, whose proof would take minutes. */
const leastGaps = ({ binaries }: SparseModel): Gaps => ({
  relativeGap: binaries > MANY_DECISIONS ? 1e-3 : 0,
  absoluteGap: TIER_TOLERANCES[0],
})
const MANY_DECISIONS = 30
const BENDING_NODES = 5 // of a tier's search, for the same reason
const BENDING_SHARE = 0.5 // of the time that is left, for each tier, so that money gets its turn

/** Solves a plant: exact exclusivity with as few binaries as it takes, limits bent only when they must be. */
export function solveStages(plant: Plant, options: StageOptions): Outcome {
  const effort: Effort = {
    byClock: false,
    lazyRounds: 0,
    iterations: 0,
    nodes: 0,
    solveMs: 0,
    memoryBytes: 0,
    solver: '',
    backend: '',
    warmStart: false,
  }
  const exclusive = stepsWithoutProof(plant)
  let elastic = !withinReach(plant)
  if (options.everywhere) markEverywhere((options.build ?? plainly(plant))({ exclusive, elastic }).blocks, exclusive)
  for (;;) {
    const outcome = solveOnce(plant, exclusive, elastic, options, effort)
    if (outcome.x === null) {
      if (elastic || outcome.stopped) return outcome
      elastic = true
      continue
    }
    netPairs(outcome.dispatch.blocks, outcome.x)
    if (markBothAtOnce(outcome.dispatch.blocks, outcome.x, exclusive) === 0) return outcome
    if (outcome.stopped) return { ...outcome, x: null }
    if (++effort.lazyRounds > MAX_ROUNDS) markEverywhere(outcome.dispatch.blocks, exclusive)
  }
}

const plainly =
  (plant: Plant) =>
  (choices: DispatchChoices): Dispatch =>
    buildDispatch(plant, choices)

interface Gaps {
  readonly relativeGap: number
  readonly absoluteGap: number
}
interface RunOptions {
  readonly gaps?: Gaps
  readonly nodeLimit?: number
  readonly timeShare?: number
  /** A point to start from instead of the greedy one, shape [columns]. */
  readonly from?: Float64Array | null
}
type Run = (model: SparseModel, how?: RunOptions) => Solution

/** One call of the solver within what is left of the time, its effort added up. */
function runner(options: StageOptions, effort: Effort, start: StartPoint): Run {
  return (model, { gaps, nodeLimit, timeShare = 1, from } = {}) => {
    const begin = from ? wholePoint(model, from) : start
    const hasStart = model.binaries > 0 && begin.indices.length > 0
    if (hasStart) effort.warmStart = true
    const { start: _schedule, build: _build, isWarm: _warm, ...solveOptions } = options
    const timeLimitMs = timeShare * (options.timeLimitMs - effort.solveMs)
    const solution = options.solve(model, {
      ...solveOptions,
      ...gaps,
      ...(nodeLimit !== undefined && { nodeLimit: Math.min(nodeLimit, options.nodeLimit ?? Infinity) }),
      ...(hasStart && { start: begin }),
      fewHeuristics: !gaps, // money; a tier, which brings its own gaps, needs them
      timeLimitMs,
    })
    effort.iterations += solution.iterations
    effort.nodes += solution.nodes
    effort.solveMs += solution.runMs
    effort.memoryBytes = solution.memoryBytes
    effort.byClock ||= solution.outcome === 'stopped' && !solution.atNodeLimit
    if (effort.solver === '' || model.binaries > 0) {
      effort.solver = solution.solver // the last linear model may be another one's: decisions are what a reader asks about
      effort.backend = solution.backend
    }
    return solution
  }
}

function solveOnce(
  plant: Plant,
  exclusive: readonly Uint8Array[],
  elastic: boolean,
  options: StageOptions,
  effort: Effort,
): Outcome {
  const dispatch = (options.build ?? plainly(plant))({ exclusive, elastic })
  admitModel(dispatch.model)
  validateModel(dispatch.model, plant)
  const start = startOf(plant, dispatch, options.start)
  const run = runner(options, effort, start)
  for (const tolerance of elastic ? TIER_TOLERANCES : [0]) {
    const bent = elastic ? bendLeast(dispatch, run, tolerance) : { dispatch, stopped: false, point: null }
    const known =
      bent.dispatch && options.isWarm && bent.dispatch.model.binaries > 0
        ? provenStart(bent.dispatch.model, start, options, run)
        : undefined
    if (known) effort.warmStart = true
    const money = known ?? (bent.dispatch && run(bent.dispatch.model, { from: bent.point }))
    if (bent.dispatch && money?.values) {
      const done = finish(bent.dispatch, elastic, money, bent.stopped, run, effort)
      return options.build ? done : prefer(plant, exclusive, done, money, run)
    }
    const stopped = bent.stopped || money?.outcome === 'stopped'
    if (stopped) return { dispatch, elastic, x: null, rowDuals: null, bound: null, stopped, effort }
  }
  return { dispatch, elastic, x: null, rowDuals: null, bound: null, stopped: false, effort }
}

/** Of the points that cost the same, the one that the site prefers, if it keeps its directions apart as well. */
function prefer(plant: Plant, exclusive: readonly Uint8Array[], done: Outcome, money: Solution, run: Run): Outcome {
  if (plant.wants.preferences.length === 0 || done.stopped || !done.x || !done.linear) return done
  const allowed = Math.max(0, (money.objective ?? 0) - (done.bound ?? Infinity))
  const moved = preferred(plant, done.linear, done.x, allowed, run)
  netPairs(done.dispatch.blocks, moved)
  const unmarked = exclusive.map((steps) => steps.slice())
  return markBothAtOnce(done.dispatch.blocks, moved, unmarked) === 0 ? { ...done, x: moved } : done
}

/** Fixes the integers and solves the linear model again: exact zeros, and duals that mean something. */
function finish(
  dispatch: Dispatch,
  elastic: boolean,
  money: Solution,
  bendingStopped: boolean,
  run: Run,
  effort: Effort,
): Outcome {
  const { model } = dispatch
  const fixed = model.binaries > 0 ? fixIntegers(model, money.values as Float64Array) : model
  const last = model.binaries > 0 ? run(fixed) : money
  const x = last.values ?? money.values
  const proven = last.rowDuals === null ? null : dualBound(fixed, last.rowDuals)
  const bound = model.binaries > 0 ? money.bound : proven
  const stopped = bendingStopped || money.outcome === 'stopped' || last.outcome === 'stopped'
  return { dispatch, elastic, x: x && x.slice(), rowDuals: last.rowDuals, linear: fixed, bound, stopped, effort }
}

interface Bent {
  /** The model with each tier held to its least violation; null when some tier cannot be met at all. */
  readonly dispatch: Dispatch | null
  readonly stopped: boolean
  /** Keeps every tier: where money starts. */
  readonly point: Float64Array | null
}

/** Least violation of tier 1, kept; then of tier 2, kept; and so on. */
function bendLeast(dispatch: Dispatch, run: Run, tolerance: number): Bent {
  const rowUpper = dispatch.model.rowUpper.slice()
  let stopped = false
  let point: Float64Array | null = null
  for (const tier of [1, 2, 3]) {
    const row = dispatch.tierRows.get(tier)
    if (row === undefined) continue
    const cost = rowOf(dispatch.model, row)
    const least = run(
      { ...dispatch.model, cost, constants: [], rowUpper: rowUpper.slice() },
      { gaps: leastGaps(dispatch.model), nodeLimit: BENDING_NODES, timeShare: BENDING_SHARE, from: point },
    )
    stopped ||= least.outcome === 'stopped' && !least.atNodeLimit
    if (least.objective === null) return { dispatch: null, stopped, point }
    point = least.values?.slice() ?? null
    const slack = tolerance * Math.max(1, least.objective)
    rowUpper[row] = least.objective <= slack ? 0 : least.objective + slack
  }
  return { dispatch: { ...dispatch, model: { ...dispatch.model, rowUpper } }, stopped, point }
}

/** A row of the matrix, dense. */
function rowOf(model: SparseModel, row: number): Float64Array {
  const dense = new Float64Array(model.columns)
  for (let column = 0; column < model.columns; column++)
    for (let k = model.starts[column]; k < model.starts[column + 1]; k++)
      if (model.indices[k] === row) dense[column] = model.values[k]
  return dense
}

/** A point of an earlier stage, its rounding cut off: the solver refuses a start outside the bounds. */
const wholePoint = ({ colLower, colUpper, integer }: SparseModel, point: Float64Array): StartPoint => ({
  indices: Int32Array.from(point, (_, column) => column),
  values: point.map((value, column) =>
    Math.min(Math.max(integer[column] ? Math.round(value) : value, colLower[column]), colUpper[column]),
  ),
})

/** The integers as a schedule would have them, but for those that are fixed otherwise; the solver completes the rest. */
function startOf(plant: Plant, { blocks, model }: Dispatch, schedules: Schedules | undefined) {
  const wanted = plant.assets.flatMap(({ id, index }) => {
    const columns = schedules?.[id]
    return columns ? [...(blocks[index].integersOf?.(columns) ?? [])] : []
  })
  const pairs = wanted.filter(([column, value]) => model.colLower[column] <= value && value <= model.colUpper[column])
  return {
    indices: Int32Array.from(pairs, ([column]) => column),
    values: Float64Array.from(pairs, ([, value]) => value),
  }
}
