import type { SparseModel } from '../model.ts'

/** What a solver is told besides the model. */
export interface SolveOptions {
  readonly timeLimitMs: number
  readonly relativeGap: number
  readonly absoluteGap: number
  readonly seed: number
  /** A good point is known or easily found: spend the time on proof. */
  readonly fewHeuristics?: boolean
  /** Most nodes of the search; a stop there is the same stop on every run. */
  readonly nodeLimit?: number
  /** Values of some columns of a feasible point, to start from. */
  readonly start?: { readonly indices: Int32Array; readonly values: Float64Array }
  /** Called at every better plan; runs inside the solver and must be quick. */
  readonly onProgress?: (progress: SolveProgress) => void
  /** Asked now and then; true stops the solver with what it has. */
  readonly shouldStop?: () => boolean
}
export interface SolveProgress {
  readonly incumbent: number
  readonly bound: number
}
/**
 * `solved`: within the asked gap; `stopped`: by limit or wish, perhaps with a point; the others have none.
 * `values` obey the model; `rowDuals` are ∂objective/∂right side and exist for models without integers only.
 */
export interface Solution {
  readonly outcome: 'solved' | 'stopped' | 'infeasible' | 'unbounded'
  readonly values: Float64Array | null
  /** Stopped by `nodeLimit`, not by a clock or a wish. */
  readonly atNodeLimit?: boolean
  readonly rowDuals: Float64Array | null
  /** The model's constants included, so that a relative gap means the same to the solver as to the reader. */
  readonly objective: number | null
  /** Proven lower bound of the objective; null when none is known. */
  readonly bound: number | null
  readonly iterations: number
  readonly nodes: number
  readonly runMs: number
  readonly memoryBytes: number
  readonly solver: string
  readonly backend: string
}
/** Solves one model from scratch; synchronous, deterministic unless stopped. */
export type Solve = (model: SparseModel, options: SolveOptions) => Solution

/** A solver that has been loaded and can be called any number of times. */
export interface Solver {
  readonly name: string
  readonly backend: string
  readonly solve: Solve
  memoryBytes(): number
}
