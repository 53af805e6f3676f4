import type { Series } from '@omarino/contracts'
import { instantMs } from '../instants.ts'

const DAY_MS = 86_400_000
/** With less history than this, models that need a season cannot be fitted and scores say little. */
export const SHORT_DAYS = 14

/** Days from the first to the last point of a series; 0 without points. */
export const historyDays = ({ firstTime, lastTime }: Pick<Series, 'firstTime' | 'lastTime'>): number =>
  firstTime === null || lastTime === null ? 0 : (instantMs(lastTime) - instantMs(firstTime)) / DAY_MS
