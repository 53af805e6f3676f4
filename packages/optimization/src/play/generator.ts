import { firedKw } from '../costs/generator.ts'
import type { GeneratorPlant } from '../plant/generator.ts'
import { HELD } from '../plant/commitment.ts'
import { assetsOf } from '../plant/plant.ts'
import type { Play } from './play.ts'

const TOLERANCE_KW = 1e-9

/**
 * Off, unless what it did before holds it on, its node lacks power beyond the import limits or its heat node lacks heat; with a
 * plan as the plan has it. On or off, it keeps its own rules. `state` holds the instant of its last switch.
 */
export function playGenerator(generator: GeneratorPlant, t: number, play: Play): void {
  const { schedules, surplusKw, orders } = play
  const columns = schedules[generator.id]
  const before = beforeStep(generator, columns, t)
  const wanted = orders.planned ? plannedOf(generator, t, orders.planned) : needed(generator, t, play)
  const on = switched(generator, t, before, wanted.kw > 0, play)
  columns['on'][t] = on ? 1 : 0
  columns['startUp'][t] = on && !before.on ? 1 : 0
  if (!on) return
  const range = rangeOf(generator, t, before)
  const madeKw = Math.min(Math.max(wanted.kw, range.lowKw), range.highKw)
  columns['powerKw'][t] = madeKw
  surplusKw[generator.node] += madeKw
  playHeat(generator, t, wanted.heatKw, before.on ? Infinity : generator.startLimitKw, play)
}

interface Wanted {
  /** Zero: off. */
  readonly kw: number
  readonly heatKw: number
}
interface Before {
  readonly on: boolean
  readonly kw: number
  readonly firedKw: number
}

function beforeStep(generator: GeneratorPlant, columns: Play['schedules'][string], t: number): Before {
  const { commitment, powerBeforeKw } = generator
  if (t === 0) return { on: commitment.wasOn, kw: powerBeforeKw, firedKw: powerBeforeKw }
  const kw = columns['powerKw'][t - 1]
  return { on: columns['on'][t - 1] > 0, kw, firedKw: firedKw(generator, columns, t - 1) }
}

function plannedOf(
  { id, heat, minPowerKw }: GeneratorPlant,
  t: number,
  planned: NonNullable<Play['orders']['planned']>,
): Wanted {
  if (planned(id, 'on', t) < 0.5) return { kw: 0, heatKw: 0 }
  const kw = Math.max(planned(id, 'powerKw', t), minPowerKw, Number.MIN_VALUE)
  return { kw, heatKw: heat ? planned(id, 'heatKw', t) : 0 }
}

/** What electricity and heat nodes lack that nothing else is there to deliver. */
function needed({ node, heat, minPowerKw }: GeneratorPlant, t: number, { plant, surplusKw }: Play): Wanted {
  const here = assetsOf(plant, 'grid').filter((grid) => grid.node === node)
  const importKw = here.reduce((sum, grid) => sum + grid.importLimitKw[t], 0)
  const lackingKw = Math.max(0, -surplusKw[node] - importKw)
  const heatKw = heat ? Math.max(0, -surplusKw[heat.node]) : 0
  const forHeatKw = heatKw > TOLERANCE_KW ? (heat?.ratio ? heatKw / heat.ratio : minPowerKw || Number.MIN_VALUE) : 0
  return { kw: Math.max(lackingKw, forHeatKw), heatKw }
}

function switched(generator: GeneratorPlant, t: number, before: Before, wantsOn: boolean, { state }: Play): boolean {
  const on = before.on ? staysOn(generator, t, before, wantsOn, state) : starts(generator, t, wantsOn, state)
  if (on !== before.on) state[generator.index] = generator.commitment.startsMs[t]
  return on
}

function staysOn(
  generator: GeneratorPlant,
  t: number,
  { kw, firedKw }: Before,
  wantsOn: boolean,
  state: Float64Array,
): boolean {
  const { held, commitment, minPowerKw } = generator
  if (held[t] === HELD.off) return false
  if (wantsOn || held[t] === HELD.on) return true
  const ranLong = commitment.startsMs[t] >= state[generator.index] + commitment.minUpMs
  const ramps = kw - minPowerKw <= generator.rampDownKw[t] + TOLERANCE_KW
  return !(ranLong && ramps && firedKw <= generator.stopLimitKw + TOLERANCE_KW)
}

/** Only where it may run as long as it then must. */
function starts(generator: GeneratorPlant, t: number, wantsOn: boolean, state: Float64Array): boolean {
  const { commitment, held } = generator
  const { startsMs } = commitment
  if (!wantsOn || startsMs[t] < state[generator.index] + commitment.minDownMs) return false
  for (let i = t; i < startsMs.length && (i === t || startsMs[i] < startsMs[t] + commitment.minUpMs); i++)
    if (held[i] === HELD.off) return false
  return true
}

function rangeOf(generator: GeneratorPlant, t: number, before: Before): { lowKw: number; highKw: number } {
  const { minPowerKw, descent } = generator
  const fromKw = before.on ? before.kw : minPowerKw
  const startKw = before.on ? Infinity : generator.startLimitKw
  const lowKw = Math.max(minPowerKw, before.on ? fromKw - generator.rampDownKw[t] : minPowerKw)
  const highKw = Math.min(descent.ceilingKw[t], fromKw + generator.rampUpKw[t], startKw)
  return { lowKw, highKw: Math.max(highKw, lowKw) }
}

/** Heat as its electricity brings it, or as much as is wanted and fits under the ceiling; the rest is dumped where it may be. */
function playHeat(
  generator: GeneratorPlant,
  t: number,
  wantedKw: number,
  limitKw: number,
  { schedules, surplusKw }: Play,
): void {
  const { heat, descent } = generator
  if (!heat) return
  const columns = schedules[generator.id]
  const roomKw = Math.max(0, Math.min(descent.ceilingKw[t], limitKw) - columns['powerKw'][t])
  const mostKw = heat.powerLossPerHeat > 0 ? Math.min(heat.maxHeatKw, roomKw / heat.powerLossPerHeat) : heat.maxHeatKw
  const madeKw = heat.ratio === undefined ? Math.min(wantedKw, mostKw) : heat.ratio * columns['powerKw'][t]
  const dumpedKw = heat.dump && heat.ratio !== undefined ? Math.max(0, madeKw - Math.max(wantedKw, 0)) : 0
  columns['heatKw'][t] = madeKw - dumpedKw
  columns['dumpedKw'][t] = dumpedKw
  surplusKw[heat.node] += madeKw - dumpedKw
}
