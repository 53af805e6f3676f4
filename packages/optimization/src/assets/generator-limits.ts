import type { GeneratorPlant } from '../plant/generator.ts'
import type { CommitmentColumns } from './commitment.ts'
import type { DeclareContext } from './declare.ts'

/** The rows of the maximum, by step; the step before a trip is not bound by the stop limit. */
export function declareCapacity(
  generator: GeneratorPlant,
  { on, start, stop }: CommitmentColumns,
  { power, heat }: { power: number; heat: number | undefined },
  { builder, axis }: DeclareContext,
): number[][] {
  const { minPowerKw, maxPowerKw, commitment, descent } = generator
  return Array.from(maxPowerKw, (mostKw, t) => {
    const rows: number[] = []
    const startKw = Math.min(generator.startLimitKw, mostKw)
    const stopKw = Math.min(generator.stopLimitKw, mostKw)
    const stops = t + 1 < axis.steps && descent.tripStep !== t + 1
    const row = (startCut: number, stopCut: number): void => {
      const most = builder.row({ asset: generator.index, kind: 'power', step: t, lower: -Infinity, upper: 0 })
      builder.entry(most, power + t, 1)
      if (heat !== undefined) builder.entry(most, heat + t, generator.heat?.powerLossPerHeat ?? 0)
      builder.entry(most, on + t, minPowerKw - mostKw)
      if (startCut > 0) builder.entry(most, start + t, startCut)
      if (stopCut > 0 && stops) builder.entry(most, stop + t + 1, stopCut)
      rows.push(most)
    }
    const longerThanStep = commitment.minUpMs > axis.endsMs[t] - axis.startsMs[t]
    if (longerThanStep) row(mostKw - startKw, mostKw - stopKw)
    else {
      row(mostKw - startKw, Math.max(startKw - stopKw, 0))
      if (stopKw < mostKw) row(Math.max(stopKw - startKw, 0), mostKw - stopKw)
    }
    return rows
  })
}

/** p̃_t − p̃_{t−1} ≤ RU·δ, by step, and p̃_{t−1} − p̃_t ≤ RD·δ; a trip is no ramp. */
export function declareRamps(generator: GeneratorPlant, power: number, { builder }: DeclareContext): number[][] {
  const { rampUpKw, rampDownKw, descent } = generator
  const beforeKw = Math.max(generator.powerBeforeKw - generator.minPowerKw, 0)
  return Array.from(rampUpKw, (mostUpKw, t) => {
    const change = (kind: 'rampUp' | 'rampDown', sign: 1 | -1, mostKw: number): number[] => {
      if (mostKw === Infinity) return []
      const upper = mostKw + (t === 0 ? sign * beforeKw : 0)
      const row = builder.row({ asset: generator.index, kind, step: t, lower: -Infinity, upper })
      builder.entry(row, power + t, sign)
      if (t > 0) builder.entry(row, power + t - 1, -sign)
      return [row]
    }
    if (descent.tripStep !== t) change('rampDown', -1, rampDownKw[t])
    return change('rampUp', 1, mostUpKw)
  })
}
