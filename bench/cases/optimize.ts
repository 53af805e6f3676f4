import { buildDispatch, readPlant } from '@omarino/optimization'
import { type BareBenchCase, type BenchResult, median } from '../bench-case.ts'
import { figure, named } from './forecast-result.ts'
import { againstTextbook, rollingFigures } from './optimize-compare.ts'
import { createPlanner, MICROGRID_GAP, p95, type Plan } from './optimize-measure.ts'
import { baselineFigures, contradictionFigures, growthFigure } from './optimize-promises.ts'
import { batterySite, microgrid, portfolio, unsureSite } from './optimize-sites.ts'

/** How long plans take and whether they keep what they promise, on seeded sites, in this process, one thread. */
export const run: BareBenchCase = async ({ quick, say }) => {
  const { plan } = await createPlanner()
  for (let seed = 0; seed < 20; seed++) plan(batterySite(seed, 96)) // the first solves of a process are slower
  const parts: (() => BenchResult[])[] = [
    () => batteryFigures(plan, quick ? 8 : 30),
    () => microgridFigures(plan, quick ? 3 : 10, quick ? [96] : [96, 288, 672]),
    () => portfolioFigures(plan, quick ? [100] : [100, 1000]),
    () => buildFigures(plan, 20),
    () => scenarioFigures(plan, quick ? [20] : [20, 50]),
    () => againstTextbook(plan, quick ? 2 : 5),
    () => rollingFigures(plan, quick ? 1 : 5, quick ? [96] : [96, 288, 672]),
    () => contradictionFigures(plan, quick ? 100 : 1000),
    () => baselineFigures(plan, quick ? 100 : 1000),
    () => [growthFigure(plan, quick ? 500 : 10_000)],
  ]
  const results: BenchResult[] = []
  for (const measure of parts) {
    const figures = measure()
    for (const { metric, value, unit, holds } of figures)
      say(`${metric} ${value.toPrecision(4)} ${unit} ${holds ?? ''}`)
    results.push(...figures)
  }
  return results
}

/** With prices below zero at noon, so that directions must be kept apart there. */
function batteryFigures(plan: Plan, seeds: number): BenchResult[] {
  return [96, 288, 672].map((steps) => {
    const cpu = Array.from({ length: seeds }, (_, seed) => plan(batterySite(100 + seed, steps)).cpuMs)
    const native = named('native HiGHS (design page)', { 96: 27, 288: 70, 672: 175 }[steps] ?? NaN)
    return figure(
      `optimize.battery-${steps}`,
      p95(cpu),
      `CPU ms, p95 of ${seeds}, whole plan with check and reasons`,
      null,
      [native],
    )
  })
}

function microgridFigures(plan: Plan, seeds: number, sizes: readonly number[]): BenchResult[] {
  return sizes.map((steps) => {
    const relativeGap = MICROGRID_GAP[steps]
    const cpu = Array.from({ length: seeds }, (_, seed) => {
      const solver = { relativeGap, absoluteGap: 0, timeLimitSeconds: 60 }
      return plan({ ...microgrid(200 + seed, steps), solver }).cpuMs / 1000
    })
    return figure(`optimize.microgrid-${steps}`, p95(cpu), `CPU s, p95 of ${seeds}, gap ${relativeGap * 100} %`)
  })
}

/** Linear: batteries behind one connection. */
function portfolioFigures(plan: Plan, sizes: readonly number[]): BenchResult[] {
  return sizes.flatMap((batteries) => {
    const { result, cpuMs } = plan({ ...portfolio(1, batteries), solver: { timeLimitSeconds: 120 } })
    const what = `${batteries} batteries × 96, ${result.status}`
    const native = batteries === 100 ? [named('native HiGHS (issue)', 3.1)] : []
    return [
      figure(`optimize.portfolio-${batteries}`, cpuMs / 1000, `CPU s, ${what}`, null, native),
      figure(`optimize.portfolio-${batteries}-heap`, result.statistics.heapMb, `MiB of the solver, ${what}`),
    ]
  })
}

/** From a plant to the arrays that the solver takes; and the share that this is of a whole plan. */
function buildFigures(plan: Plan, runs: number): BenchResult[] {
  const request = portfolio(1, 100)
  const plant = readPlant(request)
  const exclusive = plant.assets.map(() => new Uint8Array(plant.axis.steps))
  const rates: number[] = []
  const milliseconds: number[] = []
  for (let run = 0; run < runs; run++) {
    const started = performance.now()
    const { model } = buildDispatch(plant, { exclusive, elastic: false })
    const ms = performance.now() - started
    rates.push((1000 * model.values.length) / ms)
    milliseconds.push(ms)
  }
  const share = (100 * median(milliseconds)) / plan(request).cpuMs
  return [
    figure('optimize.build-rate', median(rates), `nonzeros/s, median of ${runs}, 100 batteries × 96`),
    figure('optimize.build-share', share, '% of a whole plan of 100 batteries'),
  ]
}

function scenarioFigures(plan: Plan, counts: readonly number[]): BenchResult[] {
  return counts.map((scenarios) => {
    const cpu = Array.from({ length: 5 }, (_, seed) => plan(unsureSite(300 + seed, scenarios)).cpuMs / 1000)
    return figure(
      `optimize.two-stage-${scenarios}`,
      p95(cpu),
      `CPU s, slowest of 5, ${scenarios} scenarios × 96, CVaR and price of safety`,
    )
  })
}
