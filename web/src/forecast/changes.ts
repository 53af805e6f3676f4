import type { Forecast, ForecastChanges } from '@omarino/contracts'
import { instantMs } from '../instants.ts'

const MOST_GROUPS = 6

export interface GroupChange {
  readonly group: string
  readonly mean: number
  readonly largest: number
}

/** What moved a forecast most, first; groups that did not move it are left out. */
export const groupChanges = ({ groups }: Pick<ForecastChanges, 'groups'>): readonly GroupChange[] =>
  [...(groups ?? [])]
    .filter(({ largest }) => largest !== 0)
    .sort((a, b) => b.meanSize - a.meanSize)
    .slice(0, MOST_GROUPS)

/** Whether an earlier issue has hours in common with a later one, so that there is something to compare. */
export const reachesInto = (earlier: Forecast, { startTime, stepSeconds }: Forecast): boolean =>
  earlier.stepSeconds === stepSeconds &&
  instantMs(earlier.startTime) + earlier.horizon * stepSeconds * 1000 > instantMs(startTime)

/** A change with its sign, a rise with a plus. */
export const signed = (reading: (value: number) => string, value: number): string => {
  const text = reading(value)
  return value > 0 && /[1-9]/.test(text) ? `+${text}` : text
}
