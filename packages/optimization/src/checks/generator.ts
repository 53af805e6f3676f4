import type { GeneratorPlant } from '../plant/generator.ts'
import type { CheckContext, Read } from './ledger.ts'

/** Walks through the steps with what the machine did before, and holds every rule against it. */
export function checkGenerator(generator: GeneratorPlant, columns: Read, context: CheckContext): void {
  const { commitment } = generator
  let before: Before = { on: commitment.wasOn, madeKw: generator.powerBeforeKw, firedKw: generator.powerBeforeKw }
  let switchedMs = commitment.switchedMs
  for (const [t, startMs] of context.startsMs.entries()) {
    const on = checkSwitch(generator, columns, before.on, t, context)
    const madeKw = columns['powerKw'][t] + columns['spilledKw'][t]
    const heatKw = columns['heatKw'][t] + columns['dumpedKw'][t]
    const firedKw = madeKw + (generator.heat?.powerLossPerHeat ?? 0) * heatKw
    checkPower(generator, { on, madeKw, firedKw }, before, t, context)
    checkHeat(generator, on, madeKw, columns, t, context)
    if (on !== before.on) {
      checkStood(generator, on, startMs - switchedMs, t, context)
      switchedMs = startMs
    }
    const spillable = context.bent('minPowerKw', t) > 0 ? madeKw : 0
    within(generator, context, 'spilled power', columns['spilledKw'][t], 0, spillable, t)
    before = { on, madeKw: on ? madeKw : 0, firedKw }
  }
}

interface Before {
  readonly on: boolean
  readonly madeKw: number
  readonly firedKw: number
}

function within(
  { id }: GeneratorPlant,
  { ledger }: CheckContext,
  what: string,
  value: number,
  low: number,
  high: number,
  t: number,
): void {
  const beyond = Math.max(0, low - value, value - high)
  ledger.note('limit', beyond, value, () => `${id}: ${what} ${value} is not within ${low} and ${high} at step ${t}`)
}

function checkSwitch(
  { id }: GeneratorPlant,
  columns: Read,
  wasOn: boolean,
  t: number,
  { ledger }: CheckContext,
): boolean {
  const told = columns['on'][t]
  const on = told > 0.5
  const off = (what: string) => (): string => `${id}: ${what} at step ${t}`
  ledger.note('limit', told - (on ? 1 : 0), 1, off(`on is ${told}, neither 0 nor 1`))
  const starts = on && !wasOn ? 1 : 0
  ledger.note('limit', columns['startUp'][t] - starts, 1, off(`startUp is ${columns['startUp'][t]}, not ${starts}`))
  return on
}

function checkStood(
  generator: GeneratorPlant,
  on: boolean,
  stoodMs: number,
  t: number,
  { ledger }: CheckContext,
): void {
  const { id, commitment, descent } = generator
  if (!on && descent.tripStep === t) return
  const leastMs = on ? commitment.minDownMs : commitment.minUpMs
  if (stoodMs < leastMs) ledger.refuse(`${id}: switches at step ${t}, ${(leastMs - stoodMs) / 3_600_000} h too early`)
}

/** Minimum, maximum, start and stop limits of what is fired; ramps of electricity above the minimum. */
function checkPower(generator: GeneratorPlant, now: Before, before: Before, t: number, context: CheckContext): void {
  const { minPowerKw, maxPowerKw, descent } = generator
  const tripped = descent.tripStep === t
  const is = (what: string, value: number, low: number, high: number): void =>
    within(generator, context, what, value, low, high, t)
  if (now.on && !generator.available[t]) context.ledger.refuse(`${generator.id}: runs at step ${t}, where it cannot`)
  is('power', now.madeKw, now.on ? minPowerKw : 0, now.on ? maxPowerKw[t] : 0)
  is('fired power', now.firedKw, 0, now.on ? maxPowerKw[t] : 0)
  if (now.on && !before.on) is('power of a start', now.firedKw, 0, generator.startLimitKw)
  if (!now.on && before.on && !tripped) is('power before a stop', before.firedKw, 0, generator.stopLimitKw)
  const above = ({ on, madeKw }: Before): number => (on ? madeKw - minPowerKw : 0)
  const lowest = tripped ? -Infinity : -generator.rampDownKw[t]
  is('change of power', above(now) - above(before), lowest, generator.rampUpKw[t])
}

function checkHeat(
  generator: GeneratorPlant,
  on: boolean,
  madeKw: number,
  columns: Read,
  t: number,
  context: CheckContext,
): void {
  const { heat } = generator
  const dumpedKw = columns['dumpedKw'][t]
  const heatKw = columns['heatKw'][t] + dumpedKw
  const ratio = heat?.ratio ?? 0
  const extracts = heat !== undefined && heat.ratio === undefined
  const low = extracts ? 0 : ratio * madeKw
  const high = extracts ? (on ? heat.maxHeatKw : 0) : ratio * madeKw
  within(generator, context, 'heat', heatKw, low, high, t)
  const dumpable = heat?.dump || context.bent('heat', t) > 0 ? Math.max(heatKw, 0) : 0
  within(generator, context, 'dumped heat', dumpedKw, 0, dumpable, t)
}
