import type { PowerLane } from './report-data.ts'

/** One filled lane of the stack: a height per step, above zero for supply, below for use. */
export interface StackLane {
  readonly name: string
  readonly colour: string
  readonly kw: readonly number[]
}

export interface Stack {
  readonly lanes: readonly StackLane[]
  readonly loadKw: readonly number[]
}

// Hue is the kind, lightness the direction: the palette of the screens, on a light ground.
const COLOURS = {
  pv: '#bc7f16',
  wind: '#32a17a',
  generator: '#836645',
  gridIn: '#523a6e',
  gridOut: '#917de0',
  discharge: '#0057ae',
  charge: '#437c97',
} as const

/** Splits signed powers into supply and use. The signed sum of the lanes is the load at every step. */
export function stackPower(power: readonly PowerLane[]): Stack {
  const steps = power[0]?.powerKw.length ?? 0
  const sum = (type: PowerLane['type'], part: (kw: number) => number): number[] =>
    Array.from({ length: steps }, (_, step) =>
      power.filter((lane) => lane.type === type).reduce((total, lane) => total + part(lane.powerKw[step]), 0),
    )
  const supply = (kw: number): number => Math.max(0, kw)
  const use = (kw: number): number => Math.min(0, kw)
  const lanes: StackLane[] = [
    { name: 'PV', colour: COLOURS.pv, kw: sum('pv', (kw) => kw) },
    { name: 'Wind', colour: COLOURS.wind, kw: sum('wind', (kw) => kw) },
    { name: 'Generator', colour: COLOURS.generator, kw: sum('generator', (kw) => kw) },
    { name: 'Battery discharge', colour: COLOURS.discharge, kw: sum('battery', supply) },
    { name: 'Grid import', colour: COLOURS.gridIn, kw: sum('grid', supply) },
    { name: 'Battery charge', colour: COLOURS.charge, kw: sum('battery', use) },
    { name: 'Grid export', colour: COLOURS.gridOut, kw: sum('grid', use) },
  ]
  return { lanes: lanes.filter(({ kw }) => kw.some((value) => value !== 0)), loadKw: sum('load', (kw) => kw) }
}
