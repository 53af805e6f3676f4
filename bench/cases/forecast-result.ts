import type { BenchResult } from '../bench-case.ts'
import { COVERAGE_GOAL, GOALS, holds } from '../goals.ts'
import { countFaults, countNightPower, coverage80, coverageError } from '../score/reliability.ts'
import type { Scored } from '../score/scored.ts'
import type { ForecastRun } from './forecast-run.ts'

export interface Named {
  readonly name: string
  readonly value: number
}

export const named = (name: string, value: number): Named => ({ name, value })

/** A figure of a data set with its goal, a reference of the same run, and what others published. */
export function figure(
  metric: string,
  value: number,
  unit: string,
  reference: Named | null = null,
  published: readonly Named[] = [],
  cpuSeconds: number | null = null,
): BenchResult {
  const goal = GOALS[metric] ?? (metric.endsWith('.coverage80-error') ? COVERAGE_GOAL : null)
  const ratio = reference ? value / reference.value : null
  const standing = goal ? holds(goal, value, ratio) : null
  return { metric, value, unit, reference, ratio, goal, holds: standing, cpuSeconds, runs: 1, published }
}

/** What every data set tells: coverage of p10..p90. */
export const coverageFigures = (set: string, all: readonly Scored[]): BenchResult[] => [
  figure(`forecast.${set}.coverage80`, 100 * coverage80(all), '%'),
  figure(`forecast.${set}.coverage80-error`, coverageError(all), '% points'),
]

/** Rows with a fault that may never be. */
export function faultsOf({ scored, protocol }: ForecastRun, isPv: (id: string) => boolean): number {
  const { nonNegative, capacity } = protocol
  return scored.reduce((sum, one) => {
    const lowest = nonNegative === true || (Array.isArray(nonNegative) && nonNegative.includes(one.id)) ? 0 : -Infinity
    const highest = typeof capacity === 'number' ? capacity : Infinity
    return sum + countFaults(one, { lowest, highest }) + (isPv(one.id) ? countNightPower(one) : 0)
  }, 0)
}
