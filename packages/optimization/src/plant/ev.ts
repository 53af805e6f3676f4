import type { OptimizeAsset } from '@omarino/contracts'
import { isoInstant, type Axis } from './axis.ts'
import type { AssetBase } from './plant.ts'
import type { FieldReader } from './profiles.ts'

/** A stay at the charger, as far as it lies within the horizon: steps [from, to). */
export interface EvSession {
  readonly from: number
  readonly to: number
  readonly departMs: number
  readonly arriveKwh: number
  readonly minKwh: number
  /** What must be stored at the end of step `to − 1`. */
  readonly targetKwh: number
  /** Hours plugged in within the horizon. */
  readonly hours: number
}
/** A car at its charger; shapes [T] are per step. Power is the mean of the step, so that its limits shrink with `plugged`. */
export interface EvPlant extends AssetBase {
  readonly type: 'ev'
  readonly capacityKwh: number
  readonly maxChargeKw: number
  /** Least power while it charges, 0 where it may take any. */
  readonly minChargeKw: number
  /** 0 without a way back. */
  readonly maxDischargeKw: number
  readonly chargeEfficiency: number
  readonly dischargeEfficiency: number
  readonly wearCostPerKwh: number | undefined
  readonly sessions: readonly EvSession[]
  /** Share of each step that it is plugged in, 0..1. */
  readonly plugged: Float64Array
  /** Index of the session of each step, −1 while away. */
  readonly sessionAt: Int32Array
}
type EvRequest = Extract<OptimizeAsset, { type: 'ev' }>
type SessionRequest = EvRequest['sessions'][number]

/** @throws Failure 'invalid' when sessions overlap, share a step or end before they start, or powers contradict */
export function readEv(asset: EvRequest, base: AssetBase, reader: FieldReader): EvPlant {
  const { maxChargeKw, minChargeKw = 0, maxDischargeKw = 0 } = asset
  if (minChargeKw > maxChargeKw)
    reader.fail('MIN_POWER_ABOVE_MAX', 'minChargeKw', `minChargeKw ${minChargeKw} is above maxChargeKw ${maxChargeKw}`)
  if (maxDischargeKw > 0 && asset.dischargeEfficiency === undefined)
    reader.fail('EFFICIENCY_MISSING', 'dischargeEfficiency', 'a car that delivers needs a dischargeEfficiency')
  const windows = readWindows(asset.sessions, reader)
  const plugged = new Float64Array(reader.axis.steps)
  const sessionAt = new Int32Array(reader.axis.steps).fill(-1)
  const sessions: EvSession[] = []
  for (const [k, session] of asset.sessions.entries()) {
    const stay = stepsOf(windows[k], reader.axis)
    if (stay.length === 0) continue
    for (const [t, share] of stay) {
      if (sessionAt[t] >= 0) refuseSharedStep(k, t, reader)
      sessionAt[t] = sessions.length
      plugged[t] = share
    }
    sessions.push(readSession(asset, session, windows[k].departMs, stay, reader.axis))
  }
  return {
    ...base,
    type: 'ev',
    capacityKwh: asset.capacityKwh,
    maxChargeKw,
    minChargeKw,
    maxDischargeKw,
    chargeEfficiency: asset.chargeEfficiency,
    dischargeEfficiency: asset.dischargeEfficiency ?? 1,
    wearCostPerKwh: asset.wearCostPerKwh,
    sessions,
    plugged,
    sessionAt,
  }
}

interface Window {
  readonly arriveMs: number
  readonly departMs: number
}

/** The steps that a session touches, each with the share of it that it is plugged in. */
function stepsOf({ arriveMs, departMs }: Window, axis: Axis): (readonly [step: number, share: number])[] {
  return Array.from(axis.startsMs, (startMs, t) => {
    const pluggedMs = Math.min(axis.endsMs[t], departMs) - Math.max(startMs, arriveMs)
    return [t, pluggedMs / (axis.endsMs[t] - startMs)] as const
  }).filter(([, share]) => share > 0)
}

/** A stay that outlasts the horizon has reached its target by then, or all that charging throughout can reach. */
function readSession(
  asset: EvRequest,
  session: SessionRequest,
  departMs: number,
  stay: readonly (readonly [step: number, share: number])[],
  axis: Axis,
): EvSession {
  const { capacityKwh, maxChargeKw, chargeEfficiency } = asset
  const hours = stay.reduce((sum, [t, share]) => sum + share * axis.stepHours[t], 0)
  const arriveKwh = session.arriveSoc * capacityKwh
  const wantedKwh = session.targetSoc * capacityKwh
  const outlasts = departMs > axis.endsMs[axis.steps - 1]
  const reachKwh = arriveKwh + chargeEfficiency * maxChargeKw * hours
  return {
    from: stay[0][0],
    to: stay[stay.length - 1][0] + 1,
    departMs,
    arriveKwh,
    minKwh: (session.minSoc ?? 0) * capacityKwh,
    targetKwh: outlasts ? Math.min(wantedKwh, reachKwh) : wantedKwh,
    hours,
  }
}

/** When the car is there; windows must rise and not overlap. */
function readWindows(sessions: readonly SessionRequest[], reader: FieldReader): Window[] {
  let freeMs = -Infinity
  return sessions.map(({ arrive, depart }, k) => {
    const arriveMs = reader.instantMs(`sessions/${k}/arrive`, arrive)
    const departMs = reader.instantMs(`sessions/${k}/depart`, depart)
    if (!(departMs > arriveMs))
      reader.fail('SESSION_EMPTY', `sessions/${k}/depart`, `session ${k} departs at ${depart}, not after ${arrive}`)
    if (arriveMs < freeMs)
      reader.fail(
        'SESSIONS_OVERLAP',
        `sessions/${k}/arrive`,
        `session ${k} arrives at ${arrive}, before the last departs`,
      )
    freeMs = departMs
    return { arriveMs, departMs }
  })
}

function refuseSharedStep(k: number, t: number, reader: FieldReader): never {
  const text = `sessions ${k - 1} and ${k} share step ${t} (${isoInstant(reader.axis.startsMs[t])}); take shorter steps`
  return reader.fail('SESSIONS_SHARE_STEP', `sessions/${k}/arrive`, text)
}
