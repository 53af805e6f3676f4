import { seededNormal, seededRandom } from '@omarino/energy'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findAnomalies } from './history-anomalies.ts'
import { HOUR_MS } from './model.ts'
import { mapValues, MONDAY_MS, sampleLoad, samplePv } from './sample-series.ts'

const load = sampleLoad(60)
const at = (hour: number): number => MONDAY_MS + hour * HOUR_MS

test('a load as it should be, and the nights of a plant, have nothing odd', () => {
  assert.deepEqual(findAnomalies(load, 'UTC'), [])
  assert.deepEqual(findAnomalies(samplePv(60), 'Australia/Brisbane'), [])
})

test('spikes that touch are one, a stuck meter has a beginning and an end, a new level only a beginning', () => {
  const odd = mapValues(load, (value, hour) => {
    if (hour === 300 || hour === 301) return 20 * value
    if (hour >= 500 && hour < 510) return 47.1
    return hour >= 1000 ? value + 30 : value
  })
  assert.deepEqual(findAnomalies(odd, 'UTC'), [
    { kind: 'spikes', fromMs: at(300), toMs: at(302) },
    { kind: 'stuck-meter', fromMs: at(500), toMs: at(510) },
    { kind: 'level-shift', fromMs: at(1000), toMs: null },
  ])
})

test('a holiday, and weeks after which the old level comes back, are no fault of a meter', () => {
  const holiday = mapValues(load, (value, hour) => (Math.floor(hour / 24) === 30 ? 40 + 0.05 * value : value))
  assert.deepEqual(findAnomalies(holiday, 'UTC'), [])
  const away = mapValues(load, (value, hour) => (hour >= 20 * 24 && hour < 25 * 24 ? value - 35 : value))
  assert.deepEqual(findAnomalies(away, 'UTC'), [])
  // Four days old, nothing tells yet whether it will last.
  const fresh = mapValues(load, (value, hour) => (hour >= 56 * 24 ? value - 35 : value))
  assert.deepEqual(findAnomalies(fresh, 'UTC'), [{ kind: 'level-shift', fromMs: at(56 * 24), toMs: null }])
})

test('a course of the day that keeps local time is no anomaly when the clocks change, in either hemisphere', () => {
  for (const [zone, switchMs, shiftHours] of [
    ['Europe/Berlin', Date.UTC(2024, 2, 31, 1), 1],
    ['Australia/Sydney', Date.UTC(2024, 3, 6, 16), -1],
  ] as const) {
    const normal = seededNormal(seededRandom(4))
    const startMs = Date.UTC(2024, 2, 1)
    const values = Float64Array.from({ length: 60 * 24 }, (_, i) => {
      const hour = i + (startMs + i * HOUR_MS >= switchMs ? shiftHours : 0)
      return 60 + 30 * Math.sin((2 * Math.PI * hour) / 24) + 0.5 * normal()
    })
    assert.deepEqual(findAnomalies({ startMs, stepMs: HOUR_MS, values }, zone), [], zone)
    const spiked = values.slice()
    spiked[1000] = 900
    assert.deepEqual(findAnomalies({ startMs, stepMs: HOUR_MS, values: spiked }, zone), [{ kind: 'spikes', fromMs: startMs + 1000 * HOUR_MS, toMs: startMs + 1001 * HOUR_MS }]) // prettier-ignore
  }
})

test('of many anomalies the newest twenty are told, and an empty history has none', () => {
  const odd = mapValues(load, (value, hour) => (hour % 47 === 5 ? 20 * value : value))
  const found = findAnomalies(odd, 'UTC')
  assert.deepEqual([found.length, found.at(-1)?.fromMs], [20, at(30 * 47 + 5)])
  assert.deepEqual(findAnomalies({ startMs: MONDAY_MS, stepMs: HOUR_MS, values: new Float64Array(0) }, 'UTC'), [])
})
