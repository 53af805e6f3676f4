import type { Asset, AssetConfig, Plan, Site } from '@omarino/contracts'
import { createSeries, finishPlan } from '@omarino/store'
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, test } from 'node:test'
import type { Pool } from 'pg'
import { serve, told } from '../sample-service.ts'
import type { Call } from '../sample-service.ts'
import * as sample from '../sample-site.ts'
import { createSolverPool } from '../solver/solver-pool.ts'

const pool = createSolverPool(1, () => undefined)
after(() => pool.close())

const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6]
const STEPS = 8 // two hours to midnight
const site = { key: 'demo', name: 'Demo', zone: 'UTC', currency: 'EUR', tariff: { importSeries: sample.BUY, exportSeries: sample.SELL } } // prettier-ignore

const SERIES = {
  'demo/pv': 'kW', 'demo/wind': 'MW', 'demo/heat': 'kW', 'demo/car/soc': '%', 'demo/store': 'MWh', 'demo/room': '°C', 'demo/outdoor': '°C', 'demo/cop': '1',
  'demo/hydrogen': 'EUR/kg', 'demo/gas': 'EUR/MWh', 'demo/pounds': 'GBP/kg', 'demo/co2': 'g/kWh', 'demo/import': 'kW',
} as const // prettier-ignore

async function makeSeries(db: Pool): Promise<void> {
  await sample.makeSeries(db)
  for (const [key, unit] of Object.entries(SERIES)) {
    const row = { uuid: randomUUID(), key, meterKey: 'demo', name: key, unit, kind: 'mean', dataType: 'measurement' }
    await createSeries(db, { ...row, stepMs: sample.QUARTER_MS, zone: null, source: null })
  }
}

/** What is known at the issue: forecasts of powers, points of the rest. */
async function fill(db: Pool): Promise<void> {
  await sample.makeDay(db)
  for (const [key, value] of [['demo/pv', 0], ['demo/wind', 0.001], ['demo/heat', 3]] as const)
    await sample.addForecast(db, key, sample.ISSUE_MS, new Array<number>(STEPS).fill(value)) // prettier-ignore
  for (const [key, value] of [['demo/outdoor', 0], ['demo/cop', 3], ['demo/hydrogen', 2], ['demo/gas', 60], ['demo/co2', 400]] as const)
    await sample.addPoints(db, key, sample.ISSUE_MS, sample.QUARTER_MS, new Array<number>(STEPS).fill(value)) // prettier-ignore
  const before = sample.ISSUE_MS - sample.QUARTER_MS
  for (const [key, value] of [['demo/car/soc', 50], ['demo/store', 0.002], ['demo/room', 21], ['demo/import', 12]] as const)
    await sample.addPoints(db, key, before, sample.QUARTER_MS, [value]) // prettier-ignore
}

const commitment = { minOnHours: 0.5, startCost: 0.1 }
const ASSETS: Readonly<Record<string, object>> = {
  battery: { ...sample.BATTERY, maxCycles: 1, gridExport: false, wearSegments: [{ share: 0.5, costPerKwh: 0 }, { share: 0.5, costPerKwh: 0.01 }] },
  load: sample.LOAD_ASSET,
  pv: { type: 'pv', series: 'demo/pv', peakKw: 5 },
  wind: { type: 'wind', series: 'demo/wind', peakKw: 5 },
  grid: {
    ...sample.GRID, co2KgPerKwh: { series: 'demo/co2' },
    demandCharges: [{ id: 'peak', pricePerKw: 1, intervalMinutes: 15, powerSeries: 'demo/import' }],
  },
  car: {
    type: 'ev', capacityKwh: 10, maxChargeKw: 11, chargeEfficiency: 1, socSeries: 'demo/car/soc',
    stays: [{ weekdays: EVERY_DAY, arrive: '21:00', depart: '23:00', arriveSoc: 0.2, targetSoc: 0.6 }],
  },
  washer: { type: 'deferrable', mode: 'block', weekdays: EVERY_DAY, earliest: '22:00', latestEnd: '00:00', profileKw: [2, 1], profileStepMinutes: 15 },
  pool: { type: 'deferrable', mode: 'interruptible', weekdays: EVERY_DAY, earliest: '22:30', latestEnd: '23:30', powerKw: 2, energyKwh: 0.5, minPowerKw: 1 },
  heat: { type: 'heatLoad', series: 'demo/heat' },
  pump: { type: 'heatPump', maxPowerKw: 2, minPowerKw: 0.5, cop: { series: 'demo/cop' }, commitment },
  boiler: { type: 'boiler', maxHeatKw: 20, efficiency: 0.9, fuelPricePerKwh: { series: 'demo/gas' }, co2KgPerKwh: 0.2 },
  store: { type: 'thermalStore', capacityKwh: 10, maxChargeKw: 5, maxDischargeKw: 5, chargeEfficiency: 1, dischargeEfficiency: 1, lossPerHour: 0.01, energySeries: 'demo/store' },
  house: {
    type: 'building', model: '2R2C', resistanceKPerKw: 5, capacityKwhPerK: 2, wallResistanceKPerKw: 5, wallCapacityKwhPerK: 10, wallStartC: 15,
    temperatureSeries: 'demo/room', outdoorC: { series: 'demo/outdoor' }, gainsKw: 0.2, comfortMinC: 20, comfortMaxC: 23, discomfortPricePerKh: 1,
  },
  chp: {
    type: 'generator', minPowerKw: 2, maxPowerKw: 5, noLoadCostPerHour: 0.2, costSegments: [{ sizeKw: 3, pricePerKwh: 0.15 }], startCosts: [{ offHours: 0, cost: 0.1 }],
    shutdownCost: 0, minUpHours: 0.5, minDownHours: 0.5, heat: { ratio: 1.2, dump: true },
  },
  electrolyzer: { type: 'electrolyzer', maxPowerKw: 4, minPowerKw: 1, loadSegments: [{ sizeKw: 4, kwhPerKg: 50 }], hydrogenPricePerKg: { series: 'demo/hydrogen' }, commitment },
} // prettier-ignore

async function makeSite(db: Pool, call: Call): Promise<void> {
  await makeSeries(db)
  assert.equal((await call('POST', '/optimize/sites', site)).status, 201)
}
const add = (call: Call, key: string, config: object) => call('POST', '/optimize/sites/demo/assets', { key, name: key, config }) // prettier-ignore

test('a site with every type of asset is planned from what is stored, and settled on what was measured', async (t) => {
  const { db, call } = await serve(t, pool.solve)
  await makeSite(db, call)
  await fill(db)
  for (const [key, config] of Object.entries(ASSETS)) {
    const { status, body } = await add(call, key, config)
    assert.equal(status, 201, `${key}: ${JSON.stringify(body)}`)
  }
  const accepted = await call('POST', '/optimize/runs', { site: 'demo' }, { role: 'operator' })
  assert.equal(accepted.status, 202, JSON.stringify(accepted.body))
  const id = String(accepted.body['id'])
  const { request, inputs } = (await call('GET', `/optimize/runs/${id}`)).body as unknown as Plan
  assert.deepEqual(new Set(request.assets.map(({ type }) => type)), new Set(Object.values(ASSETS).map((config) => (config as AssetConfig).type))) // prettier-ignore
  assert.deepEqual(request.prices?.['electrolyzer:hydrogenPricePerKg'], Array<number>(STEPS).fill(2))
  assert.deepEqual(request.prices?.['boiler:fuelPricePerKwh'], Array<number>(STEPS).fill(0.06))
  assert.deepEqual(request.prices?.['grid:co2KgPerKwh'], Array<number>(STEPS).fill(0.4))
  assert.deepEqual([request.forecasts?.['demo/cop'], request.forecasts?.['demo/outdoor']], [Array<number>(STEPS).fill(3), Array<number>(STEPS).fill(0)]) // prettier-ignore
  const asset = (key: string) => request.assets.find((one) => one.id === key) as Record<string, unknown> | undefined
  assert.deepEqual([asset('store')?.['startKwh'], asset('house')?.['startC']], [2, 21])
  assert.deepEqual(asset('car')?.['sessions'], [{ arrive: '2026-01-01T21:00:00Z', depart: '2026-01-01T23:00:00Z', arriveSoc: 0.5, targetSoc: 0.6 }]) // prettier-ignore
  assert.deepEqual((asset('grid')?.['demandCharges'] as { realisedKw: number }[])[0].realisedKw, 12)
  const detailOf = (name: string) => inputs.find((input) => input.name === name)?.detail ?? ''
  assert.match(detailOf('car stays'), /2026-01-01T21:00:00Z to 2026-01-01T23:00:00Z/)
  assert.match(detailOf('chp state'), /unknown/)
  assert.match(detailOf('grid peak of peak'), /12 kW, the highest of 1 of 88 intervals/) // 22 hours of quarters since the month began
  assert.match(detailOf('demo/outdoor'), /its points for 8 of 8 steps/)

  const result = await pool.solve(request)
  assert.ok(result.verifier.passed && result.status !== 'relaxed', `${result.status}`)
  const kwh = (key: string) => Math.abs(result.schedules[key]['powerKw'].reduce<number>((sum, kw) => sum + (kw ?? 0) / 4, 0)) // prettier-ignore
  assert.ok(Math.abs(kwh('car') - 1) < 1e-6) // from 5 to 6 kWh
  assert.ok(Math.abs(kwh('washer') - 0.75) < 1e-6 && Math.abs(kwh('pool') - 0.5) < 1e-6)

  await finishPlan(db, id, { status: result.status, objective: result.objective, costDoingNothing: 0, modelHash: result.modelHash, result, settlement: null }) // prettier-ignore
  for (const [key, value] of [[sample.LOAD, 2], ['demo/pv', 0], ['demo/wind', 0.001], ['demo/heat', 4]] as const)
    await sample.addPoints(db, key, sample.ISSUE_MS, sample.QUARTER_MS, new Array<number>(STEPS).fill(value)) // prettier-ignore
  const { settlement } = (await call('POST', `/optimize/runs/${id}/settle`)).body as unknown as Plan
  assert.deepEqual(settlement?.missing, [])
  assert.ok(typeof settlement?.costRealised === 'number' && typeof settlement.costPerfectForesight === 'number')
})

test('a profile that is known for no part of the plan is refused with its gap; a forecast serves where points end', async (t) => {
  const { db, call } = await serve(t, pool.solve)
  await makeSite(db, call)
  await sample.makeDay(db)
  for (const key of ['load', 'grid']) await add(call, key, { ...ASSETS[key], demandCharges: undefined, co2KgPerKwh: undefined }) // prettier-ignore
  await add(call, 'pump', ASSETS['pump'])
  const ask = () => call('POST', '/optimize/runs', { site: 'demo' })
  const refused = await ask()
  assert.deepEqual(told(refused).slice(0, 2), [422, 'PROFILE_MISSING'])
  assert.match(String(refused.body['detail']), /demo\/cop has none from 2026-01-01T22:00:00.000Z to 2026-01-02T00:00:00.000Z/) // prettier-ignore
  await sample.addPoints(db, 'demo/cop', sample.ISSUE_MS, sample.QUARTER_MS, [4])
  await sample.addForecast(db, 'demo/cop', sample.ISSUE_MS, new Array<number>(STEPS).fill(3))
  const { body } = await ask()
  const plan = (await call('GET', `/optimize/runs/${String(body['id'])}`)).body as unknown as Plan
  assert.deepEqual(plan.request.forecasts?.['demo/cop'], [4, ...Array<number>(STEPS - 1).fill(3)])
  const input = plan.inputs.find(({ name }) => name === 'demo/cop')
  assert.match(input?.detail ?? '', /its points for 1 of 8 steps, the others from the forecast by seasonal-naive/)
  assert.ok(input?.forecastId)
})

test('each wrong unit, unknown series and limit that crosses another is refused at its field', async (t) => {
  const { db, call } = await serve(t, pool.solve)
  await makeSite(db, call)
  const refusals: readonly (readonly [asset: string, change: object, code: string, pointer: string])[] = [
    ['load', { series: 'no/such' }, 'NO_SUCH_SERIES', '/config/series'],
    ['pv', { series: sample.BUY }, 'UNIT_WRONG', '/config/series'],
    ['wind', { series: 'demo/car/soc' }, 'UNIT_WRONG', '/config/series'],
    ['battery', { socSeries: sample.LOAD }, 'UNIT_WRONG', '/config/socSeries'],
    ['battery', { socMin: 0.9, socMax: 0.1 }, 'SOC_LIMITS_CROSSED', '/config/socMin'],
    ['battery', { wearCostPerKwh: 0.1 }, 'WEAR_TWICE', '/config/wearSegments'],
    ['battery', { wearSegments: [{ share: 0.5, costPerKwh: 0 }] }, 'WEAR_SHARES', '/config/wearSegments'],
    ['grid', { co2KgPerKwh: { series: sample.LOAD } }, 'UNIT_WRONG', '/config/co2KgPerKwh'],
    ['grid', { demandCharges: [{ id: 'a', pricePerKw: 1, intervalMinutes: 15, powerSeries: 'demo/cop' }] }, 'UNIT_WRONG', '/config/demandCharges/0/powerSeries'],
    ['grid', { demandCharges: [{ id: 'a', pricePerKw: 1, intervalMinutes: 15 }] }, 'PEAK_UNKNOWN', '/config/demandCharges/0/realisedKw'],
    ['grid', { demandCharges: [{ id: 'a', pricePerKw: 1, intervalMinutes: 20, realisedKw: 1 }] }, 'VALIDATION', '/config/demandCharges/0/intervalMinutes'],
    ['car', { socSeries: 'demo/room' }, 'UNIT_WRONG', '/config/socSeries'],
    ['car', { minChargeKw: 12 }, 'MIN_POWER_ABOVE_MAX', '/config/minChargeKw'],
    ['car', { maxDischargeKw: 5 }, 'EFFICIENCY_MISSING', '/config/dischargeEfficiency'],
    ['car', { stays: [{ weekdays: [7], arrive: '21:00', depart: '23:00', arriveSoc: 0.2, targetSoc: 0.6 }] }, 'VALIDATION', '/config/stays/0/weekdays/0'],
    ['car', { stays: [{ weekdays: [1], arrive: '24:00', depart: '23:00', arriveSoc: 0.2, targetSoc: 0.6 }] }, 'VALIDATION', '/config/stays/0/arrive'],
    ['washer', { powerSeries: 'demo/room' }, 'UNIT_WRONG', '/config/powerSeries'],
    ['washer', { latestEnd: '22:20' }, 'WINDOW_TOO_SHORT', '/config/latestEnd'],
    ['pool', { minPowerKw: 3 }, 'MIN_POWER_ABOVE_MAX', '/config/minPowerKw'],
    ['pool', { minPowerKw: undefined, maxStarts: 1 }, 'MIN_POWER_MISSING', '/config/minPowerKw'],
    ['heat', { series: 'demo/store' }, 'UNIT_WRONG', '/config/series'],
    ['heat', { heatNode: 'main' }, 'VALIDATION', '/config/heatNode'],
    ['pump', { cop: { series: 'demo/outdoor' } }, 'UNIT_WRONG', '/config/cop'],
    ['pump', { cop: -1 }, 'VALIDATION', '/config/cop'],
    ['pump', { minPowerKw: 3 }, 'POWER_LIMITS_CROSSED', '/config/minPowerKw'],
    ['boiler', { fuelPricePerKwh: { series: 'demo/hydrogen' } }, 'UNIT_WRONG', '/config/fuelPricePerKwh'],
    ['boiler', { electric: true }, 'BOILER_INPUT', '/config/electric'],
    ['boiler', { minHeatKw: 21 }, 'HEAT_LIMITS_CROSSED', '/config/minHeatKw'],
    ['store', { energySeries: 'demo/heat' }, 'UNIT_WRONG', '/config/energySeries'],
    ['store', { minKwh: 11 }, 'STORE_OVERFULL', '/config/minKwh'],
    ['house', { temperatureSeries: 'demo/heat' }, 'UNIT_WRONG', '/config/temperatureSeries'],
    ['house', { outdoorC: { series: 'demo/co2' } }, 'UNIT_WRONG', '/config/outdoorC'],
    ['house', { comfortMaxC: 19 }, 'COMFORT_CROSSED', '/config/comfortMinC'],
    ['house', { wallStartC: undefined }, 'BUILDING_WALL', '/config/wallStartC'],
    ['chp', { maxPowerKw: 6 }, 'COST_SEGMENTS_SHORT', '/config/costSegments'],
    ['chp', { heat: { dump: true } }, 'HEAT_MODE', '/config/heat'],
    ['chp', { startLimitKw: 1 }, 'LIMIT_BELOW_MINIMUM', '/config/startLimitKw'],
    ['electrolyzer', { hydrogenPricePerKg: { series: 'demo/gas' } }, 'UNIT_WRONG', '/config/hydrogenPricePerKg'],
    ['electrolyzer', { hydrogenPricePerKg: { series: 'demo/pounds' } }, 'CURRENCY_DIFFERS', '/config/hydrogenPricePerKg'],
    ['electrolyzer', { maxPowerKw: 5 }, 'LOAD_SEGMENTS_SHORT', '/config/loadSegments'],
  ] // prettier-ignore
  for (const [asset, change, code, pointer] of refusals)
    assert.deepEqual(told(await add(call, asset, { ...ASSETS[asset], ...change })), [422, code, pointer], `${asset} ${JSON.stringify(change)}`) // prettier-ignore
  assert.deepEqual(((await call('GET', '/optimize/sites/demo')).body as unknown as Site).assets, [])
})

test('an admin changes a site and its assets, with what was and what is in the audit; others may not', async (t) => {
  const { db, call } = await serve(t, pool.solve)
  await makeSite(db, call)
  await add(call, 'pump', ASSETS['pump'])
  const place = '/optimize/sites/demo/assets/pump'
  const change = { name: 'Heat pump', config: { ...ASSETS['pump'], maxPowerKw: 3 } }
  const tariff = { ...site.tariff, importAddPerKwh: 0.2 }
  for (const role of ['viewer', 'operator']) {
    assert.equal((await call('PUT', place, change, { role })).status, 403)
    assert.equal((await call('DELETE', place, undefined, { role })).status, 403)
    assert.equal((await call('PUT', '/optimize/sites/demo', { name: 'Works', tariff }, { role })).status, 403)
  }
  const changed = (await call('PUT', place, change)).body as unknown as Asset
  assert.deepEqual([changed.name, changed.config], ['Heat pump', { ...change.config, heatNode: 'heat' }])
  assert.deepEqual(told(await call('PUT', place, { ...change, config: ASSETS['heat'] })), [409, 'ASSET_TYPE_FIXED', '/config/type']) // prettier-ignore
  assert.deepEqual(told(await call('PUT', place, { ...change, config: { ...change.config, minPowerKw: 4 } })), [422, 'POWER_LIMITS_CROSSED', '/config/minPowerKw']) // prettier-ignore
  assert.deepEqual(told(await call('PUT', '/optimize/sites/demo/assets/other', change)), [404, 'NO_SUCH_ASSET', undefined]) // prettier-ignore
  const works = (await call('PUT', '/optimize/sites/demo', { name: 'Works', tariff })).body as unknown as Site
  assert.deepEqual([works.name, works.tariff?.importAddPerKwh, works.assets.length], ['Works', 0.2, 1])
  assert.deepEqual(told(await call('PUT', '/optimize/sites/demo', { name: 'Works', tariff: { ...tariff, importSeries: 'demo/heat' } })), [422, 'UNIT_WRONG', '/tariff/importSeries']) // prettier-ignore
  assert.equal((await call('DELETE', place)).status, 200)
  assert.deepEqual(told(await call('DELETE', place)), [404, 'NO_SUCH_ASSET', undefined])
  const { rows } = await db.query<{ action: string; was: string | null; is: string | null }>(
    `select action, coalesce(before->>'name', '') was, coalesce(after->>'name', '') "is" from audit.record order by id`,
  )
  assert.deepEqual(rows.map(({ action, was, is }) => [action, was, is]), [
    ['site.create', '', 'Demo'], ['asset.create', '', 'pump'], ['asset.change', 'pump', 'Heat pump'], ['site.change', 'Demo', 'Works'], ['asset.delete', 'Heat pump', ''],
  ]) // prettier-ignore
})

test('a request may refer to an asset that its clock turns into several or none', async (t) => {
  const { db, call } = await serve(t, pool.solve)
  await makeSite(db, call)
  await fill(db)
  for (const key of ['grid', 'washer', 'car', 'pump', 'heat']) await add(call, key, ASSETS[key])
  const ask = (start: string, steps: number) =>
    call('POST', '/optimize/requests', {
      schema: 'ems.optimize/1',
      site: { id: 'demo', currency: 'EUR', timeZone: 'UTC' },
      horizon: { start, stepMinutes: 15, steps },
      assets: ['grid', 'washer', 'car', 'pump', 'heat'].map((ref) => ({ ref })),
    })
  const planned = await ask(sample.ISSUE, STEPS)
  assert.equal(planned.status, 202, JSON.stringify(planned.body))
  const { request } = (await call('GET', `/optimize/runs/${String(planned.body['id'])}`)).body as unknown as Plan
  assert.deepEqual(request.assets.map(({ id }) => id), ['grid', 'washer', 'car', 'pump', 'heat']) // prettier-ignore
  const short = (await ask(sample.ISSUE, 2)).body // half an hour: a later plan can run the washer
  const plan = (await call('GET', `/optimize/runs/${String(short['id'])}`)).body as unknown as Plan
  assert.deepEqual(plan.request.assets.map(({ id }) => id), ['grid', 'car', 'pump', 'heat']) // prettier-ignore
})
