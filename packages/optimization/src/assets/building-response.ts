// How the temperatures at a step's end follow from those at its start: exact for inputs that are constant over the step.
import type { BuildingPlant, Mass } from '../plant/building.ts'

/** K at the end per K of the room, per K of the wall, per kW of heat, per K outdoors. */
export interface Follows {
  readonly room: number
  readonly wall: number
  readonly heat: number
  readonly outdoor: number
}
export interface Response {
  readonly room: Follows
  /** Absent where the building has no wall. */
  readonly wall: Follows | undefined
}

/**
 * 1R1C: T' = aT + (1 − a)(T_out + R·q), a = exp(−h/RC). 2R2C: x' = e^{Ah}x + A⁻¹(e^{Ah} − I)Bw with x = (room, wall).
 * @param hours length of the step
 */
export function responseOf({ room, wall }: BuildingPlant, hours: number): Response {
  if (wall) return twoMasses(room, wall, hours)
  const rate = 1 / (room.resistanceKPerKw * room.capacityKwhPerK)
  const gone = -Math.expm1(-rate * hours)
  return { room: { room: 1 - gone, wall: 0, heat: gone * room.resistanceKPerKw, outdoor: gone }, wall: undefined }
}

/** A function of the 2×2 matrix [[a, b], [c, d]], row by row. */
type Matrix = readonly [a: number, b: number, c: number, d: number]

function twoMasses(room: Mass, wall: Mass, hours: number): Response {
  const between = 1 / room.resistanceKPerKw // kW per K from room to wall
  const out = 1 / wall.resistanceKPerKw
  const rates: Matrix = [
    -between / room.capacityKwhPerK,
    between / room.capacityKwhPerK,
    between / wall.capacityKwhPerK,
    -(between + out) / wall.capacityKwhPerK,
  ]
  const kept = ofMatrix(rates, (rate) => Math.exp(rate * hours))
  const taken = ofMatrix(rates, (rate) => Math.expm1(rate * hours) / rate)
  const heat = 1 / room.capacityKwhPerK
  const outdoor = out / wall.capacityKwhPerK
  return {
    room: { room: kept[0], wall: kept[1], heat: taken[0] * heat, outdoor: taken[1] * outdoor },
    wall: { room: kept[2], wall: kept[3], heat: taken[2] * heat, outdoor: taken[3] * outdoor },
  }
}

/** f(A) = (f(λ₁)(A − λ₂I) − f(λ₂)(A − λ₁I)) / (λ₁ − λ₂); b·c > 0 makes the eigenvalues real and distinct (Sylvester). */
function ofMatrix([a, b, c, d]: Matrix, f: (eigenvalue: number) => number): Matrix {
  const spread = Math.hypot(a - d, 2 * Math.sqrt(b * c))
  const low = (a + d - spread) / 2
  const high = (a * d - b * c) / low // without the difference of near numbers
  const [first, second] = [f(high), f(low)]
  const slope = (first - second) / spread
  return [
    (first * (a - low) - second * (a - high)) / spread,
    slope * b,
    slope * c,
    (first * (d - low) - second * (d - high)) / spread,
  ]
}
