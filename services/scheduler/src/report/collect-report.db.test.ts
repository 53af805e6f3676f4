import { testDatabase } from '@omarino/store'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LOAD, makePlan } from '../sample-site.ts'
import { collectReport } from './collect-report.ts'

test('a report is gathered from what is stored: plan, prices per step, battery and the forecast of the day before', async (t) => {
  const { db } = await testDatabase(t)
  const { data, plan } = await collectReport(db, await makePlan(db))
  assert.deepEqual([data.title, plan.site_key, data.source, data.costDoingNothing], ['Day-ahead plan of Demo, 2026-03-10', 'demo', 'demo', 4]) // prettier-ignore
  assert.deepEqual(data.power, [
    { assetId: 'grid', type: 'grid', powerKw: [15, 0] },
    { assetId: 'battery', type: 'battery', powerKw: [-5, 10] },
    { assetId: 'load', type: 'load', powerKw: [10, 10] },
  ])
  assert.deepEqual(data.soc, [{ assetId: 'battery', soc: [0.8, 0.3], socMin: 0.1, socMax: 0.9 }])
  assert.deepEqual([data.importPricePerKwh, data.exportPricePerKwh], [[0.1, 0.3], [0.05, 0.05]]) // prettier-ignore
  assert.deepEqual(data.accuracy, [{
    series: LOAD, unit: 'kW', date: '2026-03-09', model: 'ridge-ar', mae: 1, skill: 0.5, coverage80: 1, reason: null, // |10 − 9|; 1 − 1/2
  }]) // prettier-ignore
})

test('a day that no forecast foresaw is told as such, and one without measurements too', async (t) => {
  const { db } = await testDatabase(t)
  const id = await makePlan(db)
  await db.query('delete from timeseries.point')
  assert.match((await collectReport(db, id)).data.accuracy[0].reason ?? '', /do not overlap/)
  await db.query(`update forecast.forecast set issue_time = issue_time + interval '1 day'`) // made on the day itself
  const [day] = (await collectReport(db, id)).data.accuracy
  assert.deepEqual([day.reason, day.mae], ['no forecast was made before that day', null])
})

test('a plan without a schedule, and a plan that is not there, cannot be reported', async (t) => {
  const { db } = await testDatabase(t)
  await assert.rejects(collectReport(db, await makePlan(db, { solved: false })), { code: 'PLAN_WITHOUT_SCHEDULE' })
  await assert.rejects(collectReport(db, '019aa000-0000-7000-8000-000000000001'), { code: 'NO_SUCH_PLAN' })
})
