import type { OptimizeRequest, OptimizeResult } from '@omarino/contracts'
import { createHighsSolver, optimize, type OptimizePorts, type Solver } from '@omarino/optimization'

export interface Timed {
  readonly result: OptimizeResult
  readonly cpuMs: number
  readonly wallMs: number
}
export type Plan = (request: OptimizeRequest, ports?: Partial<OptimizePorts>) => Timed

const clock = {
  wallMs: () => performance.now(),
  cpuMs: () => (process.cpuUsage().user + process.cpuUsage().system) / 1000,
}

/** Plans in this process, on a solver that is loaded once. */
export async function createPlanner(): Promise<{ plan: Plan; solver: Solver }> {
  const solver = await createHighsSolver()
  const plan: Plan = (request, ports = {}) => {
    const [cpuMs, wallMs] = [clock.cpuMs(), clock.wallMs()]
    const result = optimize(request, { solve: solver.solve, codeVersion: 'bench', clock, ...ports })
    return { result, cpuMs: clock.cpuMs() - cpuMs, wallMs: clock.wallMs() - wallMs }
  }
  return { plan, solver }
}

/** The gap that a microgrid of so many steps is planned to. */
export const MICROGRID_GAP: Readonly<Record<number, number>> = { 96: 0.001, 288: 0.005, 672: 0.01 }

/** The value below which 95 % lie, nearest rank. */
export function p95(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.ceil(0.95 * sorted.length) - 1]
}
export const geometricMean = (values: readonly number[]): number =>
  Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length)

/** A plan that promises more than it proves, or was refused: what must never be. */
export function isWrong({ status, objective, bound, gap, verifier }: OptimizeResult): boolean {
  if (status === 'failed' || objective === null) return true
  if (!verifier.passed) return true
  if (bound !== null && bound > objective + 1e-6 * Math.max(1, Math.abs(objective))) return true
  return status === 'optimal' && (gap.relative ?? 1) > 1e-6
}
