import type { InterruptiblePlant } from '../plant/deferrable.ts'
import type { AssetBlock, DeclareContext } from './declare.ts'
import { runningIntegers, startsOf } from './running.ts'

const ON_KW = 1e-6 // less is noise of the solver

/**
 * P̲ w o ≤ p ≤ P̄ w o within its window (w the share of the step in it), Σ p h = E less what is skipped (tier 3 without a
 * price), v_t ≥ o_t − o_{t−1}, Σ v ≤ starts, Σ{v_i: τ_t − UT < τ_i ≤ τ_t} ≤ o_t; o only where there is a least power.
 */
export function declareInterruptible(load: InterruptiblePlant, context: DeclareContext): AssetBlock {
  const { builder, axis } = context
  const power = context.block(load, { kind: 'power', lower: 0, upper: load.mostKw })
  const due = builder.row({ asset: load.index, kind: 'power', step: 0, lower: load.energyKwh, upper: load.energyKwh })
  for (const [t, hours] of axis.stepHours.entries()) {
    context.supply(load.node, t, power + t, -1)
    builder.entry(due, power + t, hours)
  }
  const skip = declareSkip(load, context, due)
  const running = load.isSwitched ? declareRunning(load, context, power) : undefined
  return {
    integersOf: ({ on, powerKw }) => [
      ...runningIntegers(running, on),
      ...(skip === undefined ? [] : [[skip, powerKw.some((kw) => kw > ON_KW) ? 0 : 1] as const]),
    ],
    publish: (x) => {
      const powerKw = x.slice(power, power + axis.steps)
      const on = powerKw.map((kw, t) => (running === undefined ? Number(kw > ON_KW) : Math.round(x[running + t])))
      return { powerKw, on, startUp: startsOf(on, load.onSinceMs !== undefined) }
    },
  }
}

/** All or nothing at its price; where limits bend, any part of it (tier 3). Returns the binary. */
function declareSkip(load: InterruptiblePlant, context: DeclareContext, due: number): number | undefined {
  const { builder } = context
  const { skipCost, energyKwh, index: asset } = load
  const tag = { asset, kind: 'skip', step: 0, lower: 0 } as const
  if (skipCost !== undefined) {
    const skip = builder.column({ ...tag, upper: 1, integer: true, cost: skipCost, line: 'skip' })
    builder.entry(due, skip, energyKwh)
    return skip
  }
  if (!context.elastic || load.hard.includes('latestEnd')) return undefined
  const missing = builder.column({ ...tag, upper: energyKwh })
  builder.entry(due, missing, 1)
  context.slack(3, missing, 1)
  return undefined
}

function declareRunning(load: InterruptiblePlant, context: DeclareContext, power: number): number {
  const { builder, axis } = context
  const { index: asset, window, onSinceMs, minOnMs, maxStarts } = load
  const mustStay = (t: number): boolean => onSinceMs !== undefined && axis.startsMs[t] < onSinceMs + minOnMs
  const may = window.map((share) => (share > 0 ? 1 : 0))
  const running = context.block(load, {
    kind: 'running', lower: may.map((is, t) => (mustStay(t) ? is : 0)), upper: may, integer: true,
  }) // prettier-ignore
  for (const [step, share] of window.entries()) {
    const most = builder.row({ asset, kind: 'running', step, lower: -Infinity, upper: 0 })
    const least = builder.row({ asset, kind: 'running', step, lower: 0, upper: Infinity })
    builder.entry(most, power + step, 1)
    builder.entry(most, running + step, -load.powerKw * share)
    builder.entry(least, power + step, 1)
    builder.entry(least, running + step, -load.minPowerKw * share)
  }
  if (maxStarts !== undefined || minOnMs > 0) declareStarts(load, context, running)
  return running
}

function declareStarts(load: InterruptiblePlant, context: DeclareContext, running: number): void {
  const { builder, axis } = context
  const { index: asset, maxStarts, minOnMs } = load
  const fits = axis.startsMs.map((startMs) => (startMs + minOnMs <= load.latestEndMs ? 1 : 0))
  const starting = context.block(load, { kind: 'starting', lower: 0, upper: fits })
  const upper = maxStarts ?? Infinity
  const count = builder.row({ asset, kind: 'starting', step: 0, lower: -Infinity, upper })
  for (let step = 0; step < axis.steps; step++) {
    const before = step === 0 && load.onSinceMs !== undefined ? -1 : 0
    const rise = builder.row({ asset, kind: 'starting', step, lower: before, upper: Infinity })
    builder.entry(rise, starting + step, 1)
    builder.entry(rise, running + step, -1)
    if (step > 0) builder.entry(rise, running + step - 1, 1)
    builder.entry(count, starting + step, 1)
    const stay = builder.row({ asset, kind: 'minUp', step, lower: -Infinity, upper: 0 })
    builder.entry(stay, running + step, -1)
    const sinceMs = axis.startsMs[step] - minOnMs
    for (let i = step; i >= 0 && (i === step || axis.startsMs[i] > sinceMs); i--) builder.entry(stay, starting + i, 1)
  }
}
