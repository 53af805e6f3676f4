import type { EvPlant } from '../plant/ev.ts'

const TOLERANCE_KWH = 1e-9 // below what is published

/** Whether charging throughout keeps the lowest SoC of every session and reaches its target. */
export function canKeepSessions(ev: EvPlant, stepHours: Float64Array): boolean {
  return ev.sessions.every(({ from, to, arriveKwh, minKwh, targetKwh }) => {
    let high = arriveKwh
    for (let t = from; t < to; t++) {
      high = Math.min(ev.capacityKwh, high + ev.chargeEfficiency * ev.maxChargeKw * ev.plugged[t] * stepHours[t])
      if (high < minKwh - TOLERANCE_KWH) return false
    }
    return high >= targetKwh - TOLERANCE_KWH
  })
}
