import { Failure } from '@omarino/energy'
import { readProbabilities } from './probabilities.ts'

export interface ReducedScenarios {
  /** Which scenarios stay, rising; shape [S]. */
  readonly kept: number[]
  /** What each of them now stands for, sum 1 within rounding; shape [S]. */
  readonly probabilities: Float64Array
}

/**
 * Keeps the scenarios that stand best for all: fast forward selection adds, one by one, the scenario that leaves the least
 * expected distance from a scenario to the nearest one kept; each dropped one then gives its probability to its nearest.
 * Distance is Euclidean over all series and steps, each step weighing as many hours as it lasts and each series divided by its
 * standard deviation about the steps' means, so that neither units nor the cut of the time axis decide. Ties: the lower index.
 * Takes O(S₀²·T) for the distances and O(S₀²·S) for the selection; holds S₀² numbers.
 * @param series         joint scenarios of every series, any units; shape [N][S₀][T]
 * @param probabilities  each ≥ 0, sum 1; shape [S₀]
 * @param stepHours      hours; shape [T]
 * @param keep           how many to keep, 1..S₀
 * @throws Failure 'invalid' (SCENARIO_COUNT, PROBABILITIES)
 * @see Heitsch and Römisch (2003), Scenario reduction algorithms in stochastic programming,
 *   Computational Optimization and Applications 24, algorithm 2.4
 */
export function reduceScenarios(
  series: readonly (readonly Float64Array[])[],
  probabilities: ArrayLike<number>,
  stepHours: ArrayLike<number>,
  keep: number,
): ReducedScenarios {
  const count = probabilities.length
  if (!(Number.isInteger(keep) && keep >= 1 && keep <= count))
    throw new Failure('invalid', 'SCENARIO_COUNT', `${keep} of ${count} scenarios cannot be kept.`)
  const shares = readProbabilities(probabilities, count)
  const distances = distancesBetween(
    series.map((paths) => scaled(paths, stepHours)),
    count,
  )
  const kept = selectForward(distances, shares, keep)
  return { kept, probabilities: gathered(distances, shares, kept) }
}

/** Paths in units in which the squared distance of two is the hours' mean square difference over the variance. */
function scaled(paths: readonly Float64Array[], stepHours: ArrayLike<number>): Float64Array[] {
  const steps = stepHours.length
  const means = new Float64Array(steps)
  for (const path of paths) for (let step = 0; step < steps; step++) means[step] += path[step] / paths.length
  let spread = 0
  for (const path of paths)
    for (let step = 0; step < steps; step++) spread += stepHours[step] * (path[step] - means[step]) ** 2
  const perDeviation = spread > 0 ? Math.sqrt(paths.length / spread) : 0 // a sure series tells no scenario from another
  return paths.map((path) =>
    path.map((value, step) => (value - means[step]) * Math.sqrt(stepHours[step]) * perDeviation),
  )
}

/** @returns shape [S₀·S₀], symmetric */
function distancesBetween(series: readonly (readonly Float64Array[])[], count: number): Float64Array {
  const distances = new Float64Array(count * count)
  for (let a = 0; a < count; a++)
    for (let b = a + 1; b < count; b++) {
      let squares = 0
      for (const paths of series) squares += squaredDistance(paths[a], paths[b])
      distances[a * count + b] = distances[b * count + a] = Math.sqrt(squares)
    }
  return distances
}

function squaredDistance(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let step = 0; step < a.length; step++) sum += (a[step] - b[step]) * (a[step] - b[step])
  return sum
}

/** @returns the chosen scenarios, rising */
function selectForward(distances: Float64Array, shares: Float64Array, keep: number): number[] {
  const count = shares.length
  const toKept = new Float64Array(count).fill(Infinity)
  const chosen = new Set<number>()
  while (chosen.size < keep) {
    let best = -1
    let least = Infinity
    for (let candidate = 0; candidate < count; candidate++) {
      if (chosen.has(candidate)) continue
      const row = candidate * count
      let expected = 0
      for (let other = 0; other < count; other++) {
        const distance = distances[row + other]
        expected += shares[other] * (distance < toKept[other] ? distance : toKept[other])
      }
      if (expected < least) [best, least] = [candidate, expected]
    }
    chosen.add(best)
    for (let other = 0; other < count; other++) toKept[other] = Math.min(toKept[other], distances[best * count + other])
  }
  return [...chosen].sort((a, b) => a - b)
}

/** Probabilities of the kept, each with those of the dropped ones nearest to it. */
function gathered(distances: Float64Array, shares: Float64Array, kept: readonly number[]): Float64Array {
  const count = shares.length
  const gatheredShares = Float64Array.from(kept, (scenario) => shares[scenario])
  const stays = new Set(kept)
  for (let scenario = 0; scenario < count; scenario++) {
    if (stays.has(scenario)) continue
    let nearest = 0
    for (let k = 1; k < kept.length; k++)
      if (distances[scenario * count + kept[k]] < distances[scenario * count + kept[nearest]]) nearest = k
    gatheredShares[nearest] += shares[scenario]
  }
  return gatheredShares
}
