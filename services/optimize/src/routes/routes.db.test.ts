import type { JobAccepted, Plan, ReplaySummary, Site } from '@omarino/contracts'
import { finishPlan, finishReplay } from '@omarino/store'
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Pool } from 'pg'
import { serve as serveWith, told } from '../sample-service.ts'
import * as sample from '../sample-site.ts'
import { createSolverPool } from '../solver/solver-pool.ts'

const pool = createSolverPool(1, () => undefined)
after(() => pool.close())
const serve = (t: Parameters<typeof serveWith>[0]) => serveWith(t, pool.solve)

const tariff = { importSeries: sample.BUY, exportSeries: sample.SELL, importAddPerKwh: 0.1 }
const site = { key: 'demo', name: 'Demo', zone: 'Europe/Berlin', currency: 'EUR', tariff }
const auditOf = async (db: Pool): Promise<string[]> =>
  (await db.query<{ line: string }>(`select action || ' ' || object || ' by ' || actor as line from audit.record order by id`)).rows.map(({ line }) => line) // prettier-ignore

test('a site is made by an admin alone, once, with an audit row', async (t) => {
  const { db, call } = await serve(t)
  await sample.makeSeries(db)
  assert.equal((await call('POST', '/optimize/sites', site, { role: 'operator' })).status, 403)
  const made = await call('POST', '/optimize/sites', site)
  assert.equal(made.status, 201)
  assert.deepEqual(made.body['tariff'], { ...tariff, exportAddPerKwh: 0 })
  assert.equal((await call('POST', '/optimize/sites', site)).status, 200)
  assert.deepEqual(told(await call('POST', '/optimize/sites', { ...site, name: 'Other' })), [409, 'SITE_EXISTS', '/key']) // prettier-ignore
  assert.deepEqual(await auditOf(db), ['site.create site/demo by ada'])
  const page = await call('GET', '/optimize/sites', undefined, { role: 'viewer' })
  assert.deepEqual([(page.body['items'] as Site[]).length, page.body['nextCursor']], [1, null])
  assert.deepEqual(told(await call('GET', '/optimize/sites/other')), [404, 'NO_SUCH_SITE', undefined])
})

test('a tariff that cannot price anything is refused at its field', async (t) => {
  const { db, call } = await serve(t)
  await sample.makeSeries(db)
  const tryTariff = async (change: object, currency = 'EUR') =>
    told(await call('POST', '/optimize/sites', { ...site, currency, tariff: { ...tariff, ...change } }))
  assert.deepEqual(await tryTariff({ importSeries: 'no/such' }), [422, 'NO_SUCH_SERIES', '/tariff/importSeries'])
  assert.deepEqual(await tryTariff({ exportSeries: sample.LOAD }), [422, 'UNIT_WRONG', '/tariff/exportSeries'])
  assert.deepEqual(await tryTariff({}, 'GBP'), [422, 'CURRENCY_DIFFERS', '/tariff/importSeries'])
  assert.deepEqual(await auditOf(db), [])
})

test('assets need series of the right unit, and a site has one grid connection', async (t) => {
  const { db, call } = await serve(t)
  await sample.makeSeries(db)
  await call('POST', '/optimize/sites', site)
  const add = (key: string, config: object) => call('POST', '/optimize/sites/demo/assets', { key, name: key, config })
  assert.deepEqual(told(await add('load', { type: 'load', series: 'no/such' })), [422, 'NO_SUCH_SERIES', '/config/series']) // prettier-ignore
  assert.deepEqual(told(await add('load', { type: 'load', series: sample.BUY })), [422, 'UNIT_WRONG', '/config/series'])
  assert.deepEqual(told(await add('b', { ...sample.BATTERY, socSeries: sample.LOAD })), [422, 'UNIT_WRONG', '/config/socSeries']) // prettier-ignore
  assert.deepEqual(told(await add('b', { ...sample.BATTERY, socMin: 0.9, socMax: 0.1 })), [422, 'SOC_LIMITS_CROSSED', '/config/socMin']) // prettier-ignore
  assert.equal((await add('grid', sample.GRID)).status, 201)
  assert.equal((await add('grid', sample.GRID)).status, 200)
  assert.deepEqual(told(await add('grid', { ...sample.GRID, importLimitKw: 1 })).slice(0, 2), [409, 'ASSET_EXISTS'])
  assert.deepEqual(told(await add('grid2', sample.GRID)).slice(0, 2), [409, 'GRID_EXISTS'])
  assert.equal((await add('load', sample.LOAD_ASSET)).status, 201)
  const { body } = await call('GET', '/optimize/sites/demo')
  assert.deepEqual((body as unknown as Site).assets.map(({ key, type }) => [key, type]), [['grid', 'grid'], ['load', 'load']]) // prettier-ignore
})

test('asking for a plan tells at once what lacks, and leaves no job behind', async (t) => {
  const { db, call } = await serve(t)
  await sample.makeSite(db)
  await sample.addForecast(db, sample.LOAD, sample.ISSUE_MS, [2, 2])
  const refused = await call('POST', '/optimize/runs', { site: 'demo' }, { role: 'operator', key: 'once' })
  assert.deepEqual(told(refused).slice(0, 2), [422, 'PLAN_WITHOUT_PRICES'])
  const { rows } = await db.query('select from scheduler.task_run')
  assert.equal(rows.length, 0)
})

test('a plan can be read while it waits, is asked for once per key, and is settled when actuals are there', async (t) => {
  const { db, call } = await serve(t)
  await sample.makeSite(db)
  await sample.makeDay(db)
  const ask = () => call('POST', '/optimize/runs', { site: 'demo' }, { role: 'operator', key: 'once' })
  const [first, second] = [await ask(), await ask()]
  assert.deepEqual([first.status, second.body], [202, first.body])
  const { id } = first.body as JobAccepted
  const read = async () => (await call('GET', `/optimize/runs/${id}`, undefined, { role: 'viewer' })).body as Plan
  const waiting = await read()
  assert.deepEqual([waiting.state, waiting.result, waiting.issueTime], ['ready', null, sample.ISSUE])
  const settle = () => call('POST', `/optimize/runs/${id}/settle`, undefined, { role: 'operator' })
  assert.deepEqual(told(await settle()).slice(0, 2), [409, 'PLAN_NOT_READY'])
  assert.deepEqual(told(await call('POST', `/optimize/runs/${id}/publish`)).slice(0, 2), [409, 'PLAN_NOT_READY'])

  const result = await pool.solve(waiting.request)
  await finishPlan(db, id, { status: result.status, objective: result.objective, costDoingNothing: 0.8, modelHash: result.modelHash, result, settlement: null }) // prettier-ignore
  const publish = await call('POST', `/optimize/runs/${id}/publish`, undefined, { role: 'operator' })
  assert.equal(publish.status, 202)
  const { rows } = await db.query<{ kind: string; queue: string; input: unknown }>(
    'select kind, queue, input from scheduler.task_run where id = $1',
    [publish.body['taskRunId']],
  )
  assert.deepEqual(rows, [{ kind: 'publish', queue: 'timeseries', input: { planId: id } }])
  const open = (await settle()).body as Plan
  assert.deepEqual(open.settlement?.missing, [`${sample.LOAD} from 2026-01-01T22:00:00.000Z`])
  await sample.addPoints(db, sample.LOAD, sample.ISSUE_MS, sample.QUARTER_MS, new Array<number>(8).fill(3))
  const { settlement } = (await settle()).body as Plan
  assert.ok(Math.abs((settlement?.costRealised ?? NaN) - sample.COST_REALISED) < 1e-6)
  assert.equal(settlement?.settledAt, sample.ISSUE) // the clock of this test
  const { body } = await call('GET', '/optimize/runs?site=demo')
  assert.deepEqual((body['items'] as Plan[]).map((plan) => plan.id), [id]) // prettier-ignore
  assert.deepEqual((await auditOf(db)).map((line) => line.split(' ')[0]), ['plan.start', 'plan.publish', 'plan.settle', 'plan.settle']) // prettier-ignore
})

const inline = (id: string): object => ({
  schema: 'ems.optimize/1',
  site: { id, currency: 'EUR', timeZone: 'Europe/Berlin' },
  horizon: { start: '2026-01-01T00:00:00Z', stepMinutes: 60, steps: 2 },
  assets: [
    { id: 'house', type: 'load', powerKw: [1, 2] },
    { id: 'line', type: 'grid', importLimitKw: 10, exportLimitKw: 0, importPricePerKwh: 0.2, exportPricePerKwh: 0 },
  ],
})

test('a whole request is planned as it stands for a site that is stored, and refused at its fields', async (t) => {
  const { db, call } = await serve(t)
  await sample.makeSite(db)
  const ask = (body: object) => call('POST', '/optimize/requests', body, { role: 'operator' })
  assert.deepEqual(told(await ask(inline('nowhere'))).slice(0, 2), [404, 'NO_SUCH_SITE'])
  const short = structuredClone(inline('demo')) as { assets: { powerKw?: unknown }[] }
  short.assets[0].powerKw = [1]
  assert.deepEqual(told(await ask(short)), [422, 'PROFILE_LENGTH', '/assets/0/powerKw'])
  const deep = JSON.parse(`${'['.repeat(500)}${']'.repeat(500)}`) as unknown
  assert.deepEqual(told(await ask({ ...inline('demo'), prices: deep })).slice(0, 2), [422, 'REQUEST_TOO_DEEP'])
  const { status, body } = await ask(inline('demo'))
  assert.equal(status, 202)
  const plan = (await call('GET', `/optimize/runs/${String(body['id'])}`)).body as Plan
  assert.deepEqual([plan.state, plan.startTime, plan.endTime], ['ready', '2026-01-01T00:00:00.000Z', '2026-01-01T02:00:00.000Z']) // prettier-ignore
  assert.deepEqual(plan.request.assets, (inline('demo') as { assets: object[] }).assets)
})

test('a variant has the numbers of its plan and the wishes of its caller, and an unknown asset is refused', async (t) => {
  const { db, call } = await serve(t)
  await sample.makeSite(db)
  await sample.makeDay(db)
  const { id } = (await call('POST', '/optimize/runs', { site: 'demo' })).body as JobAccepted
  const base = (await call('GET', `/optimize/runs/${id}`)).body as Plan
  const pin = { id: 'rest', assetId: 'battery', from: sample.ISSUE, to: '2026-01-01T23:00:00Z', powerKw: 0 }
  const vary = (changes: object) => call('POST', `/optimize/runs/${id}/variants`, changes, { role: 'operator' })
  assert.deepEqual(told(await vary({ pins: [{ ...pin, assetId: 'nobody' }] })).slice(0, 2), [422, 'ASSET_UNKNOWN'])
  assert.equal((await vary({})).status, 422)
  const { status, body } = await vary({ pins: [pin] })
  assert.equal(status, 202)
  const variant = (await call('GET', `/optimize/runs/${String(body['id'])}`)).body as Plan
  assert.deepEqual(variant.request.pins, [pin])
  assert.deepEqual(variant.request.assets, base.request.assets)
  assert.equal(variant.inputs[0].detail, `the numbers of plan ${id} with other pins`)
  const result = await pool.solve(variant.request)
  assert.ok(result.schedules['battery']['powerKw'].slice(0, 4).every((kw) => kw === 0))
})

test('a request may refer to stored series, forecasts and assets; what is planned and kept holds their numbers', async (t) => {
  const { db, call } = await serve(t)
  await sample.makeSite(db)
  await sample.makeDay(db)
  const body = {
    schema: 'ems.optimize/1',
    site: { id: 'demo', currency: 'EUR', timeZone: 'UTC' },
    horizon: { start: sample.ISSUE, stepMinutes: 15, steps: 8 },
    prices: { heat: { series: sample.BUY } },
    assets: [
      { ref: 'battery' }, { ref: 'load' }, { ref: 'grid' },
      { id: 'heater', type: 'boiler', heatNode: 'heat', maxHeatKw: 5, efficiency: 1, electric: true },
      { id: 'heat', type: 'heatLoad', heatNode: 'heat', powerKw: { forecast: sample.LOAD } },
    ],
    limits: [{ id: 'feeder', assetIds: ['grid'], direction: 'import', maxKw: { series: 'demo/limit' }, tier: 2 }],
  } // prettier-ignore
  await sample.addPowerSeries(db, 'demo/limit', new Array<number>(8).fill(50))
  const ask = (change: object = {}) => call('POST', '/optimize/requests', { ...body, ...change }, { role: 'operator' })
  const limited = (key: string) => ask({ limits: [{ ...body.limits[0], maxKw: { series: key } }] })
  assert.deepEqual(told(await limited(sample.BUY)), [422, 'UNIT_WRONG', '/limits/0/maxKw'])
  assert.deepEqual(told(await ask({ prices: { heat: { series: sample.LOAD } } })), [422, 'UNIT_WRONG', '/prices/heat'])
  const pounds = { ...body.site, currency: 'GBP' }
  assert.deepEqual(told(await ask({ site: pounds })), [422, 'CURRENCY_DIFFERS', '/prices/heat'])
  assert.deepEqual(told(await ask({ assets: [{ ref: 'nobody' }] })).slice(0, 2), [422, 'ASSET_UNKNOWN'])
  assert.deepEqual(told(await limited('no/such')).slice(0, 2), [404, 'NO_SUCH_SERIES'])
  const { status, body: accepted } = await ask()
  assert.equal(status, 202)
  const { request, inputs } = (await call('GET', `/optimize/runs/${String(accepted['id'])}`)).body as Plan
  assert.deepEqual(request.assets.map(({ id, type }) => [id, type]), [['battery', 'battery'], ['load', 'load'], ['grid', 'grid'], ['heater', 'boiler'], ['heat', 'heatLoad']]) // prettier-ignore
  assert.deepEqual(request.limits?.[0].maxKw, Array<number>(8).fill(50))
  assert.deepEqual(request.prices?.['heat'], [...Array<number>(4).fill(0.1), ...Array<number>(4).fill(0.3)])
  assert.ok(inputs.some(({ series, forecastId }) => series === sample.LOAD && forecastId !== null))
  const result = await pool.solve(request)
  assert.ok(result.verifier.passed && result.schedules['heat']['powerKw'].every((kw) => kw === 2))
})

test('a re-plan takes the place of those of its site that wait, one by hand is left and comes first', async (t) => {
  const { db, call } = await serve(t)
  await sample.makeSite(db)
  await sample.makeDay(db)
  const ask = async (body: object) =>
    (await call('POST', '/optimize/runs', { site: 'demo', ...body })).body as JobAccepted
  const byHand = await ask({})
  const [first, second] = [await ask({ replan: true }), await ask({ replan: true })]
  const { rows } = await db.query<{ id: string; state: string; priority: number }>(
    'select id, state, priority from scheduler.task_run',
  )
  const told = (job: JobAccepted) =>
    rows.filter(({ id }) => id === job.taskRunId).map(({ state, priority }) => [state, priority])[0]
  assert.deepEqual([byHand, first, second].map(told), [['ready', 20], ['cancelled', 10], ['ready', 10]]) // prettier-ignore
})

test('a replay is asked for once per key and can be read while it waits; an unknown site is refused', async (t) => {
  const { db, call } = await serve(t)
  await sample.makeSite(db)
  const ask = (site: string) =>
    call('POST', '/optimize/replays', { site, from: sample.ISSUE, days: 3 }, { role: 'operator', key: 'once' })
  assert.deepEqual(told(await ask('nowhere')).slice(0, 2), [404, 'NO_SUCH_SITE'])
  const [first, second] = [await ask('demo'), await ask('demo')]
  assert.deepEqual([first.status, second.body], [202, first.body])
  const { body } = await call('GET', `/optimize/replays/${String(first.body['id'])}`, undefined, { role: 'viewer' })
  assert.deepEqual([body['state'], body['result'], body['request']], ['ready', null, { site: 'demo', from: sample.ISSUE, days: 3, horizonHours: 36, timeLimitSeconds: 5 }]) // prettier-ignore
  assert.deepEqual(told(await call('GET', `/optimize/replays/019b0000-0000-7000-8000-000000000000`)).slice(0, 2), [
    404,
    'NO_SUCH_REPLAY',
  ])
})

test('replays are listed newest first, page by page and by site, with the run that cancels them and what came of them', async (t) => {
  const { db, call } = await serve(t)
  await sample.makeSite(db)
  const ids: string[] = []
  for (const days of [1, 2, 3]) {
    const body = { site: 'demo', from: sample.ISSUE, days }
    ids.unshift(String((await call('POST', '/optimize/replays', body, { role: 'operator' })).body['id']))
  }
  const costs = { plan: 2, foresight: 1, rule: 3, idle: 5 }
  const result = { days: [{ start: sample.ISSUE, costs }], skipped: [{ issueTime: sample.ISSUE, reason: 'no forecast' }], totals: costs, shareOfForesight: 0.75, regret: { forecast: 1, model: 0 } } // prettier-ignore
  await finishReplay(db, ids[2], result)
  const read = async (query: string) =>
    (await call('GET', `/optimize/replays${query}`, undefined, { role: 'viewer' })).body as unknown as Listed
  const first = await read('?limit=2')
  assert.deepEqual([first.items.map(({ id }) => id), first.nextCursor], [ids.slice(0, 2), ids[1]])
  const { items, nextCursor } = await read(`?limit=2&cursor=${ids[1]}&site=demo`)
  assert.equal(nextCursor, null)
  const told = items.map(({ id, siteName, shareOfForesight, daysLived, daysSkipped }) => [id, siteName, shareOfForesight, daysLived, daysSkipped]) // prettier-ignore
  assert.deepEqual(told, [[ids[2], 'Demo', 0.75, 1, 1]])
  assert.ok(items.every((item) => item.runId !== null && !('result' in item)))
  const newest = first.items[0]
  assert.deepEqual([newest.shareOfForesight, newest.daysLived, newest.daysSkipped], [null, null, null])
  assert.deepEqual((await read('?site=other')).items, [])
})
interface Listed {
  readonly items: readonly ReplaySummary[]
  readonly nextCursor: string | null
}
