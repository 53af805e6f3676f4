import type { ConfigOf } from '@omarino/contracts'
import { testDatabase } from '@omarino/store'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as sample from '../sample-site.ts'
import { readDrawn } from './read-drawn.ts'

const at = (text: string): number => new Date(text).getTime()
const clockAt = (start: string) => ({ grid: { startMs: at(start), stepMs: sample.QUARTER_MS, steps: 96 }, zone: 'UTC' })
const washer: ConfigOf<'deferrable'> = {
  type: 'deferrable', mode: 'block', weekdays: [0, 1, 2, 3, 4, 5, 6], earliest: '08:00', latestEnd: '20:00', profileKw: [2, 1], profileStepMinutes: 60,
  powerSeries: sample.LOAD,
} // prettier-ignore

test('a block began with the first step that is no standby; its energy is that since its window opened', async (t) => {
  const { db } = await testDatabase(t)
  await sample.makeSeries(db)
  assert.equal(await readDrawn(db, washer, clockAt('2026-01-05T10:00Z')), undefined) // nothing is measured
  await sample.addPoints(db, sample.LOAD, at('2026-01-05T07:30Z'), sample.QUARTER_MS, [9, 9, 0.2, 0.2, 2, 2, 0])
  const drawn = await readDrawn(db, washer, clockAt('2026-01-05T10:00Z'))
  assert.deepEqual(drawn, { energyKwh: 1.1, begunMs: at('2026-01-05T08:30Z') }) // a quarter of 0.2 + 0.2 + 2 + 2
  assert.equal(await readDrawn(db, washer, clockAt('2026-01-05T08:00Z')), undefined) // the window has just opened
  assert.equal(await readDrawn(db, { ...washer, powerSeries: undefined }, clockAt('2026-01-05T10:00Z')), undefined)
})
