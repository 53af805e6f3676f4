import type { JobAccepted, Import } from '@omarino/contracts'
import { addDays, localDate, startOfDate } from '@omarino/energy'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { csvRows, DEMO, loadKwAt, pricePerMwhAt, pvKwAt } from '../examples/demo-site/generate.ts'
import { call, putFile } from './stack.ts'
import type { Stack } from './stack.ts'

const DAYS = 40
interface SiteFile {
  readonly site: object
  readonly meters: object[]
  readonly series: object[]
  readonly assets: object[]
}

/** Creates the example site by the API, loads 40 days of its history, and puts the newest day into the inbox. */
export async function prepareDemoSite(
  stack: Stack,
  nowMs: number,
): Promise<{ newestRows: number; newestName: string }> {
  const file = JSON.parse(readFileSync(new URL('../examples/demo-site/site.json', import.meta.url), 'utf8')) as SiteFile
  const create = async (place: string, body: object): Promise<void> => {
    const { status, body: reply } = await call(stack, 'POST', place, body)
    assert.equal(status, 201, JSON.stringify(reply))
  }
  for (const meter of file.meters) await create('/timeseries/meters', meter)
  for (const series of file.series) await create('/timeseries/series', series)
  await create('/optimize/sites', file.site)
  for (const asset of file.assets) await create('/optimize/sites/demo/assets', asset)
  const today = localDate(DEMO.zone, nowMs)
  const [first, split, pricesEnd] = [-DAYS, -1, 2].map((days) => startOfDate(DEMO.zone, addDays(today, days)))
  const lastMs = Math.floor(nowMs / DEMO.stepMs) * DEMO.stepMs
  const rows = (fromMs: number, toMs: number, priceToMs: number): string[] => [
    ...csvRows('demo/load/active_power', loadKwAt, fromMs, toMs, 3), ...csvRows('demo/pv/active_power', pvKwAt, fromMs, toMs, 3),
    ...csvRows('demo/price/day_ahead', pricePerMwhAt, fromMs, priceToMs, 2),
  ] // prettier-ignore
  const history = await importCsv(stack, `series,time,value\n${rows(first, split, split).join('')}`)
  assert.equal(history.state, 'succeeded', JSON.stringify(history))
  const newest = rows(split, lastMs, pricesEnd)
  putFile(stack, 'demo/newest.csv', `series,time,value\n${newest.join('')}`)
  return { newestRows: newest.length, newestName: 'demo/newest.csv' }
}

/** Imports a CSV text and waits until the import has ended. */
export async function importCsv(stack: Stack, csv: string): Promise<Import> {
  const accepted = await call<JobAccepted>(
    stack,
    'POST',
    '/timeseries/imports?name=test.csv',
    csv,
    stack.token,
    'text/csv',
  )
  assert.equal(accepted.status, 202, JSON.stringify(accepted.body))
  for (let tries = 0; tries < 600; tries++) {
    const { status, body } = await call<Import>(stack, 'GET', `/timeseries/imports/${accepted.body.id}`)
    if (status === 200 && body.state !== 'waiting' && body.state !== 'running') return body
    await sleep(100)
  }
  throw new Error('the import did not end')
}
