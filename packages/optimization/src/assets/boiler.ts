import type { BoilerPlant } from '../plant/boiler.ts'
import type { AssetBlock, DeclareContext } from './declare.ts'
import { declareRunning, runningIntegers, runningSteps } from './running.ts'

/** q = η · input, with fuel at its price or electricity from the node; with a minimum q̲·o ≤ q ≤ q̄·o, o binary. */
export function declareBoiler(boiler: BoilerPlant, context: DeclareContext): AssetBlock {
  const { stepHours, steps } = context.axis
  const { efficiency, fuel, maxHeatKw, minHeatKw } = boiler
  const heat = context.block(boiler, {
    kind: 'heat',
    lower: 0,
    upper: maxHeatKw,
    ...(fuel && { line: 'fuel', cost: (t: number) => (fuel.pricePerKwh[t] * stepHours[t]) / efficiency }),
  })
  for (let t = 0; t < steps; t++) {
    context.supply(boiler.heatNode, t, heat + t, 1)
    if (fuel) context.account('co2', heat + t, (fuel.co2KgPerKwh * stepHours[t]) / efficiency)
    else context.supply(boiler.node, t, heat + t, -1 / efficiency)
  }
  const limits = { kind: 'heat', first: heat, minKw: minHeatKw, maxKw: maxHeatKw } as const
  const running = minHeatKw > 0 ? declareRunning(boiler, context, limits) : undefined
  return {
    columns: { heat },
    integersOf: ({ on }) => runningIntegers(running, on),
    publish: (x) => {
      const heatKw = x.slice(heat, heat + steps)
      const inputKw = heatKw.map((kw) => kw / efficiency)
      const nothing = new Float64Array(steps)
      return {
        powerKw: fuel ? nothing : inputKw,
        heatKw,
        fuelKw: fuel ? inputKw : nothing,
        on: runningSteps(x, running, heatKw),
      }
    },
  }
}
