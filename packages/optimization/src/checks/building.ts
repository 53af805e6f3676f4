// Recomputes the temperatures of a building from its heat: by series and doubling, where the model has a closed form.
import type { BuildingPlant, Mass } from '../plant/building.ts'
import type { CheckContext, Read } from './ledger.ts'

export function checkBuilding(building: BuildingPlant, columns: Read, { stepHours, ledger }: CheckContext): void {
  const { id, room, wall, outdoorC, gainsKw } = building
  const { powerKw, temperatureC, wallTemperatureC } = columns
  let state: Pair = [room.startC, wall?.startC ?? 0]
  let step = stepOf(building, stepHours[0])
  for (const [t, hours] of stepHours.entries()) {
    if (hours !== step.hours) step = stepOf(building, hours)
    const input: Pair = inputOf(building, powerKw[t] + gainsKw[t], outdoorC[t])
    state = sum(times(step.kept, state), times(step.taken, input))
    const compare = (name: string, { capacityKwhPerK }: Mass, told: number, made: number): void =>
      ledger.note(
        'energyKwh',
        (told - made) * capacityKwhPerK,
        made * capacityKwhPerK,
        () => `${id}: ${told} °C are told for the ${name} at step ${t}, its heat makes ${made}`,
      )
    ledger.note('limit', Math.max(0, -powerKw[t]), 1, () => `${id}: cannot be cooled, at step ${t}`)
    compare('room', room, temperatureC[t], state[0])
    if (wall) compare('wall', wall, wallTemperatureC[t], state[1])
    else ledger.note('limit', wallTemperatureC[t], 1, () => `${id}: has no wall, at step ${t}`)
  }
}

type Pair = readonly [number, number]
type Square = readonly [Pair, Pair]
interface Step {
  readonly hours: number
  readonly kept: Square
  readonly taken: Square
}

const sum = (a: Pair, b: Pair): Pair => [a[0] + b[0], a[1] + b[1]]
const times = ([top, bottom]: Square, [x, y]: Pair): Pair => [top[0] * x + top[1] * y, bottom[0] * x + bottom[1] * y]
const columnsOf = ([top, bottom]: Square): Square => [[top[0], bottom[0]], [top[1], bottom[1]]] // prettier-ignore
const product = (a: Square, b: Square): Square => {
  const [left, right] = columnsOf(b)
  return columnsOf([times(a, left), times(a, right)])
}
const plus = (a: Square, b: Square): Square => [sum(a[0], b[0]), sum(a[1], b[1])]
const scaled = ([top, bottom]: Square, by: number): Square => [[top[0] * by, top[1] * by], [bottom[0] * by, bottom[1] * by]] // prettier-ignore
const ONE: Square = [[1, 0], [0, 1]] // prettier-ignore

/** K per hour that the room's own heat and the outdoors add. */
function inputOf({ room, wall }: BuildingPlant, heatKw: number, outdoorC: number): Pair {
  const outer = wall ?? room
  const outdoor = outdoorC / (outer.resistanceKPerKw * outer.capacityKwhPerK)
  const heat = heatKw / room.capacityKwhPerK
  return wall ? [heat, outdoor] : [heat + outdoor, 0]
}

/** K per hour and K; without a wall the second temperature stays as it is. */
function ratesOf({ room, wall }: BuildingPlant): Square {
  const inner = 1 / room.resistanceKPerKw
  if (!wall) return [[-inner / room.capacityKwhPerK, 0], [0, 0]] // prettier-ignore
  const outer = 1 / wall.resistanceKPerKw
  return [
    [-inner / room.capacityKwhPerK, inner / room.capacityKwhPerK],
    [inner / wall.capacityKwhPerK, -(inner + outer) / wall.capacityKwhPerK],
  ]
}

const TERMS = 20 // of a series whose terms fall at least as 2⁻ᵏ/k!

/** e^{Ah} and ∫₀ʰ e^{As} ds: a series over a short part of the step, doubled until it is whole. */
function stepOf(building: BuildingPlant, hours: number): Step {
  const rates = ratesOf(building)
  const largest = Math.max(...rates.flat().map(Math.abs))
  const doublings = Math.max(0, Math.ceil(Math.log2(4 * largest * hours)))
  const part = hours / 2 ** doublings
  let kept: Square = ONE
  let taken: Square = scaled(ONE, part)
  let term: Square = ONE
  for (let k = 1; k <= TERMS; k++) {
    term = scaled(product(term, rates), part / k)
    kept = plus(kept, term)
    taken = plus(taken, scaled(term, part / (k + 1)))
  }
  for (let k = 0; k < doublings; k++) {
    taken = plus(taken, product(kept, taken))
    kept = product(kept, kept)
  }
  return { hours, kept, taken }
}
