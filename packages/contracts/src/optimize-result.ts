// What an optimization answers: status, proof, money, schedule, and why.
import { z } from 'zod'

const columns = z.record(z.string(), z.array(z.number().nullable()))
/** Half-open ranges of step indexes. */
const steps = z.array(z.tuple([z.int(), z.int()]))

/** `ems.optimize-result/1`. The cost lines sum to `objective`; fields that were not computed are absent. */
export const OptimizeResult = z
  .strictObject({
    schema: z.literal('ems.optimize-result/1'),
    requestHash: z.string(),
    modelHash: z.string(),
    /** False when the clock stopped the solver: another run may answer otherwise. */
    deterministic: z.boolean(),
    engine: z.strictObject({ version: z.string(), solver: z.string(), backend: z.string() }),
    horizon: z.strictObject({ start: z.string(), stepEnds: z.array(z.string()) }),
    status: z.enum(['optimal', 'within_gap', 'time_limited', 'relaxed', 'failed']),
    failure: z.strictObject({ code: z.string(), detail: z.string(), pointer: z.string().optional() }).optional(),
    /** Money over the horizon in the site's currency; null when there is no schedule. */
    objective: z.number().nullable(),
    bound: z.number().nullable(),
    gap: z.strictObject({ relative: z.number().nullable(), absolute: z.number().nullable() }),
    costs: z.array(z.strictObject({ line: z.string(), assetId: z.string().nullable(), amount: z.number() })),
    /** Cost of leaving storage idle, and of the greedy rule; null when that plan would break a limit. */
    baselines: z.strictObject({ idle: z.number().nullable(), rule: z.number().nullable() }),
    /** Two-stage plans: what the scenarios cost when the shared decisions stand; `objective` is that of the median path. */
    risk: z
      .strictObject({
        expected: z.number(),
        cvar: z.number(),
        cvarLevel: z.number(),
        /** More expected cost than the plan that does not mind the bad scenarios; null where they weigh nothing. */
        priceOfSafety: z.number().nullable(),
        scenarios: z.array(z.strictObject({ probability: z.number(), cost: z.number() })),
      })
      .optional(),
    schedules: z.record(z.string(), columns),
    marginalPrices: columns.optional(),
    storedValues: columns.optional(),
    relaxations: z.array(
      z.strictObject({
        assetId: z.string(),
        kind: z.string(),
        tier: z.int(),
        steps,
        amount: z.number(),
        unit: z.string(),
        text: z.string(),
        remedies: z.array(z.string()),
      }),
    ),
    explanations: z.array(
      z.strictObject({
        assetId: z.string(),
        steps,
        code: z.string(),
        numbers: z.record(z.string(), z.number()),
        text: z.string(),
      }),
    ),
    counterfactuals: z
      .array(z.strictObject({ id: z.string(), costDelta: z.number().nullable(), status: z.string(), text: z.string() }))
      .optional(),
    /** From the cleanest plan to the cheapest. */
    paretoFront: z.array(z.strictObject({ co2Kg: z.number(), cost: z.number(), status: z.string() })).optional(),
    /** Limits that cost money: what one more unit of each would be worth over the steps, per kWh or kW·h. */
    binding: z
      .array(
        z.strictObject({
          assetId: z.string(),
          kind: z.string(),
          steps,
          shadowPrice: z.number(),
          unit: z.string(),
          text: z.string(),
        }),
      )
      .optional(),
    /** The smallest set of wishes that cannot be met together; each alone could give way. */
    conflicts: z.array(z.strictObject({ assetId: z.string(), kind: z.string(), text: z.string() })).optional(),
    /** Largest residuals that the independent check found in the published numbers. */
    verifier: z.strictObject({
      passed: z.boolean(),
      balanceKw: z.number(),
      energyKwh: z.number(),
      limit: z.number(),
      money: z.number(),
    }),
    /** How it was computed; the one part that differs between runs of the same request. */
    statistics: z.strictObject({
      rows: z.int(),
      columns: z.int(),
      nonzeros: z.int(),
      binaries: z.int(),
      binariesAvoided: z.int(),
      lazyRounds: z.int(),
      iterations: z.int(),
      nodes: z.int(),
      buildMs: z.number().nullable(),
      solveMs: z.number(),
      cpuMs: z.number().nullable(),
      heapMb: z.number(),
      warmStart: z.boolean(),
    }),
  })
  .meta({ id: 'OptimizeResult' })
export type OptimizeResult = z.infer<typeof OptimizeResult>
