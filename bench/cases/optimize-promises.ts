import type { BenchResult } from '../bench-case.ts'
import { figure } from './forecast-result.ts'
import { isWrong, type Plan } from './optimize-measure.ts'
import { batterySite, contradictorySite, microgrid, portfolio, unsureSite } from './optimize-sites.ts'

/** Sites whose wishes clash: a plan, what was bent and which wishes clash, in a sentence. */
export function contradictionFigures(plan: Plan, sites: number): BenchResult[] {
  let named = 0
  let slowestMs = 0
  for (let seed = 0; seed < sites; seed++) {
    const { result, cpuMs } = plan(contradictorySite(seed))
    const told = result.status === 'relaxed' && result.relaxations.length > 0 && (result.conflicts?.length ?? 0) > 0
    if (told && !isWrong(result)) named++
    slowestMs = Math.max(slowestMs, cpuMs)
  }
  return [
    figure(
      'optimize.contradictory-named',
      (100 * named) / sites,
      `% of ${sites} with a checked plan and the clash named`,
    ),
    figure('optimize.contradictory-slowest', slowestMs / 1000, `CPU s, slowest of ${sites}`),
  ]
}

const TOLERANCE = 1e-6

/** Never dearer than doing nothing or than the rule, also under a limit of 200 ms; nothing called optimal that is not. */
export function baselineFigures(plan: Plan, sites: number): BenchResult[] {
  let worse = 0
  let wrong = 0
  let residual = 0
  for (let seed = 0; seed < sites; seed++) {
    const request = seed % 10 === 0 ? microgrid(600 + seed, 96) : batterySite(600 + seed, 96 + 96 * (seed % 3))
    const { result } = plan({ ...request, solver: { timeLimitSeconds: 0.2 } })
    const { objective, baselines, verifier } = result
    const least = Math.min(baselines.idle ?? Infinity, baselines.rule ?? Infinity)
    if (objective === null || objective > least + TOLERANCE * Math.max(1, Math.abs(least))) worse++
    if (isWrong(result)) wrong++
    residual = Math.max(residual, verifier.balanceKw, verifier.energyKwh, verifier.limit, verifier.money)
  }
  return [
    figure('optimize.worse-than-baseline', worse, `of ${sites} plans with 0.2 s`),
    figure('optimize.wrong', wrong, `of ${sites}: refused, failed, or called what is not proven`),
    figure('optimize.residual', residual, 'kW, kWh or money, largest that the check found'),
  ]
}

const WARM = 0.1 // of the solves, before memory is read for the first time

/** Plans of all kinds, one after the other: memory of this process after the first tenth against the end. */
export function growthFigure(plan: Plan, solves: number): BenchResult {
  const makers = [
    (seed: number) => batterySite(seed, 96),
    (seed: number) => contradictorySite(4 * seed),
    (seed: number) => batterySite(seed, 192, false),
    (seed: number) => unsureSite(seed, 5, 24),
    (seed: number) => portfolio(seed, 5, 48),
  ]
  let early = NaN
  for (let k = 0; k < solves; k++) {
    plan(makers[k % makers.length](k))
    if (k === Math.floor(WARM * solves)) early = residentMib()
  }
  const grown = (100 * (residentMib() - early)) / early
  return figure(
    'optimize.memory-growth',
    grown,
    `% of resident memory, ${early.toFixed(0)} MiB after ${WARM * solves} of ${solves} mixed solves`,
  )
}

function residentMib(): number {
  globalThis.gc?.()
  return process.memoryUsage().rss / 1_048_576
}
