// Terms: plant (a request as numbers), dispatch (its linear model), stage, tier (which limit bends first), schedule, settlement.
export { checkSchedule, type Publication, type Verdict } from './check-schedule.ts'
export type { CostLine, CostLineName } from './cost-lines.ts'
export { canonicalJson, hashOfRequest } from './hashes.ts'
export { optimize, type OptimizePorts } from './optimize.ts'
export { idleCost, settle, type SettledPlan, type Settlement } from './settle.ts'
export { createHighsSolver } from './solvers/highs.ts'
export { modelNames, mpsText, type ModelNames } from './solvers/mps.ts'
export type { Solve, SolveOptions, SolveProgress, Solution, Solver } from './solvers/port.ts'
