import { listModels } from '@omarino/store'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addPoints, addSeries, DAY_MS, FIRST_MS, sampleLoad, sampleSite } from '../sample-site.ts'

const iso = (day: number): string => new Date(FIRST_MS + day * DAY_MS).toISOString()

test('a version that is proven better takes the place of the one that serves, and it is told', async (t) => {
  const { db, forecast } = await sampleSite(t)
  const series = await addSeries(db, 'load')
  const load = sampleLoad(180, 1)
  const changed = load.map((value, hour) =>
    hour < 720 ? value : 60 + 25 * Math.sin((2 * Math.PI * hour) / 12) + (value - 50) / 20,
  ) // another course of the day
  await addPoints(db, series, FIRST_MS, changed)
  await forecast({ series: ['load'], issueTime: iso(29) })
  const { state, error, output } = await forecast({ series: ['load'], at: iso(180) }, 'train')
  assert.deepEqual([state, error], ['succeeded', null])
  assert.deepEqual({ ...output, models: [] }, { trained: 1, promoted: 1, failed: 0, failures: [], models: [] })
  const [after, before] = await listModels(db, { seriesId: series.id, limit: 9 })
  assert.deepEqual([after.status, before.status], ['active', 'retired'])
  assert.match(after.reason, /^better over 14 days trained anew: MAE/)
  assert.equal(before.reason, `replaced by version ${after.version} of ${after.name}`)
  const events = await db.query(
    `select body ->> 'modelId' as id, body ->> 'status' as status from event.entry where topic = 'model.changed'`,
  )
  assert.deepEqual(events.rows, [{ id: after.id, status: 'active' }])
  assert.equal((await forecast({ series: ['load'], issueTime: iso(180) })).output.warm, 1)
})

test('of several series those that cannot be trained are named, and the others are trained', async (t) => {
  const { db, forecast } = await sampleSite(t)
  for (const [seed, key] of ['a', 'b', 'c'].entries())
    await addPoints(db, await addSeries(db, key), FIRST_MS, sampleLoad(20, seed).slice(0, key === 'b' ? 5 : 480))
  const { output } = await forecast({ series: ['a', 'b', 'c'], at: iso(20) }, 'train')
  const { trained, failed, failures } = output as unknown as {
    trained: number
    failed: number
    failures: { series: string; code: string }[]
  }
  assert.deepEqual(
    [trained, failed, failures.map(({ series, code }) => [series, code])],
    [2, 1, [['b', 'TOO_LITTLE_HISTORY']]],
  )
  const none = await forecast({ series: ['b'], at: iso(20) }, 'train')
  assert.deepEqual([none.state, none.error?.code], ['failed', 'TOO_LITTLE_HISTORY'])
})
