/** What each metric must reach: the issue's gates, the design pages' targets. */
export interface Goal {
  readonly on: 'value' | 'ratio'
  readonly better: 'lower' | 'higher'
  readonly gate: number
  readonly target: number
}

export const GOALS: Readonly<Record<string, Goal>> = {
  'main-job.seconds': { on: 'value', better: 'lower', gate: 15, target: 7 },
  'main-job.ratio-to-kernels': { on: 'ratio', better: 'lower', gate: 1.5, target: 1.3 },
  'memory.idle-pss': { on: 'value', better: 'lower', gate: 900, target: 400 },
}

/** How a measured value stands against its goal. */
export function holds(goal: Goal, value: number, ratio: number | null): 'target' | 'gate' | 'short' {
  const measured = goal.on === 'ratio' ? (ratio ?? NaN) : value
  const reaches = (limit: number): boolean => (goal.better === 'lower' ? measured <= limit : measured >= limit)
  return reaches(goal.target) ? 'target' : reaches(goal.gate) ? 'gate' : 'short'
}
