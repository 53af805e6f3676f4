import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  edgeMs,
  parseSearch,
  readAssetSearch,
  readBacktestSearch,
  readForecastSearch,
  readPlanSearch,
  readReplaySearch,
  readSeriesSearch,
  readSiteSearch,
  readWindow,
  stringifySearch,
} from './url-state.ts'

test('an address of the explorer reads as a person would write it', () => {
  const search = stringifySearch({
    series: ['demo/load/active_power', 'demo/pv/active_power'],
    from: 'now-7d',
    to: 'now',
  })
  assert.equal(search, '?series=demo/load/active_power,demo/pv/active_power&from=now-7d&to=now')
})

test('the explorer finds its own state again in every address it writes', () => {
  const key = fc.stringMatching(/^[a-z0-9][\w.-]{0,9}(\/[a-z0-9][\w.-]{0,9}){0,2}$/)
  const state = fc.record(
    {
      series: fc.uniqueArray(key, { maxLength: 8 }),
      from: fc.constantFrom('now-24h', '2026-03-01T00:00:00Z'),
      to: fc.constantFrom('now', '2026-04-01T00:00:00.000Z'),
      agg: fc.constantFrom('mean' as const, 'max' as const),
      interval: fc.constantFrom('PT15M', 'P1D'),
    },
    { requiredKeys: ['series'] },
  )
  fc.assert(fc.property(state, (it) => assert.deepEqual(readSeriesSearch(parseSearch(stringifySearch(it))), { ...it })))
})

test('what an address says wrongly is left out', () => {
  const raw = { series: '../x,<img>,ok/a', from: 'yesterday', agg: 'median', interval: 'PT0M' }
  assert.deepEqual(readSeriesSearch(raw), { series: ['ok/a'] })
  assert.deepEqual(readSiteSearch({ site: "O'Brien" }), {})
})

test('the workbench and the backtests keep what they can read of an address', () => {
  const search = { from: '2026-03-01T00:00:00.000Z', to: 'now', days: '90', measure: 'bias' }
  assert.deepEqual(readForecastSearch(parseSearch(stringifySearch(search))), search)
  assert.deepEqual(readForecastSearch({ from: 'soon', days: '31', measure: '<b>' }), {})
  assert.deepEqual(readBacktestSearch({ id: '../x', series: 'a/b' }), { series: 'a/b' })
})

test('relative windows stay relative to the time that is told', () => {
  assert.equal(edgeMs('now-24h', 100_000_000), 13_600_000)
  assert.equal(edgeMs('now', 5), 5)
  assert.equal(edgeMs('2026-02-30T00:00:00Z', 0), undefined)
  assert.deepEqual(readWindow({ from: 'now-1h', to: 'now' }, 3_600_000), [0, 3_600_000])
  assert.equal(readWindow({ from: 'now', to: 'now-1h' }, 0), undefined)
})

test('a plan stands beside another, tells a front or is published only when the address names it by its id', () => {
  const id = '01a20fe4-2d67-743f-819d-fc8a8eb9e611'
  for (const name of ['with', 'front', 'publish']) {
    assert.deepEqual(readPlanSearch({ [name]: id }), { [name]: id })
    assert.deepEqual(readPlanSearch({ [name]: '../x' }), {})
  }
  assert.deepEqual(readReplaySearch({ id }), { id })
  assert.deepEqual([readPlanSearch({}), readReplaySearch({ id: 'x' })], [{}, {}])
})

test('a site page knows which form is open, and an asset that is there comes before one to be added', () => {
  assert.deepEqual(readAssetSearch({ asset: 'battery-1', add: 'ev' }), { asset: 'battery-1' })
  assert.deepEqual(readAssetSearch({ asset: '../x', add: 'ev' }), { add: 'ev' })
  assert.deepEqual(readAssetSearch({ add: '' }), {})
})
