// What the tests of this package share: sites planned by HiGHS, requests and results held to their contracts.
import assert from 'node:assert/strict'
import { OptimizeResult, parseOptimizeRequest, type OptimizeRequest } from '@omarino/contracts'
import fc from 'fast-check'
import { checkSchedule, createHighsSolver, optimize } from './index.ts'
import { readPlant } from './plant/plant.ts'
import { planOf } from './publish.ts'
import { solveStages } from './stages.ts'

export const { solve } = await createHighsSolver()
const EXACT = { relativeGap: 0, absoluteGap: 1e-9 }

/** Within the gap that the request asks for. */
export const plan = (request: OptimizeRequest): OptimizeResult =>
  OptimizeResult.parse(optimize(parseOptimizeRequest(request), { solve, codeVersion: 'test' }))

/** To the optimum. */
export const exactly = (request: OptimizeRequest): OptimizeResult => plan({ ...request, solver: EXACT })

/** A plan that was found and that passes the check. */
export function checked(request: OptimizeRequest): OptimizeResult {
  const result = plan(request)
  assert.notEqual(result.status, 'failed', result.failure?.detail)
  assert.deepEqual(checkSchedule(request, result).faults, [])
  return result
}

/** Solved with binaries only where the proof fails, and with binaries at every step. */
export function withFewAndAllBinaries(request: OptimizeRequest) {
  const plant = readPlant(request)
  const [few, all] = [false, true].map((everywhere) => {
    const { dispatch, x, elastic } = solveStages(plant, { solve, timeLimitMs: 30_000, ...EXACT, seed: 0, everywhere })
    assert.ok(x)
    return { elastic, objective: planOf(plant, dispatch, x).objective }
  })
  return { few, all }
}

type Near = (actual: number | null | undefined, expected: number, tolerance?: number) => void
/** Compares within `usual` unless told otherwise. */
export const within =
  (usual: number): Near =>
  (actual, expected, tolerance = usual) =>
    assert.ok(typeof actual === 'number' && Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`)
export const near: Near = within(1e-6)

interface Moves {
  readonly steps: number
  readonly runs: number
  readonly seeds?: number
  /** Which columns are moved; any if not told. */
  readonly of?: (assetId: string, column: string) => boolean
  readonly by?: readonly number[]
  readonly planned?: typeof plan
}
/** One number of a plan moved, whichever and however little: the check refuses it. */
export function refusesMoves(siteOf: (seed: number) => OptimizeRequest, moves: Moves): void {
  const { steps, runs, seeds = 1e6, of = () => true, by: sizes = [-0.5, -0.001, 0.001, 0.5], planned = plan } = moves
  fc.assert(
    fc.property(fc.nat(seeds), fc.nat(), fc.nat(steps - 1), fc.constantFrom(...sizes), (seed, pick, step, by) => {
      const request = siteOf(seed)
      const moved = planned(request)
      const columns = Object.entries(moved.schedules).flatMap(([id, schedule]) =>
        Object.entries(schedule).flatMap(([name, values]) => (of(id, name) ? [{ id, name, values }] : [])),
      )
      const { id, name, values } = columns[pick % columns.length]
      values[step] = (values[step] ?? 0) + by
      assert.equal(checkSchedule(request, moved).verifier.passed, false, `${seed} ${id} ${name} ${step} ${by}`)
    }),
    { numRuns: runs },
  )
}
