// Why a generator runs when it does: what its kWh costs against what a kWh is worth at its node.
import type { Columns } from '../assets/declare.ts'
import { firedKw, fuelPerHour, startCost } from '../costs/generator.ts'
import type { GeneratorPlant } from '../plant/generator.ts'
import type { Plant } from '../plant/plant.ts'
import type { DualPrices } from '../publish.ts'
import { clock, rangesWhere, span, type StepRange } from '../step-ranges.ts'
import type { Explanation } from './battery-reasons.ts'
import { money } from './run-means.ts'

const ON = 0.5
const NOISE = 1e-6 // money per kWh: where it sets the price itself, it earns what it costs

/**
 * One sentence per run. A kWh costs fuel and no-load hours less what its heat is worth; it pays while that is below the
 * marginal price. The gain is counted from the run's first step until it has paid the start back.
 */
export function generatorReasons(
  generator: GeneratorPlant,
  plant: Plant,
  columns: Columns,
  prices: DualPrices,
): Explanation[] {
  const runs = rangesWhere(plant.axis.steps, (t) => columns['on'][t] > ON)
  return runs.map((run) => runReason(generator, plant, run, accountOf(generator, plant, columns, prices, run)))
}

interface Account {
  readonly energyKwh: number
  readonly pricePerKwh: number
  readonly costPerKwh: number
  readonly startCost: number
  /** Of the step after which the start is paid back; undefined when it never is. */
  readonly paidBackMs: number | undefined
}

function accountOf(
  generator: GeneratorPlant,
  plant: Plant,
  columns: Columns,
  { marginal }: DualPrices,
  [from, to]: StepRange,
): Account {
  const electricity = marginal[plant.nodes[generator.node].name]
  const heatPrice = generator.heat && marginal[plant.nodes[generator.heat.node].name]
  const started = runStartCost(generator, columns, from)
  let [energyKwh, cost, worth] = [0, 0, 0]
  let paidBackMs: number | undefined
  for (let t = from; t < to; t++) {
    const hours = plant.axis.stepHours[t]
    const aboveKw = firedKw(generator, columns, t) - generator.minPowerKw
    energyKwh += columns['powerKw'][t] * hours
    cost += (generator.noLoadCostPerHour + fuelPerHour(generator, aboveKw)) * hours
    cost -= heatPrice ? heatPrice[t] * columns['heatKw'][t] * hours : 0
    worth += electricity[t] * columns['powerKw'][t] * hours
    if (paidBackMs === undefined && worth - cost >= started - NOISE) paidBackMs = plant.axis.endsMs[t]
  }
  const per = (amount: number): number => (energyKwh > 0 ? amount / energyKwh : 0)
  return { energyKwh, pricePerKwh: per(worth), costPerKwh: per(cost), startCost: started, paidBackMs }
}

/** What the start of a run cost; 0 for one that ran before the horizon. */
function runStartCost(generator: GeneratorPlant, columns: Columns, from: number): number {
  const { startsMs, switchedMs, wasOn } = generator.commitment
  if (columns['startUp'][from] < ON) return 0
  let stopped = from
  while (stopped > 0 && columns['on'][stopped - 1] < ON) stopped--
  const stoppedMs = stopped > 0 || wasOn ? startsMs[stopped] : switchedMs
  return startCost(generator, startsMs[from] - stoppedMs)
}

function runReason(generator: GeneratorPlant, plant: Plant, run: StepRange, account: Account): Explanation {
  const { energyKwh, pricePerKwh, costPerKwh, startCost: started, paidBackMs } = account
  const pays = pricePerKwh >= costPerKwh - NOISE
  const made = `generator "${generator.id}" makes ${energyKwh.toFixed(1)} kWh ${span(plant, run)}`
  const price = `a kWh is worth ${money(pricePerKwh)} ${plant.currency} here and it makes one for ${money(costPerKwh)}`
  const back =
    started === 0
      ? ''
      : paidBackMs === undefined
        ? `; the start for ${money(started)} is not paid back by energy alone`
        : `; the start for ${money(started)} is paid back at ${clock(plant, paidBackMs)}`
  const text = pays ? `${made}, because ${price}${back}` : `${made} although ${price}: ${holdOf(generator, plant, run)}`
  const numbers = { energyKwh, pricePerKwh, costPerKwh, startCost: started }
  return { assetId: generator.id, steps: [run], code: pays ? 'GENERATOR_RUNS' : 'GENERATOR_MUST_RUN', numbers, text }
}

/** What keeps a machine on that does not earn its fuel. */
function holdOf(generator: GeneratorPlant, plant: Plant, [from]: StepRange): string {
  const { commitment, shutdownCost } = generator
  const untilMs = commitment.switchedMs + commitment.minUpMs
  if (from === 0 && commitment.wasOn && untilMs > plant.axis.startsMs[0])
    return `it was switched on before and must stay on until ${clock(plant, untilMs)}`
  const reasons = [
    `its minimum of ${generator.minPowerKw.toFixed(1)} kW`,
    ...(commitment.minUpMs > 0 ? [`${(commitment.minUpMs / 3_600_000).toFixed(1)} h that it must stay on`] : []),
    ...(shutdownCost > 0 ? [`${money(shutdownCost)} for a stop`] : []),
  ]
  return `the site would pay more without it, given ${reasons.join(', ')}`
}
