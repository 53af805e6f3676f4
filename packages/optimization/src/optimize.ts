import type { OptimizeRequest, OptimizeResult } from '@omarino/contracts'
import { checkSchedule, type Publication, type Verdict } from './check-schedule.ts'
import { rounded } from './cost-lines.ts'
import { conflictingWishes, wishOf } from './conflicts.ts'
import { bentLimits } from './explain/bent-limits.ts'
import { bindingLimits } from './explain/binding.ts'
import { counterfactualsOf } from './explain/counterfactuals.ts'
import { paretoFrontOf } from './explain/pareto-front.ts'
import { reasonsOf } from './explain/reasons.ts'
import { hashOfModel, hashOfRequest } from './hashes.ts'
import { isoInstant } from './plant/axis.ts'
import { pairBinaries } from './passes/pair-binaries.ts'
import { readPlant, type Plant } from './plant/plant.ts'
import type { SparseModel } from './model.ts'
import { planOf, planOfSchedules, pricesOf, type Plan } from './publish.ts'
import { idlePlan, rulePlan } from './rule-start.ts'
import { startFrom } from './previous-start.ts'
import { published } from './published-columns.ts'
import type { Solve, SolveProgress } from './solvers/port.ts'
import { solveStages, type Outcome, type StageOptions } from './stages.ts'
import { askedGap, gapOf, statusOf } from './status.ts'
import { planUnderRisk, type RiskOutcome } from './uncertainty/plan-under-risk.ts'

/** What the engine needs from outside. */
export interface OptimizePorts {
  readonly solve: Solve
  /** Version of the code, published in the result. */
  readonly codeVersion: string
  /** Milliseconds of wall time and of CPU time, for `statistics` alone; without it they are null. */
  readonly clock?: { wallMs(): number; cpuMs(): number }
  readonly onProgress?: (progress: SolveProgress) => void
  readonly shouldStop?: () => boolean
  /** Keeps directions apart by binaries at every step, as textbooks do: for comparison. */
  readonly binariesEverywhere?: boolean
  /** Handed the last model that was solved for money, unscaled, with the ids that its tags index. */
  readonly onModel?: (model: SparseModel, assetIds: readonly string[]) => void
}

const SECOND_MS = 1000
const DEFAULT_TIME_LIMIT_SECONDS = 30
const CONFLICTS_MS = 1000 // naming the clash takes milliseconds; it is worth them after a limit too

/**
 * Plans a site: the cheapest schedule that keeps its limits, checked, priced and explained. When limits clash, they bend as
 * little as possible and are listed. The same request gives the same result but for `statistics`, unless the clock
 * stopped the solver (`deterministic: false`).
 * @param request as parsed by `parseOptimizeRequest`
 * @throws Failure 'invalid' when the request cannot be read (a missing value is named with asset, profile, step and instant);
 *   'unavailable' when the solver itself breaks
 */
export function optimize(request: OptimizeRequest, ports: OptimizePorts): OptimizeResult {
  const { counterfactuals, paretoPoints } = request.explain ?? {}
  const questions = (counterfactuals?.length ?? 0) + (paretoPoints ?? 0)
  const timeLimitMs = timeLimitOf(request)
  const result = planOnce(request, ports, questions === 0 ? timeLimitMs : timeLimitMs / 2)
  const { onProgress: _progress, onModel: _model, ...quiet } = ports
  const again = (other: OptimizeRequest): OptimizeResult => planOnce(other, quiet, timeLimitMs / 2 / questions)
  return {
    ...result,
    ...(counterfactuals && { counterfactuals: counterfactualsOf(request, result.objective, again) }),
    ...(paretoPoints !== undefined && { paretoFront: paretoFrontOf(request, again) }),
  }
}

const timeLimitOf = ({ solver }: OptimizeRequest): number =>
  (solver?.timeLimitSeconds ?? DEFAULT_TIME_LIMIT_SECONDS) * SECOND_MS

function planOnce(request: OptimizeRequest, ports: OptimizePorts, timeLimitMs: number): OptimizeResult {
  const started = ports.clock && { wallMs: ports.clock.wallMs(), cpuMs: ports.clock.cpuMs() }
  const plant = readPlant(request)
  const idle = assess(request, plant, planOfSchedules(plant, idlePlan(plant)))
  const rule = assess(request, plant, planOfSchedules(plant, rulePlan(plant)))
  const options = stageOptions(request, plant, rule.plan, ports, timeLimitMs)
  const underRisk = planUnderRisk(request, plant, options)
  const outcome = underRisk?.outcome ?? solveStages(plant, options)
  ports.onModel?.(outcome.dispatch.model, plant.assets.map(({ id }) => id)) // prettier-ignore
  const chosen = choose(request, plant, outcome, [rule, idle])
  const answered = answer(request, plant, outcome, chosen, underRisk, options)
  const cpuMs = started && ports.clock ? ports.clock.cpuMs() - started.cpuMs : null
  const wallMs = started && ports.clock ? ports.clock.wallMs() - started.wallMs : null
  return {
    schema: 'ems.optimize-result/1',
    requestHash: hashOfRequest(request),
    modelHash: hashOfModel(outcome.dispatch.model),
    deterministic: !outcome.effort.byClock,
    engine: { version: ports.codeVersion, solver: outcome.effort.solver, backend: outcome.effort.backend },
    horizon: {
      start: isoInstant(plant.axis.startsMs[0]),
      stepEnds: Array.from(plant.axis.endsMs, isoInstant),
    },
    ...answered,
    baselines: { idle: comparable(idle), rule: comparable(rule) },
    statistics: statisticsOf(plant, outcome, wallMs, cpuMs),
  }
}

/** A plan with what it bends and what the check says of it. */
interface Assessed {
  readonly plan: Plan
  readonly publication: Publication
  readonly verdict: Verdict
  readonly solved: boolean
}

function assess(request: OptimizeRequest, plant: Plant, plan: Plan, solved = false): Assessed {
  const publication = {
    objective: plan.objective,
    costs: [...plan.costs],
    schedules: published(plan.schedules),
    relaxations: bentLimits(plant, plan.schedules),
  }
  return { plan, publication, verdict: checkSchedule(request, publication), solved }
}

const keepsLimits = ({ verdict, publication }: Assessed): boolean =>
  verdict.verifier.passed && publication.relaxations.length === 0
const comparable = (assessed: Assessed): number | null =>
  keepsLimits(assessed) ? rounded(assessed.plan.objective) : null

function stageOptions(
  request: OptimizeRequest,
  plant: Plant,
  rule: Plan,
  ports: OptimizePorts,
  timeLimitMs: number,
): StageOptions {
  const asked = askedGap(request.solver)
  return {
    solve: ports.solve,
    start: startFrom(request.previous, plant, rule.schedules),
    isWarm: request.previous !== undefined,
    ...(request.solver?.nodeLimit !== undefined && { nodeLimit: request.solver.nodeLimit }),
    timeLimitMs,
    relativeGap: asked.relative,
    absoluteGap: asked.absolute,
    seed: request.solver?.seed ?? 0,
    ...(ports.binariesEverywhere && { everywhere: true }),
    ...(ports.onProgress ? { onProgress: ports.onProgress } : {}),
    ...(ports.shouldStop ? { shouldStop: ports.shouldStop } : {}),
  }
}

/**
 * The cheapest plan that passed the check: the solver's or, when it was stopped early, a baseline that keeps all limits.
 * Without any plan from a stopped solver the idle plan, bent where it must be, is the last resort.
 */
function choose(
  request: OptimizeRequest,
  plant: Plant,
  outcome: Outcome,
  baselines: readonly Assessed[],
): Assessed | undefined {
  const solved =
    outcome.x === null ? undefined : assess(request, plant, planOf(plant, outcome.dispatch, outcome.x), true)
  if (solved && !outcome.stopped) return solved
  const passed = [solved, ...baselines]
    .filter((plan) => plan !== undefined)
    .filter((plan) => plan.verdict.verifier.passed)
  const strict = passed.filter(keepsLimits)
  const candidates = strict.length > 0 ? strict : outcome.stopped ? passed : []
  return candidates.reduce<Assessed | undefined>(
    (best, next) => (best && best.plan.objective <= next.plan.objective ? best : next),
    undefined,
  )
}

type Answer = Omit<
  OptimizeResult,
  'schema' | 'requestHash' | 'modelHash' | 'deterministic' | 'engine' | 'horizon' | 'baselines' | 'statistics'
>

function answer(
  request: OptimizeRequest,
  plant: Plant,
  outcome: Outcome,
  chosen: Assessed | undefined,
  underRisk: RiskOutcome | undefined,
  options: StageOptions,
): Answer {
  if (!chosen) return failed('NO_SCHEDULE', `no schedule keeps the limits that must not bend: ${firmLimits(plant)}`)
  if (!chosen.verdict.verifier.passed)
    return { ...failed('SCHEDULE_REFUSED', chosen.verdict.faults[0]), verifier: chosen.verdict.verifier }
  const { plan, publication, verdict } = chosen
  const proven = underRisk ? underRisk.proof : { objective: plan.objective, bound: outcome.bound }
  const gap = gapOf(plan, proven?.objective ?? plan.objective, proven?.bound ?? null)
  const isProven = !underRisk && outcome.bound !== null
  const bound = isProven ? Math.min(rounded(outcome.bound), plan.objective) : null // the bound of scenarios bounds no single path
  return {
    status: statusOf(gap, askedGap(request.solver), publication.relaxations.length > 0),
    ...publication,
    bound,
    gap,
    ...(underRisk?.risk && { risk: underRisk.risk }),
    ...reasons(request, plant, outcome, chosen),
    ...conflictsOf(plant, outcome, options, publication.relaxations),
    verifier: verdict.verifier,
  }
}

/** What was told never to bend, and what never does. */
function firmLimits({ assets, limits }: Plant): string {
  const named = assets.flatMap(({ id, hard }) => hard.map((limit) => `${limit} of "${id}"`))
  const shared = limits.filter(({ tier }) => tier === 'hard').map(({ id }) => `limit "${id}"`)
  const all = [...named, ...shared]
  return all.length > 0
    ? `${all.join(', ')}, and what devices and connections can do`
    : 'what devices and connections can do'
}

function failed(code: string, detail: string): Answer {
  return {
    status: 'failed',
    failure: { code, detail },
    objective: null,
    bound: null,
    gap: { relative: null, absolute: null },
    costs: [],
    schedules: {},
    relaxations: [],
    explanations: [],
    verifier: { passed: false, balanceKw: 0, energyKwh: 0, limit: 0, money: 0 },
  }
}

type Reasons = Pick<OptimizeResult, 'explanations' | 'marginalPrices' | 'storedValues' | 'binding'>

/** Prices and sentences, where the published plan is the one whose duals are known. */
function reasons(request: OptimizeRequest, plant: Plant, outcome: Outcome, { plan, solved }: Assessed): Reasons {
  const { rowDuals, dispatch, x, linear } = outcome
  const { moneyWeight } = plant.wants
  if (!solved || rowDuals === null || x === null || moneyWeight === 0) return { explanations: [] }
  const inMoney = rowDuals.map((dual) => dual / moneyWeight)
  const prices = pricesOf(plant, dispatch, inMoney)
  const wanted = request.explain?.sentences ?? true
  const { marginal, stored } = published({ marginal: prices.marginal, stored: prices.stored })
  return {
    explanations: wanted ? reasonsOf(plant, plan.schedules, prices) : [],
    binding: wanted
      ? bindingLimits(plant, { ...dispatch, model: unweighed(linear ?? dispatch.model, moneyWeight) }, x, inMoney)
      : [],
    marginalPrices: marginal,
    storedValues: stored,
  }
}

const unweighed = (model: SparseModel, moneyWeight: number): SparseModel =>
  moneyWeight === 1 ? model : { ...model, cost: model.cost.map((cost) => cost / moneyWeight) }

/** The smallest clash of wishes, in words. */
function conflictsOf(plant: Plant, outcome: Outcome, options: StageOptions, bent: Publication['relaxations']) {
  if (!outcome.elastic || bent.length === 0) return {}
  const { start: _start, solve, ...limits } = options
  const timeLimitMs = Math.max(CONFLICTS_MS, options.timeLimitMs - outcome.effort.solveMs)
  const groups = conflictingWishes(plant, outcome.dispatch, solve, { ...limits, timeLimitMs })
  if (groups === undefined) outcome.effort.byClock = true
  const conflicts = (groups ?? []).map(({ ownerId, kind }) => {
    return { assetId: ownerId, kind, text: `"${ownerId}" shall ${wishOf(kind)}` }
  })
  return conflicts.length > 0 ? { conflicts } : {}
}

function statisticsOf(
  plant: Plant,
  outcome: Outcome,
  wallMs: number | null,
  cpuMs: number | null,
): OptimizeResult['statistics'] {
  const { effort, dispatch } = outcome
  const { model } = dispatch
  const pairs = dispatch.blocks.filter(({ pair }) => pair).length * plant.axis.steps
  return {
    rows: model.rows,
    columns: model.columns,
    nonzeros: model.values.length,
    binaries: model.binaries,
    binariesAvoided: pairs - pairBinaries(model),
    lazyRounds: effort.lazyRounds,
    iterations: effort.iterations,
    nodes: effort.nodes,
    buildMs: wallMs === null ? null : Math.max(0, wallMs - effort.solveMs),
    solveMs: effort.solveMs,
    cpuMs,
    heapMb: effort.memoryBytes / 1_048_576,
    warmStart: effort.warmStart,
  }
}
