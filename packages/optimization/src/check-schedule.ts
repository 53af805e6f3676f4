// The independent check: recomputes everything from the published numbers and knows neither model nor solver.
import type { OptimizeRequest } from '@omarino/contracts'
import { checkBattery } from './checks/battery.ts'
import { checkBoiler } from './checks/boiler.ts'
import { checkBuilding } from './checks/building.ts'
import { checkDeferrable } from './checks/deferrable.ts'
import { checkElectrolyzer } from './checks/electrolyzer.ts'
import { checkEv } from './checks/ev.ts'
import { checkGenerator } from './checks/generator.ts'
import { checkGrid } from './checks/grid.ts'
import {
  createLedger,
  type Bent,
  type CheckContext,
  type Ledger,
  type Publication,
  type Read,
  type Verdict,
} from './checks/ledger.ts'
import { checkHeatLoad } from './checks/heat-load.ts'
import { checkHeatPump } from './checks/heat-pump.ts'
import { checkLoad } from './checks/load.ts'
import { checkRenewable } from './checks/renewable.ts'
import { checkOwnEnergy } from './checks/own-energy.ts'
import { checkSequences } from './checks/sequences.ts'
import { checkSiteWide } from './checks/site-wide.ts'
import { checkThermalStore } from './checks/thermal-store.ts'
import { COLUMNS, GAPPY_COLUMNS, OPTIONAL_COLUMNS } from './columns.ts'
import { objectiveOf, totalOf } from './cost-lines.ts'
import { flowsOf } from './flows.ts'
import { byType, readPlant, type ByType, type Plant } from './plant/plant.ts'
import { columnsOf } from './published-columns.ts'
import { costsOf, type Schedules } from './schedule-costs.ts'

export type { Publication, Verdict } from './checks/ledger.ts'

const CHECK: ByType<[Read, CheckContext], void> = {
  battery: checkBattery,
  pv: checkRenewable,
  wind: checkRenewable,
  load: checkLoad,
  deferrable: checkDeferrable,
  ev: checkEv,
  heatLoad: checkHeatLoad,
  heatPump: checkHeatPump,
  boiler: checkBoiler,
  thermalStore: checkThermalStore,
  building: checkBuilding,
  generator: checkGenerator,
  electrolyzer: checkElectrolyzer,
  grid: checkGrid,
}

/**
 * Checks balance, stored energy, limits, exclusivity and every cost line of a schedule.
 * @throws Failure 'invalid' when the request itself cannot be read
 */
export function checkSchedule(request: OptimizeRequest, result: Publication): Verdict {
  const plant = readPlant(request)
  const ledger = createLedger()
  const schedules = readSchedules(plant, result, ledger)
  if (schedules === undefined) return ledger.verdict()
  for (const asset of plant.assets) {
    const bent: Bent = (kind, step) => bentBy(result, asset.id, kind, step)
    byType(CHECK, asset, schedules[asset.id], {
      ...plant.axis,
      bent,
      called: callOf(plant, asset.index, schedules),
      ledger,
    })
  }
  checkSiteWide(plant, schedules, (id) => (kind, step) => bentBy(result, id, kind, step), ledger)
  checkSequences(plant, schedules, ledger)
  checkOwnEnergy(plant, schedules, ledger)
  checkBalance(plant, schedules, ledger)
  checkMoney(plant, schedules, result, ledger)
  return ledger.verdict()
}

/** Columns as numbers; an optional one that is missing is zero. Undefined when something needed is missing. */
function readSchedules(plant: Plant, result: Publication, ledger: Ledger): Schedules | undefined {
  const { steps } = plant.axis
  let complete = true
  const read = plant.assets.map((asset) => {
    const columns = new Map(Object.entries(result.schedules[asset.id] ?? {}))
    for (const name of COLUMNS[asset.type]) {
      if (OPTIONAL_COLUMNS.has(name) && !columns.has(name)) columns.set(name, new Array<number>(steps).fill(0))
      const values = columns.get(name)
      if (
        values?.length === steps &&
        values.every((value) => Number.isFinite(value) || (value === null && isGappy(asset.type, name)))
      )
        continue
      complete = false
      ledger.refuse(`${asset.id}: ${name} is not one number for each of ${steps} steps`)
    }
    return [asset.id, columnsOf(Object.fromEntries(columns))] as const
  })
  const offers = plant.reserves.map(({ id }) => [id, columnsOf(result.schedules[id] ?? {})] as const)
  return complete ? Object.fromEntries([...read, ...offers]) : undefined
}

const isGappy = (type: string, column: string): boolean => GAPPY_COLUMNS.has(`${type}.${column}`)

/** By how much a listed relaxation excuses a step; 0 when none does. */
function bentBy({ relaxations }: Publication, assetId: string, kind: string, step: number): number {
  const listed = relaxations.filter((relaxation) => relaxation.assetId === assetId && relaxation.kind === kind)
  const here = listed.filter(({ steps }) => steps.some(([from, to]) => from <= step && step < to))
  return here.reduce((most, { amount }) => Math.max(most, amount), 0)
}

/** What the reserves of an asset are expected to call, from what it is told to hold for each. */
function callOf(plant: Plant, asset: number, schedules: Schedules): CheckContext['called'] {
  const mine = plant.reserves.filter(
    ({ assets, expectedActivation }) => assets.includes(asset) && expectedActivation > 0,
  )
  const name = `${plant.assets[asset].id}Kw`
  const sum = (step: number, against: 'up' | 'down'): number =>
    mine.reduce((kw, { id, direction, expectedActivation }) => {
      const held = direction === against ? 0 : (schedules[id]?.[name]?.[step] ?? 0)
      return kw + expectedActivation * held
    }, 0)
  return (step) => ({ upKw: sum(step, 'down'), downKw: sum(step, 'up') })
}

function checkBalance(plant: Plant, schedules: Schedules, ledger: Ledger): void {
  for (const [node, { name }] of plant.nodes.entries()) {
    const flows = plant.assets
      .flatMap((asset) => flowsOf(asset, schedules[asset.id]))
      .filter((flow) => flow.node === node)
    for (let t = 0; t < plant.axis.steps; t++) {
      let sum = 0
      let size = 0
      for (const { kw, sign } of flows) {
        sum += sign * kw[t]
        size = Math.max(size, Math.abs(kw[t]))
      }
      ledger.note('balanceKw', sum, size, () => `node ${name} is out of balance by ${sum} kW at step ${t}`)
    }
  }
}

function checkMoney(plant: Plant, schedules: Schedules, result: Publication, ledger: Ledger): void {
  const lines = costsOf(plant, schedules)
  const turnover = lines.reduce((sum, { amount }) => sum + Math.abs(amount), 0)
  if (lines.length !== result.costs.length)
    ledger.refuse(`${result.costs.length} cost lines, the assets have ${lines.length}`)
  for (const { line, assetId, amount } of lines) {
    const told = result.costs.filter((cost) => cost.line === line && cost.assetId === assetId)
    const off = totalOf(told) - amount
    ledger.note('money', off, turnover, () => `${line} of ${assetId} is ${totalOf(told)}, its schedule costs ${amount}`)
  }
  const sum = objectiveOf(result.costs, plant.wants.moneyWeight)
  ledger.note(
    'money',
    (result.objective ?? NaN) - sum,
    turnover,
    () => `the cost lines sum to ${sum}, not to ${result.objective}`,
  )
}
