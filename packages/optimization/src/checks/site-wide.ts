// The independent check of what belongs to the whole site: shared limits, reserve that is really there, the cap on CO₂.
import { sharedKw } from '../costs/site-wide.ts'
import { siteTotals } from '../emissions.ts'
import type { BatteryPlant } from '../plant/battery.ts'
import type { GeneratorPlant } from '../plant/generator.ts'
import type { Pin } from '../plant/pins.ts'
import type { Plant } from '../plant/plant.ts'
import type { LimitPlant, ReservePlant } from '../plant/site-wide.ts'
import type { Schedules } from '../schedule-costs.ts'
import type { Bent, Ledger, Read } from './ledger.ts'

export function checkSiteWide(
  plant: Plant,
  schedules: Schedules,
  bentOf: (ownerId: string) => Bent,
  ledger: Ledger,
): void {
  for (const limit of plant.limits) checkLimit(plant, limit, schedules, bentOf(limit.id), ledger)
  for (const reserve of plant.reserves)
    checkOffer(plant, reserve, schedules[reserve.id] ?? {}, bentOf(reserve.id), ledger)
  if (plant.reserves.length > 0) checkRoom(plant, schedules, ledger)
  for (const pin of plant.pins) checkPin(plant, pin, schedules, bentOf(plant.assets[pin.asset].id), ledger)
  const { co2CapKg } = plant.wants
  if (co2CapKg === undefined) return
  const overKg = siteTotals(plant, schedules).co2 - co2CapKg - bentOf('co2')('co2', 0)
  ledger.note(
    'limit',
    Math.max(0, overKg),
    co2CapKg,
    () => `emissions pass their cap of ${co2CapKg} kg by ${overKg} kg`,
  )
}

function checkPin(plant: Plant, pin: Pin, schedules: Schedules, bent: Bent, ledger: Ledger): void {
  const { id } = plant.assets[pin.asset]
  for (let t = pin.from; t < pin.to; t++) {
    const offKw = Math.abs(schedules[id]['powerKw'][t] - pin.powerKw) - bent('pin', t)
    ledger.note(
      'limit',
      Math.max(0, offKw),
      pin.powerKw,
      () => `${id}: override ${pin.id} of ${pin.powerKw} kW is not kept at step ${t}`,
    )
  }
}

function checkLimit(plant: Plant, limit: LimitPlant, schedules: Schedules, bent: Bent, ledger: Ledger): void {
  const sign = limit.direction === 'import' ? 1 : -1
  for (const [t, kw] of sharedKw(plant, limit, schedules).entries()) {
    const over = sign * kw - limit.maxKw[t] - (limit.tier === 'hard' ? 0 : bent('limit', t))
    ledger.note(
      'limit',
      Math.max(0, over),
      limit.maxKw[t],
      () => `limit ${limit.id} is passed by ${over} kW at step ${t}`,
    )
  }
}

/** What the assets hold covers the offer, the offer is constant over its block and what was sold. */
function checkOffer(plant: Plant, reserve: ReservePlant, columns: Read, bent: Bent, ledger: Ledger): void {
  const { offerKw } = columns
  const parts = reserve.assets.map((asset) => columns[`${plant.assets[asset].id}Kw`])
  if (!offerKw || parts.some((part) => !part)) {
    if (reserve.offerKw === undefined) return // nothing was offered, nothing is earned
    return ledger.refuse(`reserve ${reserve.id}: what is offered and held is not told`)
  }
  for (const { from, to } of reserve.blocks)
    for (let t = from; t < to; t++) {
      const off = (what: string) => (): string => `reserve ${reserve.id}: ${what} at step ${t}`
      const heldKw = parts.reduce((sum, part) => sum + part[t], 0)
      ledger.note('limit', offerKw[t] - offerKw[from], offerKw[from], off('the offer changes within its block'))
      ledger.note(
        'limit',
        Math.max(0, offerKw[t] - heldKw - bent('offer', t)),
        offerKw[t],
        off('less is held than offered'),
      )
      ledger.note('limit', Math.max(0, -offerKw[t], ...parts.map((part) => -part[t])), 1, off('a negative offer'))
      const soldKw = reserve.offerKw?.[from]
      if (soldKw !== undefined) ledger.note('limit', offerKw[t] - soldKw, soldKw, off('the offer is not what was sold'))
      else ledger.note('limit', Math.max(0, offerKw[t] - reserve.maxOfferKw, tooSmall(offerKw[t], reserve)), 1, off('the offer leaves its limits')) // prettier-ignore
    }
}

const tooSmall = (kw: number, { minOfferKw }: ReservePlant): number => (kw <= 1e-6 ? 0 : minOfferKw - kw)

/** Sums of what each asset holds upward and downward, and whether its terminals and store can deliver it for F hours. */
function checkRoom(plant: Plant, schedules: Schedules, ledger: Ledger): void {
  for (const asset of plant.assets) {
    const mine = plant.reserves.filter(({ assets }) => assets.includes(asset.index))
    if (mine.length === 0) continue
    for (let t = 0; t < plant.axis.steps; t++) {
      const held = mine.map((reserve) => ({ reserve, kw: schedules[reserve.id]?.[`${asset.id}Kw`]?.[t] ?? 0 }))
      const upKw = held.reduce((sum, { reserve, kw }) => sum + (reserve.direction === 'down' ? 0 : kw), 0)
      const downKw = held.reduce((sum, { reserve, kw }) => sum + (reserve.direction === 'up' ? 0 : kw), 0)
      const columns = schedules[asset.id]
      const told = [columns['reserveUpKw']?.[t] ?? 0, columns['reserveDownKw']?.[t] ?? 0]
      ledger.note(
        'balanceKw',
        told[0] - upKw,
        upKw,
        () => `${asset.id}: reserveUpKw is not what its reserves hold at step ${t}`,
      )
      ledger.note(
        'balanceKw',
        told[1] - downKw,
        downKw,
        () => `${asset.id}: reserveDownKw is not what its reserves hold at step ${t}`,
      )
      if (asset.type === 'generator') checkGeneratorRoom(asset, t, columns, { upKw, downKw }, ledger)
      if (asset.type !== 'battery') continue
      const full = (side: 'up' | 'down'): number =>
        held.reduce(
          (kwh, { reserve, kw }) => kwh + (reserve.direction === opposite(side) ? 0 : kw * reserve.fullActivationHours),
          0,
        )
      checkBatteryRoom(asset, t, columns, { upKw, downKw, upKwh: full('up'), downKwh: full('down') }, ledger)
    }
  }
}

const opposite = (side: 'up' | 'down'): 'up' | 'down' => (side === 'up' ? 'down' : 'up')

function checkBatteryRoom(
  battery: BatteryPlant,
  t: number,
  { powerKw, soc }: Read,
  held: { upKw: number; downKw: number; upKwh: number; downKwh: number },
  ledger: Ledger,
): void {
  const off = (what: string) => (): string => `${battery.id}: its reserve does not fit ${what} at step ${t}`
  const beyond = Math.max(0, powerKw[t] + held.upKw - battery.maxDischargeKw[t], held.downKw - powerKw[t] - battery.maxChargeKw[t]) // prettier-ignore
  ledger.note('limit', beyond, battery.maxDischargeKw[t], off('its power'))
  const ends = [t === 0 ? battery.startKwh : soc[t - 1] * battery.capacityKwh, soc[t] * battery.capacityKwh]
  for (const [k, kwh] of ends.entries()) {
    const at = Math.max(0, t - 1 + k)
    const lowKwh =
      held.upKwh === 0
        ? 0
        : Math.min(battery.minKwh[at], battery.startKwh) + held.upKwh / battery.dischargeEfficiency - kwh
    const highKwh =
      held.downKwh === 0
        ? 0
        : kwh + held.downKwh * battery.chargeEfficiency - Math.max(battery.maxKwh[at], battery.startKwh)
    ledger.note('limit', Math.max(0, lowKwh, highKwh), battery.capacityKwh, off('its store'))
  }
}

/** Reserve of a machine lies between its minimum and its maximum, start and stop limits and ramp included. */
function checkGeneratorRoom(
  generator: GeneratorPlant,
  t: number,
  columns: Read,
  { upKw, downKw }: { upKw: number; downKw: number },
  ledger: Ledger,
): void {
  const { id, minPowerKw, maxPowerKw, commitment, descent } = generator
  const off = (what: string) => (): string => `${id}: its reserve does not fit ${what} at step ${t}`
  const isOn = (step: number): boolean => (step < 0 ? commitment.wasOn : columns['on'][step] > 0.5)
  const madeKw = (step: number): number =>
    step < 0 ? generator.powerBeforeKw : columns['powerKw'][step] + columns['spilledKw'][step]
  const aboveKw = (step: number): number => (isOn(step) ? madeKw(step) - minPowerKw : 0)
  const stops = t + 1 < maxPowerKw.length && !isOn(t + 1) && descent.tripStep !== t + 1
  const mostKw = Math.min(
    isOn(t) ? maxPowerKw[t] : 0,
    isOn(t - 1) ? Infinity : generator.startLimitKw,
    stops ? generator.stopLimitKw : Infinity,
  )
  const heatKw = columns['heatKw'][t] + columns['dumpedKw'][t]
  const firedKw = madeKw(t) + (generator.heat?.powerLossPerHeat ?? 0) * heatKw
  if (upKw > 0) ledger.note('limit', Math.max(0, firedKw + upKw - mostKw), maxPowerKw[t], off('below its maximum'))
  ledger.note('limit', Math.max(0, downKw - aboveKw(t)), maxPowerKw[t], off('above its minimum'))
  const rampKw = aboveKw(t) + upKw - aboveKw(t - 1) - generator.rampUpKw[t]
  ledger.note('limit', Math.max(0, rampKw), maxPowerKw[t], off('its ramp'))
}
