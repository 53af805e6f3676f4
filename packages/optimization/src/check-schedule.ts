// The independent check: recomputes everything from the published numbers and knows neither model nor solver.
import type { OptimizeRequest, OptimizeResult } from '@omarino/contracts'
import { totalOf } from './cost-lines.ts'
import type { BatteryPlant } from './plant/battery.ts'
import type { GridPlant } from './plant/grid.ts'
import type { LoadPlant } from './plant/load.ts'
import { readPlant, type AssetPlant, type Plant } from './plant/plant.ts'
import type { RenewablePlant } from './plant/renewable.ts'
import { costsOf, type Schedules } from './schedule-costs.ts'

/** The parts of a result that are checked. */
export type Publication = Pick<OptimizeResult, 'objective' | 'costs' | 'schedules' | 'relaxations'>
export interface Verdict {
  /** As it stands in the result: the largest residuals found. */
  readonly verifier: OptimizeResult['verifier']
  /** One sentence per broken rule, the first of each kind and asset; empty when the schedule passed. */
  readonly faults: readonly string[]
}
type Kind = 'balanceKw' | 'energyKwh' | 'limit' | 'money'

const TOLERANCE = 1e-6 // relative to the size of what is compared, at least to 1 kW, kWh or unit of money

/**
 * Checks balance, stored energy, limits, exclusivity and every cost line of a schedule.
 * @throws Failure 'invalid' when the request itself cannot be read
 */
export function checkSchedule(request: OptimizeRequest, result: Publication): Verdict {
  const plant = readPlant(request)
  const ledger = createLedger()
  const schedules = readSchedules(plant, result, ledger)
  if (schedules === undefined) return ledger.verdict()
  for (const asset of plant.assets) checkAsset(plant, asset, schedules, result, ledger)
  checkBalance(plant, schedules, ledger)
  checkMoney(plant, schedules, result, ledger)
  return ledger.verdict()
}

interface Ledger {
  /** Notes how far something is off; refuses it beyond tolerance of `scale`. NaN is refused. */
  note(kind: Kind, residual: number, scale: number, fault: () => string): void
  refuse(fault: string): void
  verdict(): Verdict
}

function createLedger(): Ledger {
  const worst = { balanceKw: 0, energyKwh: 0, limit: 0, money: 0 }
  const faults: string[] = []
  return {
    note(kind, residual, scale, fault) {
      worst[kind] = Math.max(worst[kind], Math.abs(residual))
      if (!(Math.abs(residual) <= TOLERANCE * Math.max(1, Math.abs(scale)))) faults.push(fault())
    },
    refuse: (fault) => void faults.push(fault),
    verdict: () => ({ verifier: { passed: faults.length === 0, ...worst }, faults }),
  }
}

const NEEDED = {
  battery: ['powerKw', 'chargeKw', 'dischargeKw', 'soc'],
  pv: ['powerKw', 'curtailedKw'],
  wind: ['powerKw', 'curtailedKw'],
  load: ['powerKw'],
  grid: ['powerKw'],
} as const

/** Columns as numbers; a missing shedKw means nothing was shed. Undefined when something needed is missing. */
function readSchedules(plant: Plant, result: Publication, ledger: Ledger): Schedules | undefined {
  const { steps } = plant.axis
  let complete = true
  const read = plant.assets.map((asset) => {
    const columns = new Map(Object.entries(result.schedules[asset.id] ?? {}))
    if (asset.type === 'load' && !columns.has('shedKw')) columns.set('shedKw', new Array<number>(steps).fill(0))
    for (const name of NEEDED[asset.type]) {
      const values = columns.get(name)
      if (values?.length === steps && values.every((value) => Number.isFinite(value))) continue
      complete = false
      ledger.refuse(`${asset.id}: ${name} is not one number for each of ${steps} steps`)
    }
    const numbers = [...columns].map(
      ([name, values]) => [name, Float64Array.from(values, (value) => value ?? NaN)] as const,
    )
    return [asset.id, Object.fromEntries(numbers)] as const
  })
  return complete ? Object.fromEntries(read) : undefined
}

function checkAsset(plant: Plant, asset: AssetPlant, schedules: Schedules, result: Publication, ledger: Ledger): void {
  const columns = schedules[asset.id]
  const bent = (kind: string, step: number): number => bentBy(result, asset.id, kind, step)
  if (asset.type === 'battery') checkBattery(asset, plant.axis.stepHours, columns, bent, ledger)
  else if (asset.type === 'grid') checkGrid(asset, columns, ledger)
  else if (asset.type === 'load') checkLoad(asset, columns, bent, ledger)
  else checkRenewable(asset, columns, bent, ledger)
}

type Bent = (kind: string, step: number) => number
type Read = Readonly<Record<string, Float64Array>>

/** By how much a listed relaxation excuses a step; 0 when none does. */
function bentBy({ relaxations }: Publication, assetId: string, kind: string, step: number): number {
  const listed = relaxations.filter((relaxation) => relaxation.assetId === assetId && relaxation.kind === kind)
  const here = listed.filter(({ steps }) => steps.some(([from, to]) => from <= step && step < to))
  return here.reduce((most, { amount }) => Math.max(most, amount), 0)
}

function checkBattery(battery: BatteryPlant, stepHours: Float64Array, columns: Read, bent: Bent, ledger: Ledger): void {
  const { id, capacityKwh } = battery
  const { chargeKw, dischargeKw, soc } = columns
  let kwh = battery.startKwh
  for (const [t, hours] of stepHours.entries()) {
    const off = (what: string) => (): string => `${id}: ${what} at step ${t}`
    checkTerminals(battery, t, columns, ledger)
    kwh *= battery.retention[t]
    kwh += (chargeKw[t] * battery.chargeEfficiency - dischargeKw[t] / battery.dischargeEfficiency) * hours
    const told = soc[t] * capacityKwh
    ledger.note('energyKwh', told - kwh, capacityKwh, off(`${told} kWh are told, the powers make ${kwh}`))
    const low = battery.minKwh[t] - bent('socMin', t) - kwh
    const high = kwh - battery.maxKwh[t] - bent('socMax', t)
    ledger.note('limit', Math.max(0, low, high), capacityKwh, off('SoC leaves its band'))
  }
  const missing = (battery.endMinKwh ?? -Infinity) - bent('endSocMin', stepHours.length - 1) - kwh
  ledger.note('limit', Math.max(0, missing), capacityKwh, () => `${id}: the SoC at the end is too low`)
}

function checkTerminals(battery: BatteryPlant, t: number, columns: Read, ledger: Ledger): void {
  const { maxChargeKw, maxDischargeKw, id } = battery
  const [power, charge, discharge] = [columns['powerKw'][t], columns['chargeKw'][t], columns['dischargeKw'][t]]
  const off = (what: string) => (): string => `${id}: ${what} at step ${t}`
  const within = (kw: number, limit: number, what: string): void =>
    ledger.note('limit', Math.max(0, -kw, kw - limit), limit, off(what))
  ledger.note('balanceKw', power - (discharge - charge), power, off('power is not discharge less charge'))
  within(charge, maxChargeKw[t], 'charging leaves its limits')
  within(discharge, maxDischargeKw[t], 'discharging leaves its limits')
  const both = Math.max(0, Math.min(charge, discharge))
  ledger.note('limit', both, Math.max(charge, discharge), off('charges and discharges at once'))
}

function checkGrid(grid: GridPlant, { powerKw }: Read, ledger: Ledger): void {
  for (const [t, kw] of powerKw.entries()) {
    const limit = kw > 0 ? grid.importLimitKw[t] : grid.exportLimitKw[t]
    ledger.note(
      'limit',
      Math.max(0, Math.abs(kw) - limit),
      limit,
      () => `${grid.id}: ${kw} kW at step ${t} passes the limit of ${limit} kW`,
    )
  }
}

function checkRenewable(source: RenewablePlant, { powerKw, curtailedKw }: Read, bent: Bent, ledger: Ledger): void {
  for (const [t, availableKw] of source.availableKw.entries()) {
    const off = (what: string) => (): string => `${source.id}: ${what} at step ${t}`
    ledger.note(
      'balanceKw',
      powerKw[t] + curtailedKw[t] - availableKw,
      availableKw,
      off('power and curtailment are not what is available'),
    )
    const allowedKw = source.curtailable || bent('curtailment', t) > 0 ? Math.max(availableKw, 0) : 0
    ledger.note(
      'limit',
      Math.max(0, -curtailedKw[t], curtailedKw[t] - allowedKw),
      availableKw,
      off('curtailment leaves its limits'),
    )
  }
}

function checkLoad(load: LoadPlant, { powerKw, shedKw }: Read, bent: Bent, ledger: Ledger): void {
  for (const [t, neededKw] of load.powerKw.entries()) {
    const off = (what: string) => (): string => `${load.id}: ${what} at step ${t}`
    ledger.note(
      'balanceKw',
      powerKw[t] + shedKw[t] - neededKw,
      neededKw,
      off('power and what is shed are not the load'),
    )
    const allowedKw = load.shedCostPerKwh !== undefined || bent('supply', t) > 0 ? Math.max(neededKw, 0) : 0
    ledger.note('limit', Math.max(0, -shedKw[t], shedKw[t] - allowedKw), neededKw, off('shedding leaves its limits'))
  }
}

function checkBalance(plant: Plant, schedules: Schedules, ledger: Ledger): void {
  for (const [node, name] of plant.nodes.entries()) {
    const here = plant.assets.filter((asset) => asset.node === node)
    for (let t = 0; t < plant.axis.steps; t++) {
      let sum = 0
      let size = 0
      for (const asset of here) {
        const kw = schedules[asset.id]['powerKw'][t]
        sum += asset.type === 'load' ? -kw : kw
        size = Math.max(size, Math.abs(kw))
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
  const sum = totalOf(result.costs)
  ledger.note(
    'money',
    (result.objective ?? NaN) - sum,
    turnover,
    () => `the cost lines sum to ${sum}, not to ${result.objective}`,
  )
}
