import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PlanVariant } from '@omarino/contracts'
import { request } from './sample-plan.ts'
import { frontVariant, holdable, holdVariant, isUncertain, powerRange, riskVariant } from './variant.ts'

const HOUR_MS = 3_600_000
const startMs = Date.UTC(2026, 0, 1)
const fields = { assetId: 'b', fromMs: startMs, toMs: startMs + HOUR_MS, power: '-2,5' }

test('holding an asset adds an override to those that stand, and the API takes it', () => {
  const before = {
    id: 'override-2',
    assetId: 'b',
    from: '2026-01-01T01:00:00Z',
    to: '2026-01-01T02:00:00Z',
    powerKw: 1,
  }
  const asked = holdVariant({ ...request, pins: [before] }, fields)
  assert.ok('body' in asked)
  const added = { id: 'override-3', assetId: 'b', from: '2026-01-01T00:00:00.000Z', to: '2026-01-01T01:00:00.000Z', powerKw: -2.5 } // prettier-ignore
  assert.deepEqual(asked.body.pins, [before, added])
  assert.ok(PlanVariant.safeParse(asked.body).success)
})

test('a question that cannot be asked says why', () => {
  const fault = (changes: Partial<typeof fields>) => holdVariant(request, { ...fields, ...changes })
  assert.deepEqual(fault({ assetId: 'house' }), { fault: 'asset' }) // a load's power is what it is
  assert.deepEqual(fault({ toMs: startMs }), { fault: 'span' })
  assert.deepEqual(fault({ power: 'much' }), { fault: 'power' })
  assert.deepEqual(fault({ power: '' }), { fault: 'power' })
  assert.deepEqual(
    holdable(request).map(({ id }) => id),
    ['grid', 'b', 'pv'],
  )
})

test('the dial asks for twenty scenarios whose first hour is shared, and keeps what the plan had', () => {
  const ends = ['00:15', '00:30', '00:45', '01:00', '01:15'].map((clock) => `2026-01-01T${clock}:00Z`)
  const asked = riskVariant(request, ends, 0.4)
  assert.deepEqual(asked, { body: { uncertainty: { scenarios: 20, seed: 1, nowSteps: 4, cvarWeight: 0.4 } } })
  assert.ok('body' in asked && PlanVariant.safeParse(asked.body).success)
  const uncertainty = { scenarios: 5, seed: 9, nowSteps: 1, cvarWeight: 1 }
  assert.deepEqual(riskVariant({ ...request, uncertainty }, ends, 0), { body: { uncertainty: { ...uncertainty, cvarWeight: 0 } } }) // prettier-ignore
})

test('a plan without quantiles has nothing to weigh', () => {
  const certain = { ...request, forecasts: { sun: [1, 2], moon: { quantiles: { p50: [1, 2] } } } }
  assert.equal(isUncertain(certain), false)
  assert.deepEqual(riskVariant(certain, ['2026-01-01T01:00:00Z'], 1), { fault: 'certain' })
  const load = { id: 'l', type: 'load', powerKw: { scenarios: [[1, 2], [2, 3]] } } as const // prettier-ignore
  assert.equal(isUncertain({ ...certain, assets: [load] as unknown as typeof request.assets }), true)
})

test('the range of a power has the sign of the schedule', () => {
  assert.deepEqual(request.assets.map((asset) => powerRange(asset, request)), [[-8, 9], [-5, 5], undefined, undefined]) // prettier-ignore
})

test('the question what less CO₂ costs asks for eleven points and keeps the other questions', () => {
  assert.deepEqual(frontVariant(request), { explain: { paretoPoints: 11 } })
  const explain = { sentences: false, paretoPoints: 3 }
  const asked = frontVariant({ ...request, explain })
  assert.deepEqual(asked, { explain: { sentences: false, paretoPoints: 11 } })
  assert.ok(PlanVariant.safeParse(asked).success)
})
