import { addDays, localDate, startOfDate } from '@omarino/energy'
import { csvRows, DEMO, loadKwAt, pricePerMwhAt, pvKwAt } from '../../../examples/demo-site/generate.ts'

const DAYS = 366
const HEADER = 'series,time,value\n'

/** What the demo loads: a year of history, and the newest day as the file that the workflow imports. */
export interface DemoData {
  readonly historyCsv: string
  readonly newestCsv: string
  readonly newestName: string
  readonly issueTime: string
}

function csv(fromMs: number, toMs: number, priceToMs: number): string {
  const parts = [
    ...csvRows('demo/load/active_power', loadKwAt, fromMs, toMs, 3),
    ...csvRows('demo/pv/active_power', pvKwAt, fromMs, toMs, 3),
    ...csvRows('demo/price/day_ahead', pricePerMwhAt, fromMs, priceToMs, 2),
  ]
  return HEADER + parts.join('')
}

/** Generates the demo's data up to now. Day-ahead prices reach to the end of tomorrow, as after a market's clearing. */
export function generateDemoData(nowMs: number): DemoData {
  const issueMs = Math.floor(nowMs / DEMO.stepMs) * DEMO.stepMs
  const today = localDate(DEMO.zone, issueMs)
  const dayStartMs = startOfDate(DEMO.zone, addDays(today, -1))
  const firstMs = startOfDate(DEMO.zone, addDays(today, -DAYS))
  const pricesEndMs = startOfDate(DEMO.zone, addDays(today, 2))
  return {
    historyCsv: csv(firstMs, dayStartMs, dayStartMs),
    newestCsv: csv(dayStartMs, issueMs, pricesEndMs),
    newestName: `demo/points-${today}.csv`,
    issueTime: new Date(issueMs).toISOString(),
  }
}
