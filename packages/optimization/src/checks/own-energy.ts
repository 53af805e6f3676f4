import { ownEnergyKw } from '../node-roles.ts'
import { assetsOf, type Plant } from '../plant/plant.ts'
import type { Schedules } from '../schedule-costs.ts'
import type { Ledger } from './ledger.ts'

/** Batteries kept off the grid charge no more than renewables of their node generate, and deliver no more than it consumes. */
export function checkOwnEnergy(plant: Plant, schedules: Schedules, ledger: Ledger): void {
  for (const [node, { name }] of plant.nodes.entries()) {
    const here = assetsOf(plant, 'battery').filter((battery) => battery.node === node)
    const sum = (ids: readonly string[], column: string, t: number): number =>
      ids.reduce((total, id) => total + schedules[id][column][t], 0)
    const charged = here.filter(({ gridCharge }) => !gridCharge).map(({ id }) => id)
    const delivering = here.filter(({ gridExport }) => !gridExport).map(({ id }) => id)
    if (charged.length === 0 && delivering.length === 0) continue
    for (let t = 0; t < plant.axis.steps; t++) {
      const inKw = sum(charged, 'chargeKw', t)
      const outKw = sum(delivering, 'dischargeKw', t)
      const [ownKw, usedKw] = [
        ownEnergyKw(plant, schedules, node, t, 'renewable'),
        ownEnergyKw(plant, schedules, node, t, 'consumer'),
      ]
      ledger.note(
        'limit',
        Math.max(0, inKw - ownKw),
        inKw,
        () => `batteries at ${name} charge ${inKw} kW of ${ownKw} kW generated at step ${t}`,
      )
      ledger.note(
        'limit',
        Math.max(0, outKw - usedKw),
        outKw,
        () => `batteries at ${name} deliver ${outKw} kW of ${usedKw} kW consumed at step ${t}`,
      )
    }
  }
}
