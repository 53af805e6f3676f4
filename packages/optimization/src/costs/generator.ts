import type { Columns } from '../assets/declare.ts'
import type { GeneratorPlant } from '../plant/generator.ts'
import type { Lines } from './line.ts'

const ON = 0.5

/** Fuel of the fired power above the minimum, hours on at the minimum, starts by how long it stood still, stops. */
export function generatorCosts(generator: GeneratorPlant, columns: Columns, stepHours: Float64Array): Lines {
  const { commitment, noLoadCostPerHour, shutdownCost } = generator
  let [fuel, noLoad, start, stop] = [0, 0, 0, 0]
  let isOn = commitment.wasOn
  let stoppedMs = commitment.wasOn ? -Infinity : commitment.switchedMs
  for (const [t, hours] of stepHours.entries()) {
    const runs = columns['on'][t] > ON
    if (runs && !isOn) start += startCost(generator, commitment.startsMs[t] - stoppedMs)
    if (!runs && isOn) {
      stop += shutdownCost
      stoppedMs = commitment.startsMs[t]
    }
    isOn = runs
    if (!runs) continue
    noLoad += noLoadCostPerHour * hours
    fuel += fuelPerHour(generator, firedKw(generator, columns, t) - generator.minPowerKw) * hours
  }
  return [['fuel', fuel], ['noLoad', noLoad], ['start', start], ['stop', stop]] // prettier-ignore
}

/** Electricity, what is spilled of it, and what extracted heat takes away. */
export function firedKw({ heat }: GeneratorPlant, columns: Columns, t: number): number {
  const heatKw = (columns['heatKw']?.[t] ?? 0) + (columns['dumpedKw']?.[t] ?? 0)
  return columns['powerKw'][t] + (columns['spilledKw']?.[t] ?? 0) + (heat?.powerLossPerHeat ?? 0) * heatKw
}

/** Segments fill in order. */
export function fuelPerHour({ costSegments }: GeneratorPlant, aboveKw: number): number {
  let openKw = aboveKw
  let cost = 0
  for (const { sizeKw, pricePerKwh } of costSegments) {
    cost += Math.min(openKw, sizeKw) * pricePerKwh
    openKw = Math.max(0, openKw - sizeKw)
  }
  return cost
}

export function startCost({ startCosts }: GeneratorPlant, stoodMs: number): number {
  const known = startCosts.filter(({ afterMs }) => afterMs <= stoodMs)
  return (known.at(-1) ?? startCosts[0]).cost
}
