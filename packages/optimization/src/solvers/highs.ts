import { Failure } from '@omarino/energy'
import highsModule, { type Highs, type HighsCallbackMap, type Model } from 'highs'
import type { SparseModel } from '../model.ts'
import { costScale } from '../passes/scale.ts'
import type { Solution, SolveOptions, Solver } from './port.ts'

const SIMPLEX_UP_TO_COLUMNS = 20_000 // beyond, interior point with crossover is quicker
/**
 * Heuristics that cost more than they find where money is minimised, as the greedy start is there already: on microgrids of
 * 96 and 288 steps a quarter of the time. Where limits must bend they are worth it.
 */
const WITHOUT_COSTLY_HEURISTICS = {
  mip_heuristic_run_feasibility_jump: false,
  mip_heuristic_run_root_reduced_cost: false,
}
const MESSAGE_LENGTH = 300 // errors of the WebAssembly build carry the whole module text

// The declarations describe the CommonJS file; the ES module that Node loads exports the loader itself.
const loadHighs = highsModule as unknown as (typeof highsModule)['default']

/** Loads HiGHS (WebAssembly, one thread). One process needs one; models do not outlive their solve. */
export async function createHighsSolver(): Promise<Solver> {
  const highs = await loadHighs()
  const name = `HiGHS ${highs.version.string}`
  return {
    name,
    backend: 'highs',
    solve: (model, options) => solveWith(highs, name, model, options),
    memoryBytes: () => highs.memoryBytes,
  }
}

function solveWith(highs: Highs, name: string, source: SparseModel, options: SolveOptions): Solution {
  const scale = costScale(source)
  let model: Model | undefined
  try {
    model = highs.createModel({
      numCols: source.columns,
      numRows: source.rows,
      offset: source.constants.reduce((sum, { amount }) => sum + amount, 0) * scale,
      colCost: source.cost.map((cost) => cost * scale),
      colLower: source.colLower,
      colUpper: source.colUpper,
      rowLower: source.rowLower,
      rowUpper: source.rowUpper,
      matrix: {
        format: 'csc',
        numCols: source.columns,
        numRows: source.rows,
        starts: source.starts,
        indices: source.indices,
        values: source.values,
      },
      ...(source.binaries > 0 ? { integrality: Int32Array.from(source.integer) } : {}),
    })
    configure(model, source, options, scale)
    model.run(callbacks(highs, source.binaries > 0, options, scale))
    return {
      ...readSolution(highs, model, source, scale),
      memoryBytes: highs.memoryBytes,
      solver: name,
      backend: 'highs',
    }
  } catch (error) {
    throw new Failure('unavailable', 'SOLVER_FAILED', `${name}: ${messageOf(error)}`)
  } finally {
    model?.dispose()
  }
}

const messageOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).slice(0, MESSAGE_LENGTH)

function configure(model: Model, source: SparseModel, options: SolveOptions, scale: number): void {
  model.options.set({
    output_flag: false,
    random_seed: options.seed,
    time_limit: Math.max(options.timeLimitMs, 1) / 1000,
    ...(options.fewHeuristics && source.binaries > 0 ? WITHOUT_COSTLY_HEURISTICS : {}),
    mip_rel_gap: options.relativeGap,
    mip_abs_gap: options.absoluteGap * scale,
    ...(options.nodeLimit === undefined ? {} : { mip_max_nodes: options.nodeLimit }),
    ...(source.binaries === 0 ? { solver: source.columns > SIMPLEX_UP_TO_COLUMNS ? 'ipm' : 'simplex' } : {}),
  })
  if (options.start && options.start.indices.length > 0) model.setSolution(options.start)
}

function callbacks(highs: Highs, isMip: boolean, options: SolveOptions, scale: number): HighsCallbackMap {
  const { callbackType } = highs.constants
  const { onProgress, shouldStop } = options
  const stop = (event: { interrupt(): void }): undefined => void (shouldStop?.() && event.interrupt())
  return {
    ...(shouldStop ? { [callbackType.simplexInterrupt]: stop, [callbackType.ipmInterrupt]: stop } : {}),
    ...(shouldStop && isMip ? { [callbackType.mipInterrupt]: stop } : {}),
    ...(onProgress && isMip
      ? {
          [callbackType.mipImprovingSolution]: ({ data }: { data: Record<string, unknown> }): undefined => {
            const incumbent = data['objective_function_value'] as number
            onProgress({ incumbent: incumbent / scale, bound: (data['mip_dual_bound'] as number) / scale })
          },
        }
      : {}),
  }
}

type Answer = Omit<Solution, 'memoryBytes' | 'solver' | 'backend'>

function readSolution(highs: Highs, model: Model, source: SparseModel, scale: number): Answer {
  const { modelStatus, solutionStatus } = highs.constants
  const status = model.getModelStatus()
  const isMip = source.binaries > 0
  const effort = {
    iterations: counted(model, 'simplex_iteration_count') + counted(model, 'ipm_iteration_count'),
    nodes: isMip ? Number(model.info.get('mip_node_count')) : 0,
    runMs: model.getRunTime() * 1000,
  }
  const none = { values: null, rowDuals: null, objective: null, bound: null, ...effort }
  if (status === modelStatus.infeasible) return { outcome: 'infeasible', ...none }
  // Every asset is bounded, so that "unbounded or infeasible" from presolve is infeasible unless a ray exists.
  if (status === modelStatus.unbounded) return { outcome: 'unbounded', ...none }
  if (status === modelStatus.unboundedOrInfeasible) return { outcome: 'infeasible', ...none }
  const solved = status === modelStatus.optimal || status === modelStatus.empty
  const bound = isMip ? finite((model.info.get('mip_dual_bound') as number) / scale) : null
  const usable = solved || model.info.get('primal_solution_status') === solutionStatus.feasible
  if (!usable) return { outcome: 'stopped', atNodeLimit: status === modelStatus.solutionLimit, ...none, bound }
  const { colValue, rowDual } = model.getSolution()
  const rowDuals = solved && !isMip ? rowDual.map((dual) => dual / scale) : null
  return {
    outcome: solved ? 'solved' : 'stopped',
    atNodeLimit: status === modelStatus.solutionLimit,
    values: colValue,
    rowDuals,
    objective: model.getObjectiveValue() / scale,
    bound,
    ...effort,
  }
}

/** −1 stands for a part of the solver that did not run. */
const counted = (model: Model, name: 'simplex_iteration_count' | 'ipm_iteration_count'): number =>
  Math.max(0, Number(model.info.get(name)))

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null)
