import { Failure } from '@omarino/energy'
import { readProbabilities } from './probabilities.ts'

/**
 * Conditional value at risk: the mean cost of the dearest share 1 − α of the scenarios, the scenario on the edge counted in part.
 * Equals min over η of η + Σ πₛ·max(0, costₛ − η) / (1 − α), which is how a linear model states it.
 * @param costs          cost of each scenario, money; shape [S], S ≥ 1
 * @param probabilities  each ≥ 0, sum 1; shape [S]
 * @param alpha          0 ≤ α < 1; at 0 the result is the expected cost, towards 1 the dearest possible cost
 * @throws Failure 'invalid' (CVAR_LEVEL, PROBABILITIES, SCENARIO_COST)
 * @see Rockafellar and Uryasev (2000), Optimization of conditional value-at-risk, Journal of Risk 2(3)
 */
export function cvarOf(costs: ArrayLike<number>, probabilities: ArrayLike<number>, alpha: number): number {
  if (!(alpha >= 0 && alpha < 1))
    throw new Failure('invalid', 'CVAR_LEVEL', `The level of the CVaR is ${alpha}; it must be at least 0 and below 1.`)
  const shares = readProbabilities(probabilities, costs.length)
  const dearestFirst = Array.from(costs, (cost, s) => ({ cost, share: shares[s] }))
  for (const [s, { cost }] of dearestFirst.entries())
    if (!Number.isFinite(cost)) throw new Failure('invalid', 'SCENARIO_COST', `Scenario ${s} has the cost ${cost}.`)
  dearestFirst.sort((a, b) => b.cost - a.cost)
  let left = 1 - alpha
  let sum = 0
  for (const { cost, share } of dearestFirst) {
    const part = Math.min(share, left)
    sum += part * cost
    left -= part
  }
  return sum / (1 - alpha - left) // what rounding left over is nobody's cost
}
