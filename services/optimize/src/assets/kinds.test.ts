import type { AssetConfig } from '@omarino/contracts'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkKind, requestsOf, statesOf, toldOf } from './kinds.ts'
import type { AssetFacts } from './stored-kind.ts'

const HOUR_MS = 3_600_000
const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6]
const factsFrom = (start: string, hours: number, more: Partial<AssetFacts> = {}): AssetFacts => ({
  grid: { startMs: new Date(start).getTime(), stepMs: HOUR_MS / 4, steps: hours * 4 },
  zone: 'Europe/Berlin',
  medianImportPrice: 0.2,
  prices: ['import', 'export'],
  states: new Map(),
  peaks: new Map(),
  drawn: undefined,
  ...more,
})
const asked = (config: AssetConfig, facts: AssetFacts) =>
  requestsOf({ key: 'thing', config }, facts) as Record<string, unknown>[]

const car = (stays: object[]): AssetConfig =>
  ({ type: 'ev', capacityKwh: 60, maxChargeKw: 11, chargeEfficiency: 0.9, stays, socSeries: 'demo/car/soc' }) as AssetConfig // prettier-ignore
const night = { weekdays: EVERY_DAY, arrive: '18:00', depart: '07:00', arriveSoc: 0.3, targetSoc: 0.8 }

test('a stay that has begun holds what was measured, one that is to come what is configured', () => {
  const facts = factsFrom('2026-01-05T20:00Z', 24, { states: new Map([['SoC of the stay', 0.55]]) })
  const [{ sessions, ...rest }] = asked(car([night]), facts)
  assert.deepEqual(sessions, [
    { arrive: '2026-01-05T17:00:00Z', depart: '2026-01-06T06:00:00Z', arriveSoc: 0.55, targetSoc: 0.8 },
    { arrive: '2026-01-06T17:00:00Z', depart: '2026-01-07T06:00:00Z', arriveSoc: 0.3, targetSoc: 0.8 },
  ])
  assert.deepEqual(Object.keys(rest), ['id', 'type', 'capacityKwh', 'maxChargeKw', 'chargeEfficiency'])
  assert.equal(statesOf({ key: 'thing', config: car([night]) }, facts).length, 1)
  assert.deepEqual(statesOf({ key: 'thing', config: car([night]) }, factsFrom('2026-01-05T17:00Z', 24)), [])
})

test('a car that leaves and comes back within a step is back with the next step', () => {
  const early = { ...night, arrive: '08:00', depart: '10:05' }
  const late = { ...night, arrive: '10:10', depart: '12:00' }
  const [{ sessions }] = asked(car([late, early]), factsFrom('2026-01-05T06:00Z', 12))
  assert.deepEqual((sessions as { arrive: string }[]).map(({ arrive }) => arrive), ['2026-01-05T07:00:00Z', '2026-01-05T09:15:00Z']) // prettier-ignore
})

test('stays that overlap are refused at the later one, over the end of the week too', () => {
  const refused = (stays: object[], pointer: string) =>
    assert.throws(() => checkKind(car(stays)), { code: 'STAYS_OVERLAP', pointer })
  checkKind(car([night, { ...night, arrive: '07:00', depart: '18:00' }]))
  refused([night, { ...night, weekdays: [2], arrive: '06:30', depart: '08:00' }], '/config/stays/1/arrive')
  refused([{ ...night, weekdays: [6] }, { ...night, weekdays: [0], arrive: '06:00', depart: '09:00' }], '/config/stays/1/arrive') // prettier-ignore
})

const washer = (change: object = {}): AssetConfig =>
  ({ type: 'deferrable', mode: 'block', weekdays: EVERY_DAY, earliest: '08:00', latestEnd: '20:00', profileKw: [2, 1], profileStepMinutes: 60, ...change }) // prettier-ignore
const windowsOf = (config: AssetConfig, facts: AssetFacts) =>
  asked(config, facts).map(({ id, earliest, latestEnd }) => [id, earliest, latestEnd])
const told = (config: AssetConfig, facts: AssetFacts) => toldOf({ key: 'washer', config }, facts)[0]

test('a load that can wait stands in the request once for each of its windows', () => {
  assert.deepEqual(windowsOf(washer(), factsFrom('2026-01-05T06:00Z', 36)), [
    ['thing', '2026-01-05T07:00:00Z', '2026-01-05T19:00:00Z'],
    ['thing.2', '2026-01-06T07:00:00Z', '2026-01-06T19:00:00Z'],
  ])
  // 2026-01-07 is a Wednesday
  assert.deepEqual(windowsOf(washer({ weekdays: [2] }), factsFrom('2026-01-05T06:00Z', 36)), [])
})

test('a window that is nearly over or that a later plan can serve is left out, and the inputs say so', () => {
  const facts = factsFrom('2026-01-05T17:30Z', 24) // the first window ends 1.5 h later; the next goes 1.5 h beyond the plan
  assert.deepEqual(windowsOf(washer(), facts), [['thing', '2026-01-06T07:00:00Z', '2026-01-06T19:00:00Z']])
  assert.match(told(washer(), facts).detail, /2026-01-05T07:00:00Z to 2026-01-05T19:00:00Z not planned: too little of its window is left/) // prettier-ignore
  const short = factsFrom('2026-01-05T06:00Z', 8) // until 14:00Z, five hours of the window are left after it
  assert.deepEqual(windowsOf(washer(), short), [])
  assert.match(told(washer(), short).detail, /a later plan can serve it/)
  assert.match(told(washer(), factsFrom('2026-01-05T10:00Z', 24)).detail, /taken not to have run yet/)
})

test('what is measured of a window that has begun is not planned again', () => {
  const seen = (energyKwh: number, begun?: string) => factsFrom('2026-01-05T10:00Z', 12, { drawn: { energyKwh, begunMs: begun === undefined ? undefined : new Date(begun).getTime() } }) // prettier-ignore
  const [running] = asked(washer(), seen(2, '2026-01-05T09:00Z')) // two hours by its profile: one is left
  assert.equal(running['startedAt'], '2026-01-05T09:00:00Z')
  assert.deepEqual(asked(washer(), seen(3, '2026-01-05T08:00Z')), [])
  assert.equal(asked(washer(), seen(0.1))[0]['startedAt'], undefined)
  assert.match(told(washer(), seen(3, '2026-01-05T08:00Z')).detail, /not planned: it has run, as measured/)
  const parts = { type: 'deferrable', mode: 'interruptible', weekdays: EVERY_DAY, earliest: '08:00', latestEnd: '20:00', powerKw: 2, energyKwh: 6 } as const // prettier-ignore
  assert.equal(asked(parts, seen(4))[0]['energyKwh'], 2)
  assert.deepEqual(asked(parts, seen(6)), [])
  assert.match(told(parts, seen(4)).detail, /4 kWh drawn as measured/)
})

test('a load must fit its window', () => {
  assert.throws(() => checkKind(washer({ latestEnd: '09:59' })), { code: 'WINDOW_TOO_SHORT', pointer: '/config/latestEnd' }) // prettier-ignore
  checkKind(washer({ latestEnd: '10:00' }))
})

const line = (change: object = {}): AssetConfig =>
  ({ type: 'grid', importLimitKw: 100, exportLimitKw: 0, demandCharges: [{ id: 'peak', pricePerKw: 10, intervalMinutes: 30, realisedKw: 40, ...change }] }) // prettier-ignore

test('a demand charge counts by the month of the site: the next one begins without a peak', () => {
  const peaks = new Map([['peak', { realisedKw: 40, intervalEnergyKwh: 3 }]])
  const first = { id: 'peak', pricePerKw: 10, intervalMinutes: 30, realisedKw: 40, intervalEnergyKwh: 3 }
  const charges = (start: string) => asked(line(), factsFrom(start, 24, { peaks }))[0]['demandCharges']
  assert.deepEqual(charges('2026-01-15T12:00Z'), [first])
  // February begins in Berlin at 23:00Z; the interval that runs at 12:00 began at most half an hour before
  assert.deepEqual(charges('2026-01-31T12:00Z'), [
    { ...first, windows: [['2026-01-31T11:30:00Z', '2026-01-31T23:00:00Z']] },
    { id: 'peak.2', pricePerKw: 10, intervalMinutes: 30, realisedKw: 0, windows: [['2026-01-31T23:00:00Z', '2026-02-01T12:00:00Z']] },
  ]) // prettier-ignore
})

test('a demand charge needs what the month has seen, and a name of its own', () => {
  assert.throws(() => checkKind(line({ realisedKw: undefined })), { code: 'PEAK_UNKNOWN', pointer: '/config/demandCharges/0/realisedKw' }) // prettier-ignore
  checkKind(line({ realisedKw: undefined, powerSeries: 'demo/grid' }))
})
