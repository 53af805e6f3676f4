import type { BuildingPlant } from '../plant/building.ts'
import { responseOf, type Follows } from './building-response.ts'
import type { AssetBlock, DeclareContext } from './declare.ts'

const FREE = { lower: -Infinity, upper: Infinity } as const

/**
 * Temperatures follow from heat, gains and weather (`responseOf`); Tmin ≤ T + z⁻ − z⁺ ≤ Tmax with z priced per K·h, so that
 * comfort never makes a plan impossible.
 */
export function declareBuilding(building: BuildingPlant, context: DeclareContext): AssetBlock {
  const { stepHours, steps } = context.axis
  const { wall, discomfortPricePerKh } = building
  const heat = context.block(building, { kind: 'heat', lower: 0, upper: Infinity })
  const room = context.block(building, { kind: 'temperature', ...FREE })
  const walls = wall && context.block(building, { kind: 'temperature', ...FREE })
  const cost = (t: number): number => discomfortPricePerKh * stepHours[t]
  const discomfort = { kind: 'comfort', lower: 0, upper: Infinity, line: 'discomfort', cost } as const
  const cold = context.block(building, discomfort)
  const hot = context.block(building, discomfort)
  const first = { heat, room, walls }
  for (let t = 0; t < steps; t++) {
    context.supply(building.heatNode, t, heat + t, -1)
    const response = responseOf(building, stepHours[t])
    declareMass(building, context, t, room, response.room, first)
    if (walls !== undefined && response.wall) declareMass(building, context, t, walls, response.wall, first)
    declareComfort(building, context, t, { room, cold, hot })
  }
  return {
    columns: { heat, temperature: room },
    publish: (x) => ({
      powerKw: x.slice(heat, heat + steps),
      temperatureC: x.slice(room, room + steps),
      ...(walls !== undefined && { wallTemperatureC: x.slice(walls, walls + steps) }),
    }),
  }
}

interface Firsts {
  readonly heat: number
  readonly room: number
  readonly walls: number | undefined
}

/** T_t − room·T_{t−1} − wall·W_{t−1} − heat·q = heat·gains + outdoor·T_out. */
function declareMass(
  building: BuildingPlant,
  { builder }: DeclareContext,
  t: number,
  mass: number,
  follows: Follows,
  first: Firsts,
): void {
  const atStart = follows.room * building.room.startC + follows.wall * (building.wall?.startC ?? 0)
  const given = follows.heat * building.gainsKw[t] + follows.outdoor * building.outdoorC[t] + (t === 0 ? atStart : 0)
  const row = builder.row({ asset: building.index, kind: 'temperature', step: t, lower: given, upper: given })
  builder.entry(row, mass + t, 1)
  builder.entry(row, first.heat + t, -follows.heat)
  if (t === 0) return
  builder.entry(row, first.room + t - 1, -follows.room)
  if (first.walls !== undefined) builder.entry(row, first.walls + t - 1, -follows.wall)
}

interface Comfort {
  readonly room: number
  readonly cold: number
  readonly hot: number
}
function declareComfort(building: BuildingPlant, { builder }: DeclareContext, t: number, first: Comfort): void {
  const { [t]: lower } = building.comfortMinC
  const { [t]: upper } = building.comfortMaxC
  const row = builder.row({ asset: building.index, kind: 'comfort', step: t, lower, upper })
  builder.entry(row, first.room + t, 1)
  builder.entry(row, first.cold + t, 1)
  builder.entry(row, first.hot + t, -1)
}
