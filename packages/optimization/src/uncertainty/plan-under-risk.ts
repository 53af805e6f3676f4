// Plans that mind how the future may go: decide with all scenarios in view, then play the decisions on the median path.
import type { OptimizeRequest, OptimizeResult } from '@omarino/contracts'
import { rounded } from '../cost-lines.ts'
import { buildDispatch } from '../dispatch.ts'
import { readPlant, type Plant } from '../plant/plant.ts'
import { solveStages, type Outcome, type StageOptions } from '../stages.ts'
import { cvarOf } from './cvar.ts'
import { scenarioRequests } from './scenario-requests.ts'
import { buildTwoStage, fixedBuilder, type Decisions, type Risk, type Scenario, type TwoStage } from './two-stage.ts'

export interface RiskOutcome {
  /** The median path with the shared decisions fixed; its duals are the prices. */
  readonly outcome: Outcome
  /** What was really minimised, and what is proven of it; null when no plan was found. */
  readonly proof: { readonly objective: number; readonly bound: number | null } | null
  readonly risk: OptimizeResult['risk']
}
const CVAR_LEVEL = 0.9

/**
 * Solves a request that names `uncertainty`.
 * @returns undefined when nothing in the request is unsure: a plain plan is the answer then
 * @throws Failure 'invalid' for quantiles that cross, scenarios that do not fit, and all that a plain request is refused for
 */
export function planUnderRisk(request: OptimizeRequest, plant: Plant, options: StageOptions): RiskOutcome | undefined {
  const drawn = scenarioRequests(request, plant.axis)
  if (drawn.length === 0 || !request.uncertainty) return undefined
  const { nowSteps, cvarLevel = CVAR_LEVEL, cvarWeight = 0 } = request.uncertainty
  const scenarios = drawn.map(({ probability, request: one }) => ({ probability, plant: readPlant(one) }))
  const risk: Risk = { nowSteps, cvarLevel, cvarWeight }
  const within = (share: number): StageOptions => ({ ...options, timeLimitMs: share * options.timeLimitMs })
  const chosen = decide(plant, scenarios, risk, within(0.6))
  if (!chosen.decisions) return { outcome: chosen.outcome, proof: null, risk: undefined }
  const told = riskOf(chosen.costs, scenarios, risk)
  const { decisions } = chosen
  const outcome = solveStages(plant, {
    ...within(0.15),
    build: (choices) => buildDispatch(plant, choices, fixedBuilder(decisions, nowSteps)),
  })
  const stopped = outcome.stopped || chosen.outcome.stopped
  const neutral =
    cvarWeight > 0 && !stopped ? decide(plant, scenarios, { ...risk, cvarWeight: 0 }, within(0.25)) : undefined
  const priceOfSafety = neutral?.decisions
    ? rounded(told.expected - riskOf(neutral.costs, scenarios, risk).expected)
    : null
  return { outcome: { ...outcome, stopped }, proof: chosen.proof, risk: { ...told, priceOfSafety } }
}

interface Decided {
  readonly outcome: Outcome
  readonly proof: RiskOutcome['proof']
  readonly decisions: Decisions | undefined
  readonly costs: Float64Array
}

function decide(plant: Plant, scenarios: readonly Scenario[], risk: Risk, options: StageOptions): Decided {
  const outcome = solveStages(plant, { ...options, build: (choices) => buildTwoStage(plant, scenarios, risk, choices) })
  if (outcome.x === null) return { outcome, proof: null, decisions: undefined, costs: new Float64Array() }
  const { x, bound } = outcome
  const dispatch = outcome.dispatch as TwoStage
  const { model } = dispatch
  const constant = model.constants.reduce((sum, { amount }) => sum + amount, 0)
  const objective = x.reduce((sum, value, column) => sum + model.cost[column] * value, constant)
  return { outcome, proof: { objective, bound }, decisions: dispatch.decisions(x), costs: dispatch.costs(x) }
}

type Told = Omit<NonNullable<OptimizeResult['risk']>, 'priceOfSafety'>

function riskOf(costs: Float64Array, scenarios: readonly Scenario[], { cvarLevel }: Risk): Told {
  const probabilities = scenarios.map(({ probability }) => probability)
  const expected = costs.reduce((sum, cost, s) => sum + cost * probabilities[s], 0)
  return {
    expected: rounded(expected),
    cvar: rounded(cvarOf(costs, probabilities, cvarLevel)),
    cvarLevel,
    scenarios: probabilities.map((probability, s) => ({ probability, cost: rounded(costs[s]) })),
  }
}
