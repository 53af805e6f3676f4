import { Failure } from '@omarino/energy'
import { rounded } from '../cost-lines.ts'
import { equalProbabilities, readProbabilities } from './probabilities.ts'
import type { QuantileSeries } from './quantile-series.ts'
import { reduceScenarios } from './reduce-scenarios.ts'
import { scenarioPaths } from './scenario-paths.ts'

/** What is not sure, and how many scenarios shall stand for it. */
export interface Uncertainty {
  /** Forecasts to draw from, by name; independent of each other. */
  readonly series?: Readonly<Record<string, QuantileSeries>>
  /** Scenarios as they were given, by name, joint across names; each of shape [S][T]. */
  readonly given?: Readonly<Record<string, readonly Float64Array[]>>
  /** Of the given scenarios, sum 1; alike when left out; shape [S]. */
  readonly probabilities?: ArrayLike<number>
  /** Hours; shape [T]. */
  readonly stepHours: ArrayLike<number>
  /** S, ≥ 1. */
  readonly scenarios: number
  readonly seed: number
  /** See `scenarioPaths`; 6 when left out. */
  readonly correlationHours?: number
}
export interface Scenarios {
  /** Sum 1 within rounding; shape [S]. */
  readonly probabilities: Float64Array
  /** By name, rounded to 1e-9; scenario s of every name happens together; each of shape [S][T]. */
  readonly paths: Readonly<Record<string, readonly Float64Array[]>>
}

const CORRELATION_HOURS = 6
// Even counts above 1: a count that is odd holds the median path, which lies nearer to most drawn paths than they lie to each
// other. It would be kept with 0.3 to 0.9 of the probability (measured: 3 series, 96 steps), and the spread would be lost.
const drawnFor = (scenarios: number): number => (scenarios === 1 ? 1 : Math.max(4 * scenarios, 100))

/**
 * Joint scenarios of all that is not sure. Without given ones, max(4·S, 100) paths of every forecast are drawn and reduced to S;
 * a single scenario is the median. With given ones, those and their probabilities stand, and S paths of every forecast are drawn
 * beside them, one to a scenario. The same call gives the same bytes, in whatever order the names stand.
 * @throws Failure 'invalid' (SCENARIO_COUNT, SCENARIO_LENGTH, SCENARIO_MISSING, SCENARIO_NAME_TWICE, PROBABILITIES, and those of
 *   `scenarioPaths`)
 */
export function drawScenarios(uncertainty: Uncertainty): Scenarios {
  const { series = {}, given = {}, scenarios } = uncertainty
  if (!(Number.isInteger(scenarios) && scenarios >= 1))
    throw refusal('SCENARIO_COUNT', `${scenarios} scenarios cannot be drawn: at least 1 is needed`)
  const names = Object.keys(series).sort()
  const givenNames = Object.keys(given).sort()
  const twice = names.find((name) => Object.hasOwn(given, name))
  if (twice !== undefined) throw refusal('SCENARIO_NAME_TWICE', `${twice} has quantiles and scenarios`)
  if (givenNames.length === 0) return reducedDraw(uncertainty, names)
  for (const name of givenNames) checkGiven(name, given[name], uncertainty)
  const { probabilities = equalProbabilities(scenarios) } = uncertainty
  const paths = [
    ...givenNames.map((name) => [name, given[name]] as const),
    ...names.map((name) => [name, draw(uncertainty, name, scenarios)] as const),
  ]
  return { probabilities: readProbabilities(probabilities, scenarios), paths: published(paths) }
}

function reducedDraw(uncertainty: Uncertainty, names: readonly string[]): Scenarios {
  const { probabilities, scenarios, stepHours } = uncertainty
  if (probabilities !== undefined)
    throw refusal(
      'PROBABILITIES',
      `${probabilities.length} probabilities are given, but no scenarios that they belong to`,
    )
  const count = drawnFor(scenarios)
  const drawn = names.map((name) => draw(uncertainty, name, count))
  const reduced = reduceScenarios(drawn, equalProbabilities(count), stepHours, scenarios)
  const paths = names.map((name, n) => [name, reduced.kept.map((scenario) => drawn[n][scenario])] as const)
  return { probabilities: reduced.probabilities, paths: published(paths) }
}

function draw({ series = {}, stepHours, seed, ...rest }: Uncertainty, name: string, count: number): Float64Array[] {
  const correlationHours = rest.correlationHours ?? CORRELATION_HOURS
  return scenarioPaths(series[name], { name, stepHours, count, seed, correlationHours })
}

function checkGiven(name: string, paths: readonly Float64Array[], { scenarios, stepHours }: Uncertainty): void {
  if (paths.length !== scenarios)
    throw refusal('SCENARIO_COUNT', `${name} gives ${paths.length} scenarios, but ${scenarios} are asked for`)
  for (const [s, path] of paths.entries()) {
    if (path.length !== stepHours.length)
      throw refusal(
        'SCENARIO_LENGTH',
        `Scenario ${s} of ${name} has ${path.length} values for ${stepHours.length} steps`,
      )
    const step = path.findIndex((value) => !Number.isFinite(value))
    if (step >= 0) throw refusal('SCENARIO_MISSING', `Scenario ${s} of ${name} has no value at step ${step}`)
  }
}

/** Names in code-unit order and new arrays, so that what was given stays the caller's. */
const published = (paths: readonly (readonly [string, readonly Float64Array[]])[]): Scenarios['paths'] =>
  Object.fromEntries(
    [...paths].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, rows]) => [name, rows.map((row) => row.map(rounded))]),
  )

const refusal = (code: string, sentence: string): Failure => new Failure('invalid', code, `${sentence}.`)
