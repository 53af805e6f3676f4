import type { Columns } from '../../assets/declare.ts'
import type { EvPlant, EvSession } from '../../plant/ev.ts'
import type { Plant } from '../../plant/plant.ts'
import { clock } from '../../step-ranges.ts'
import { bentFill, relaxationsOf, widen, type Relaxation } from './bend.ts'

/** Targets missed at departure (tier 1) and SoC below a session's lowest (tier 2). */
export function bentEv(ev: EvPlant, plant: Plant, { soc }: Columns): Relaxation[] {
  const kwh = soc.map((share) => share * ev.capacityKwh)
  return ev.sessions.flatMap((session) => [
    ...missedTarget(ev, session, plant, kwh),
    ...belowLowest(ev, session, plant, kwh),
  ])
}

function missedTarget(ev: EvPlant, session: EvSession, plant: Plant, kwh: Float64Array): Relaxation[] {
  const { targetKwh, departMs } = session
  const last = session.to - 1
  const missing = kwh.map((stored, t) => (t === last ? targetKwh - stored : 0))
  const target = `${((targetKwh / ev.capacityKwh) * 100).toFixed(0)} %`
  const byMs = Math.min(departMs, plant.axis.endsMs[plant.axis.steps - 1])
  return relaxationsOf(ev, {
    kind: 'target',
    tier: 1,
    missing,
    scale: ev.capacityKwh,
    amount: () => missing[last],
    text: (_, amount) => `EV "${ev.id}" cannot reach ${target} by ${clock(plant, byMs)}: ${amount} missing`,
    remedies: () => remediesFor(ev, session, plant, missing[last]),
  })
}

/** What the charger alone cannot do needs time or power; what is missing beyond that is held back by the site. */
function remediesFor(ev: EvPlant, session: EvSession, plant: Plant, missingKwh: number): string[] {
  const { arriveKwh, targetKwh, hours } = session
  const wantedKwh = (targetKwh - arriveKwh) / ev.chargeEfficiency
  const ownKwh = Math.max(0, wantedKwh - ev.maxChargeKw * hours)
  const siteKwh = missingKwh / ev.chargeEfficiency - ownKwh
  const minutes = Math.ceil((ownKwh / ev.maxChargeKw) * 60 - 1e-6)
  const neededKw = wantedKwh / hours
  return [
    ...(minutes > 0 ? [`plug in ${minutes} min earlier`, `allow ${neededKw.toFixed(1).replace(/\.0$/, '')} kW`] : []),
    ...(siteKwh > 1e-3 ? widen(plant, ev, 'import', siteKwh / hours) : []),
  ]
}

function belowLowest(ev: EvPlant, { from, to, minKwh }: EvSession, plant: Plant, kwh: Float64Array): Relaxation[] {
  return bentFill(ev, plant, {
    kind: 'socMin',
    missing: kwh.map((stored, t) => (from <= t && t < to ? minKwh - stored : 0)),
    capacityKwh: ev.capacityKwh,
    says: `EV "${ev.id}" is below its lowest SoC`,
  })
}
