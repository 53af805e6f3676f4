// A computing process: plans what it is sent, with one warm solver. The process that started it checks what comes back.
import type { OptimizeRequest } from '@omarino/contracts'
import { createHighsSolver, optimize, solverFor } from '@omarino/optimization'
import type { Solver } from '@omarino/optimization'
import { optionalVariable, runProgram, serveChild, VERSION } from '@omarino/platform/compute'
import type { ChildContext } from '@omarino/platform/compute'

const clock = {
  wallMs: () => performance.now(),
  cpuMs: () => (process.cpuUsage().user + process.cpuUsage().system) / 1000,
}
/** Small, with a store and prices of both signs: it runs the code of every stage before the first plan waits for it. */
const WARM_UP: OptimizeRequest = {
  schema: 'ems.optimize/1',
  site: { id: 'warm-up', currency: 'EUR', timeZone: 'UTC' },
  horizon: { start: '2026-01-01T00:00:00Z', stepMinutes: 60, steps: 4 },
  assets: [
    {
      id: 'battery',
      type: 'battery',
      capacityKwh: 10,
      maxChargeKw: 5,
      maxDischargeKw: 5,
      chargeEfficiency: 0.9,
      dischargeEfficiency: 0.9,
      socMin: 0,
      socMax: 1,
      startSoc: 0,
    },
    { id: 'load', type: 'load', powerKw: [1, 2, 3, 1] },
    {
      id: 'grid',
      type: 'grid',
      importLimitKw: 10,
      exportLimitKw: 10,
      importPricePerKwh: [0.1, -0.05, 0.3, 0.2],
      exportPricePerKwh: [0.1, -0.05, 0.3, 0.2],
    },
  ],
}

let solver: Solver | undefined
const { env } = process
const program = { path: optionalVariable(env, 'EMS_SOLVER_PROGRAM'), run: runProgram }

function plan(request: OptimizeRequest, context?: ChildContext) {
  if (!solver) throw new Error('the solver is asked before it is loaded')
  return optimize(request, {
    solve: solverFor(request, solver, program).solve,
    codeVersion: VERSION,
    clock,
    ...(context && { onProgress: (best) => context.progress(best), shouldStop: () => context.cancelled() }),
  })
}

await serveChild(
  async () => {
    solver = await createHighsSolver()
    plan(WARM_UP)
  },
  async (request, context) => plan(request as OptimizeRequest, context),
)
