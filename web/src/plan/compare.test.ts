import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { formatsOf } from '../formats.ts'
import { en } from '../messages/en.ts'
import { costPairs, differingAssets, measuresOf, verdictOf } from './compare.ts'
import { planWith, request, resultWith } from './sample-plan.ts'
import { caveats, verdictSentence } from './verdict-text.ts'

const input = { t: en, f: formatsOf('en'), currency: 'EUR', zone: 'UTC' }
const pin = { id: 'o', assetId: 'b', from: '2026-01-01T00:00:00Z', to: '2026-01-01T01:00:00Z', powerKw: 0 }
const here = planWith(resultWith())

test('a line that one plan lacks costs nothing there, and the largest difference comes first', () => {
  const import_ = { line: 'grid.import', assetId: 'grid' }
  const wear = { line: 'wear', assetId: 'b' }
  assert.deepEqual(costPairs([{ ...import_, amount: 10 }], [{ ...import_, amount: 9 }, { ...wear, amount: 2 }]), [
    { ...wear, here: null, there: 2, delta: 2 },
    { ...import_, here: 10, there: 9, delta: -1 },
  ]) // prettier-ignore
})

test('the differences of the lines sum to the difference of the plans', () => {
  const costs = fc.array(fc.record({ line: fc.constantFrom('a', 'b'), assetId: fc.constantFrom('x', null), amount: fc.integer({ min: -99, max: 99 }) }), { maxLength: 4 }) // prettier-ignore
  const unique = costs.map((all) => [...new Map(all.map((one) => [`${one.line} ${one.assetId}`, one])).values()])
  const total = (all: readonly { amount: number }[]): number => all.reduce((sum, { amount }) => sum + amount, 0)
  fc.assert(
    fc.property(unique, unique, (a, b) => {
      const delta = costPairs(a, b).reduce((sum, pair) => sum + pair.delta, 0)
      assert.equal(delta, total(b) - total(a))
    }),
  )
})

test('a plan with one more override says what holding costs', () => {
  const there = planWith(resultWith({ objective: 2.84 }), { request: { ...request, pins: [pin], solver: { seed: 1 } } })
  const sentence = verdictSentence(verdictOf(here, there), input)
  assert.equal(sentence, 'Holding b at 0 kW (Thu 01 Jan 00:00 – 01:00) costs €1.84.')
})

test('an override that could not be kept has no price, but is told so', () => {
  const bent = { assetId: 'b', kind: 'pin', tier: 3, steps: [[0, 1]] as [number, number][], amount: 2, unit: 'kW', text: '', remedies: [] } // prettier-ignore
  const changes = { objective: 2, status: 'relaxed' as const, relaxations: [bent] }
  const there = planWith(resultWith(changes), { request: { ...request, pins: [pin] } })
  assert.match(verdictSentence(verdictOf(here, there), input), /^b cannot be held at 0 kW/)
})

test('a plan that differs otherwise, or costs the same, is not told as an override', () => {
  const other = (objective: number, changes = {}) => planWith(resultWith({ objective }), { request: { ...request, ...changes } }) // prettier-ignore
  const said = (there: typeof here): string => verdictSentence(verdictOf(here, there), input)
  assert.equal(said(other(0.5, { co2: { pricePerKg: 1 } })), 'The other plan costs €0.50 less.')
  assert.equal(said(other(3, { pins: [pin], co2: { pricePerKg: 1 } })), 'The other plan costs €2.00 more.')
  assert.equal(said(other(1.001)), 'Both plans cost the same.')
})

test('what makes two costs incomparable is told beside them', () => {
  const risk = { expected: 1, cvar: 2, cvarLevel: 0.9, priceOfSafety: null, scenarios: [] }
  const horizon = { start: '2026-01-01T00:00:00Z', stepEnds: ['2026-01-01T01:00:00Z'] }
  const there = planWith(resultWith({ objective: 1.1, status: 'relaxed', gap: { relative: 0.5, absolute: 0.5 }, horizon, risk })) // prettier-ignore
  const told = caveats(verdictOf(here, there), input)
  assert.equal(told.length, 4)
  assert.match(told[3].text, /leave 0\.50 EUR open/)
  assert.deepEqual(caveats(verdictOf(here, here), input), [])
})

test('a plan in the making is followed, one without a schedule or of another site is not compared', () => {
  assert.equal(verdictOf(here, planWith(null, { state: 'running' })).kind, 'pending')
  assert.equal(verdictOf(here, planWith(null, { state: 'failed' })).kind, 'noSchedule')
  assert.equal(verdictOf(here, planWith(resultWith({ objective: null }))).kind, 'noSchedule')
  assert.equal(verdictOf(here, planWith(resultWith(), { site: 'elsewhere' })).kind, 'otherSite')
})

test('schedules are compared in the steps that both plans have, and nowhere else', () => {
  const later = resultWith({
    horizon: { start: '2026-01-01T01:00:00Z', stepEnds: ['2026-01-01T02:00:00Z', '2026-01-01T03:00:00Z'] },
    schedules: { grid: { powerKw: [-2, 9] }, b: { powerKw: [1.5, 0] } },
  })
  assert.deepEqual(differingAssets(resultWith(), later), [
    { assetId: 'b', here: Float64Array.of(-2, 0), there: Float64Array.of(NaN, 1.5), apartKwh: 1.5 },
  ])
  assert.deepEqual(differingAssets(resultWith(), resultWith()), [])
})

test('peaks and energies are those of the schedules; what no asset could do is not told', () => {
  const measures = { peakImportKw: 3, importKwh: 3, exportKwh: 2, curtailedKwh: 0.5, deliveredKwh: 0 }
  assert.deepEqual(measuresOf(request, resultWith()), measures)
  const bare = { ...request, assets: [request.assets[0]] }
  assert.equal(measuresOf(bare, resultWith()).deliveredKwh, undefined)
})
