import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { createAsset, createSite, getSite, listAssets, listSites, testDatabase, transaction } from './index.ts'
import type { NewAssetRow, NewSiteRow } from './index.ts'

const site = (change: Partial<NewSiteRow> = {}): NewSiteRow => ({
  id: randomUUID(), key: 'demo', name: 'Demo', zone: 'Europe/Berlin', currency: 'EUR', country: 'DE', latitude: 52.5, longitude: null,
  tariff: { importSeries: 'p', exportSeries: 'p', importAddPerKwh: 0.1, exportAddPerKwh: 0 }, source: null, ...change,
}) // prettier-ignore
const grid = (key: string, importLimitKw = 10): NewAssetRow => ({
  id: randomUUID(), key, name: 'Connection', type: 'grid', config: { type: 'grid', importLimitKw, exportLimitKw: 5 }, source: null,
}) // prettier-ignore

test('a site is made once, found again by the same body, and refused with another', async (t) => {
  const { db } = await testDatabase(t)
  const first = await createSite(db, site())
  assert.equal(first.created, true)
  const again = await createSite(db, site())
  assert.deepEqual([again.created, again.site.id], [false, first.site.id])
  await assert.rejects(createSite(db, site({ currency: 'GBP' })), { code: 'SITE_EXISTS' })
  await assert.rejects(createSite(db, site({ tariff: null })), { code: 'SITE_EXISTS' })
  assert.equal((await getSite(db, 'demo')).currency, 'EUR')
  await assert.rejects(getSite(db, 'other'), { code: 'NO_SUCH_SITE' })
})

test('sites come in pages, in the order of their keys', async (t) => {
  const { db } = await testDatabase(t)
  for (const key of ['c', 'a', 'b']) await createSite(db, site({ key }))
  assert.deepEqual((await listSites(db, undefined, 2)).map(({ key }) => key), ['a', 'b']) // prettier-ignore
  assert.deepEqual((await listSites(db, 'b', 2)).map(({ key }) => key), ['c']) // prettier-ignore
})

test('a site has one grid connection, however many ask at once', async (t) => {
  const { db } = await testDatabase(t)
  const { site: made } = await createSite(db, site())
  const add = (row: NewAssetRow) => transaction(db, (client) => createAsset(client, made.id, row))
  const outcomes = await Promise.allSettled(['a', 'b', 'c'].map((key) => add(grid(key))))
  assert.deepEqual(outcomes.map(({ status }) => status).sort(), ['fulfilled', 'rejected', 'rejected'])
  const [kept] = await listAssets(db, [made.id])
  assert.equal((await add({ ...grid(kept.key), id: randomUUID() })).created, false)
  await assert.rejects(add(grid(kept.key, 11)), { code: 'ASSET_EXISTS' })
  await assert.rejects(add(grid('z')), { code: 'GRID_EXISTS' })
})
