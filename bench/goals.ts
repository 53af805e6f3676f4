/** What each metric must reach: the issue's gates, the design pages' targets. */
export interface Goal {
  readonly on: 'value' | 'ratio'
  readonly better: 'lower' | 'higher'
  readonly gate: number
  readonly target: number
}

const atMost = (gate: number, target: number): Goal => ({ on: 'value', better: 'lower', gate, target })
const atLeast = (gate: number, target: number): Goal => ({ on: 'value', better: 'higher', gate, target })

/** Of every data set: share of actual values inside p10..p90 in each 90 days, distance from 80 % in percentage points. */
export const COVERAGE_GOAL: Goal = atMost(6, 3)

export const GOALS: Readonly<Record<string, Goal>> = {
  'main-job.seconds': { on: 'value', better: 'lower', gate: 15, target: 7 },
  'main-job.ratio-to-kernels': { on: 'ratio', better: 'lower', gate: 1.5, target: 1.3 },
  'memory.idle-pss': { on: 'value', better: 'lower', gate: 900, target: 400 },
  'forecast.m4h.owa': atMost(0.48, 0.44),
  'forecast.m4h.msis': atMost(9, 7.5),
  'forecast.epf-np.mae': atMost(1.8, 1.68),
  'forecast.epf-fr.mae': atMost(3.98, 3.82),
  'forecast.epf-de.mae': atMost(3.37, 3.27),
  'forecast.epf-be.mae': atMost(4.98, 4.83),
  'forecast.epf-pjm.mae': atMost(2.26, 2.19),
  'forecast.epf.mean-rmae': atMost(0.502, 0.482),
  'forecast.epf-np.pinball': atMost(0.694, 0.67),
  'forecast.epf-fr.pinball': atMost(1.402, 1.36),
  'forecast.load-m.pinball': atMost(10, 9.5),
  'forecast.load-m.pinball-oct-dec': atMost(9.9, 8.7),
  'forecast.load-d-a.mae': atMost(6.9, 6),
  'forecast.load-d-a.pinball': atMost(2.3, 1.95),
  'forecast.pv-m.pinball': atMost(0.014, 0.012),
  'forecast.stef.load': atMost(0.092, 0.08),
  'forecast.stef.solar': atMost(0.048, 0.042),
  'forecast.stef.wind': atMost(0.15, 0.13),
  'forecast.ett.mase': { on: 'ratio', better: 'lower', gate: 0.98, target: 0.9 },
  'forecast.small.skill-mean': atLeast(0.15, 0.22),
  'forecast.small.skill-worst': atLeast(-0.02, 0),
  'forecast.faults': atMost(0, 0),
  'forecast-speed.classical-slowest': atMost(150, 40),
  'forecast-speed.classical-slowest-with-bands': atMost(150, 40),
  'forecast-speed.auto-1000h': atMost(1.5, 0.4),
  'forecast-speed.gbdt-tree': atMost(40, 15),
  'forecast-speed.m4-wall': atMost(600, 120),
  'forecast-speed.lear-refit': atMost(1, 0.1),
  'forecast-speed.api-cold': atMost(10, 2),
  'forecast-speed.api-warm': atMost(0.5, 0.05),
  'forecast-speed.batch-10000': atMost(1200, 240),
  'optimize.battery-96': atMost(100, 50),
  'optimize.battery-288': atMost(300, 150),
  'optimize.battery-672': atMost(800, 400),
  'optimize.microgrid-96': atMost(1, 0.5),
  'optimize.microgrid-288': atMost(8, 5),
  'optimize.microgrid-672': atMost(12, 8),
  'optimize.portfolio-100': atMost(5, 2.5),
  'optimize.portfolio-1000': atMost(90, 45),
  'optimize.portfolio-1000-heap': atMost(512, 512),
  'optimize.build-rate': atLeast(1e6, 2e6),
  'optimize.build-share': atMost(10, 10),
  'optimize.two-stage-20': atMost(2, 1),
  'optimize.two-stage-50': atMost(8, 4),
  'optimize.against-textbook': atLeast(3, 5),
  'optimize.rolling-speedup-96': atLeast(2, 3),
  'optimize.rolling-speedup-288': atLeast(2, 3),
  'optimize.rolling-speedup-672': atLeast(2, 3),
  'optimize.contradictory-named': atLeast(100, 100),
  'optimize.contradictory-slowest': atMost(2, 1),
  'optimize.worse-than-baseline': atMost(0, 0),
  'optimize.wrong': atMost(0, 0),
  'optimize.residual': atMost(1e-6, 1e-6),
  'optimize.memory-growth': atMost(10, 5),
  'optimize-service.api-96': atMost(1, 0.25),
  'optimize-service.cancel': atMost(1, 0.5),
}

/** How a measured value stands against its goal. */
export function holds(goal: Goal, value: number, ratio: number | null): 'target' | 'gate' | 'short' {
  const measured = goal.on === 'ratio' ? (ratio ?? NaN) : value
  const reaches = (limit: number): boolean => (goal.better === 'lower' ? measured <= limit : measured >= limit)
  return reaches(goal.target) ? 'target' : reaches(goal.gate) ? 'gate' : 'short'
}
