import type { BacktestPlan } from './backtest-plan.ts'
import type { ForecastBlock } from './backtest.ts'
import { type PanelClock, panelClock } from './panel-clock.ts'

/** The header of a file of forecasts; a level is its shortest decimal. */
export const forecastHeader = (levels: readonly number[]): string =>
  `series,origin,target_time,point${levels.map((level) => `,q${level}`).join('')}\n`

/** Writes blocks as CSV rows: instants in UTC, numbers in the shortest form that reads back to the same value. */
export function rowWriter(plan: BacktestPlan): (block: ForecastBlock) => string {
  const clock = panelClock(plan.step, plan.zone)
  const { levels } = plan.task
  const absent = ','.repeat(levels.length + 1)
  return ({ id, origin, forecast }) => {
    const head = `${csvCell(id)},${isoSeconds(plan.originsMs[origin])},`
    let rows = ''
    for (let step = 0; step < plan.horizonSteps; step += 1) {
      rows += `${head}${targetTime(plan, clock, origin, step)}`
      if (!forecast) rows += absent
      else {
        rows += `,${forecast.point[step]}`
        for (let row = 0; row < levels.length; row += 1)
          rows += `,${forecast.quantiles[row * plan.horizonSteps + step]}`
      }
      rows += '\n'
    }
    return rows
  }
}

/** The header of a file of contributions. */
export const explanationHeader = 'series,origin,target_time,group,contribution\n'

/**
 * Writes the contributions of blocks as CSV rows, the base first, in the number form and order of the forecasts: those of
 * a step add up to its point. Nothing for a block without explanation.
 */
export function explanationWriter(plan: BacktestPlan): (block: ForecastBlock) => string {
  const clock = panelClock(plan.step, plan.zone)
  return ({ id, origin, forecast }) => {
    if (!forecast?.explanation) return ''
    const { groups, contributions } = forecast.explanation
    const cells = groups.map(csvCell)
    const head = `${csvCell(id)},${isoSeconds(plan.originsMs[origin])},`
    let rows = ''
    for (let step = 0; step < plan.horizonSteps; step += 1) {
      const time = targetTime(plan, clock, origin, step)
      for (const [i, cell] of cells.entries()) {
        rows += `${head}${time},${cell},${contributions[i * plan.horizonSteps + step]}\n`
      }
    }
    return rows
  }
}

/** The stamp of a step: start or end of its interval, as the data have it. */
function targetTime(plan: BacktestPlan, clock: PanelClock, origin: number, step: number): string {
  const start = clock.toGrid(plan.originsMs[origin]) + step * clock.stepMs
  return isoSeconds(clock.toInstant(plan.stamps === 'end' ? start + clock.stepMs : start))
}

/** ISO 8601 in UTC, without a fraction where it is 0. */
const isoSeconds = (instantMs: number): string => new Date(instantMs).toISOString().replace('.000Z', 'Z')

const csvCell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
