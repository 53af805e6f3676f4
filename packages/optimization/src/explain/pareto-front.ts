// What less CO₂ costs: the cheapest plans under caps between the cleanest and the cheapest of all.
import type { OptimizeRequest, OptimizeResult } from '@omarino/contracts'
import { objectiveOf, rounded, WEIGHT_LINES } from '../cost-lines.ts'
import { siteTotals } from '../emissions.ts'
import { readPlant, type Plant } from '../plant/plant.ts'
import { columnsOf } from '../published-columns.ts'

type Front = NonNullable<OptimizeResult['paretoFront']>
type Again = (request: OptimizeRequest) => OptimizeResult

/**
 * Points of the front from the cleanest to the cheapest plan, evenly spaced in kg. Each is a plan of its own; one that bends
 * a limit or is not found is left out.
 * @param again plans a request without further questions
 */
export function paretoFrontOf(request: OptimizeRequest, again: Again): Front {
  const points = request.explain?.paretoPoints ?? 0
  const { explain: _questions, objective: _weights, ...plain } = request
  const plant = readPlant(request)
  const pointOf = (result: OptimizeResult): Front[number] | undefined => {
    if (result.objective === null || result.status === 'relaxed' || result.status === 'failed') return undefined
    return { co2Kg: rounded(emissionsOf(plant, result)), cost: rounded(moneyOf(result)), status: result.status }
  }
  const cheapest = pointOf(again(plain))
  const cleanest = pointOf(again({ ...plain, objective: { moneyWeight: SMALL, co2PerKg: 1 } }))
  if (!cheapest || !cleanest) return []
  const between = Array.from({ length: points - 2 }, (_, k) => {
    const share = (k + 1) / (points - 1)
    const capKg = cleanest.co2Kg + share * (cheapest.co2Kg - cleanest.co2Kg)
    return pointOf(again({ ...plain, co2: { ...request.co2, capKg: Math.max(0, capKg) } }))
  })
  return [cleanest, ...between, cheapest].filter((point) => point !== undefined)
}

const SMALL = 1e-4 // of money, so that the cleanest plan is also the cheapest among the clean ones

const moneyOf = ({ costs }: OptimizeResult): number =>
  objectiveOf(
    costs.filter(({ line }) => !WEIGHT_LINES.has(line)),
    1,
  )

function emissionsOf(plant: Plant, { schedules }: OptimizeResult): number {
  const numbers = Object.entries(schedules).map(([id, schedule]) => [id, columnsOf(schedule)] as const)
  return siteTotals(plant, Object.fromEntries(numbers)).co2
}
