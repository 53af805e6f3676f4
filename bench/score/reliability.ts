import { coverage, DAY_MS } from '@omarino/forecasting'
import { quantileRow, type Scored } from './scored.ts'

const WINDOW_DAYS = 90
const NOMINAL = 0.8

/** Share of actual values inside p10..p90 over all series. */
export function coverage80(all: readonly Scored[]): number {
  const covered = all.map((scored) => inside(scored))
  return sum(covered.map(([hits]) => hits)) / sum(covered.map(([, known]) => known))
}

/**
 * Largest distance of the coverage from 80 % in any 90 days in a row, over all series; of the whole where it is shorter.
 * @returns percentage points
 */
export function coverageError(all: readonly Scored[]): number {
  const days = new Map<number, [hits: number, known: number]>()
  for (const scored of all) {
    const [lower, upper] = [quantileRow(scored, 0.1), quantileRow(scored, 0.9)]
    for (const [i, actual] of scored.actual.entries()) {
      if (Number.isNaN(actual)) continue
      const day = Math.floor(scored.targetsMs[i] / DAY_MS)
      const [hits, known] = days.get(day) ?? [0, 0]
      days.set(day, [hits + (actual >= lower[i] && actual <= upper[i] ? 1 : 0), known + 1])
    }
  }
  const counts = [...days.entries()].sort(([a], [b]) => a - b).map(([, count]) => count)
  let worst = 0
  for (let from = 0; from === 0 || from + WINDOW_DAYS <= counts.length; from += 1) {
    const window = counts.slice(from, from + WINDOW_DAYS)
    const share = sum(window.map(([hits]) => hits)) / sum(window.map(([, known]) => known))
    worst = Math.max(worst, 100 * Math.abs(share - NOMINAL))
  }
  return worst
}

function inside(scored: Scored): [hits: number, known: number] {
  const known = scored.actual.reduce((count, value) => count + (Number.isNaN(value) ? 0 : 1), 0)
  const share = coverage(scored.actual, quantileRow(scored, 0.1), quantileRow(scored, 0.9))
  return [known > 0 ? share * known : 0, known]
}

/**
 * What may never be: a quantile that is missing or lies below the one before it, a point that is not the median, a value
 * beyond the bounds, PV where no day of the past at that time had any.
 */
export function countFaults(scored: Scored, bounds: { readonly lowest: number; readonly highest: number }): number {
  const { levels, point, quantiles } = scored
  const rows = point.length
  const middle = levels.indexOf(0.5)
  let faults = 0
  for (let i = 0; i < rows; i += 1) {
    let fault = middle >= 0 && point[i] !== quantiles[middle * rows + i]
    for (let level = 0; level < levels.length; level += 1) {
      const value = quantiles[level * rows + i]
      const before = level > 0 ? quantiles[(level - 1) * rows + i] : bounds.lowest
      if (!(value >= before && value <= bounds.highest)) fault = true
    }
    if (fault) faults += 1
  }
  return faults
}

/** Rows of a PV series with power at a time of day that never had any before the first origin. */
export function countNightPower({ values, originSteps, leads, perDay, quantiles, levels, point }: Scored): number {
  const first = originSteps.reduce((least, step) => Math.min(least, step), Infinity)
  const lit = new Uint8Array(perDay)
  for (let step = 0; step < first; step += 1) if (values[step] > 0) lit[step % perDay] = 1
  const top = (levels.length - 1) * point.length
  return point.reduce((count, _, i) => {
    const dark = lit[(originSteps[i] + leads[i]) % perDay] === 0
    return count + (dark && quantiles[top + i] > 0 ? 1 : 0)
  }, 0)
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
