import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OptimizeResult } from '@omarino/contracts'
import { formatsOf } from '../formats.ts'
import { de } from '../messages/de.ts'
import { en } from '../messages/en.ts'
import { byAsset, dearest, explaining } from './steps.ts'
import { bentSentence, boundSentence, clashSentence, whySentence } from './why.ts'

const english = { t: en, f: formatsOf('en'), currency: 'EUR', when: '⟨when⟩' } as const
const german = { ...english, t: de, f: formatsOf('de') }
type Reason = OptimizeResult['explanations'][number]
const reason = (code: string, numbers: Record<string, number>): Reason => ({ assetId: 'x', steps: [[0, 1]], code, numbers, text: 'as the engine says' }) // prettier-ignore

/** Codes of the engine with the numbers that it gives. */
const CODES: Readonly<Record<string, readonly string[]>> = {
  BATTERY_CHARGES: ['energyKwh', 'pricePerKwh', 'storedValuePerKwh', 'breakEvenPerKwh'],
  BATTERY_DISCHARGES: ['energyKwh', 'pricePerKwh', 'storedValuePerKwh', 'breakEvenPerKwh'],
  EV_CHARGES: ['energyKwh', 'pricePerKwh', 'storedValuePerKwh', 'breakEvenPerKwh'],
  EV_DELIVERS: ['energyKwh', 'pricePerKwh', 'storedValuePerKwh', 'breakEvenPerKwh'],
  STORE_CHARGES: ['energyKwh', 'pricePerKwh', 'storedValuePerKwh', 'breakEvenPerKwh'],
  STORE_DISCHARGES: ['energyKwh', 'pricePerKwh', 'storedValuePerKwh', 'breakEvenPerKwh'],
  GENERATOR_RUNS: ['energyKwh', 'pricePerKwh', 'costPerKwh', 'startCost'],
  GENERATOR_MUST_RUN: ['energyKwh', 'pricePerKwh', 'costPerKwh', 'startCost'],
  HEAT_PUMP_RUNS: ['energyKwh', 'worthPerKwh', 'costPerKwh', 'cop', 'breakEvenPerKwh'],
  BOILER_RUNS: ['energyKwh', 'worthPerKwh', 'costPerKwh'],
  LOAD_RUNS: ['energyKwh', 'pricePerKwh'],
  BLOCK_RUNS: ['cost', 'earliestCost', 'dearestCost'],
  BLOCK_SKIPPED: ['skipCost', 'leastCost'],
  BUILDING_HEATED: ['energyKwh', 'pricePerKwh', 'endC'],
  BUILDING_COLD: ['mostK', 'pricePerKwh', 'discomfortPricePerKh'],
  BUILDING_HOT: ['mostK', 'pricePerKwh', 'discomfortPricePerKh'],
  ELECTROLYZER_SELLS: ['energyKwh', 'kg', 'pricePerKwh', 'costPerKg', 'soldPerKg', 'breakEvenPerKwh'],
  ELECTROLYZER_DUE: ['energyKwh', 'kg', 'pricePerKwh', 'costPerKg', 'soldPerKg', 'breakEvenPerKwh'],
}

test('every reason of the engine has a sentence of its own in both languages, with none of its numbers missing', () => {
  for (const [code, names] of Object.entries(CODES)) {
    const one = reason(code, Object.fromEntries(names.map((name, k) => [name, k + 1])))
    for (const input of [english, german]) {
      const said = whySentence(one, input)
      assert.equal(said.english, false, code)
      assert.doesNotMatch(said.text, /–|NaN|undefined/, `${code}: ${said.text}`)
    }
  }
})

test('prices are told per MWh, and a reason nobody knows keeps the sentence of the engine', () => {
  const one = reason('LOAD_RUNS', { energyKwh: 2, pricePerKwh: 0.1, nextPerKwh: 0.25 })
  assert.equal(whySentence(one, english).text, 'x takes 2.0 kWh (⟨when⟩) at 100.0 EUR/MWh; the cheapest it leaves in its window costs 250.0 EUR/MWh.') // prettier-ignore
  assert.deepEqual(whySentence(reason('NEW', {}), german), { text: 'as the engine says', english: true })
})

test('bent, clashing and binding limits are told in the words of the screen where it has them', () => {
  const bent = { assetId: 'car', kind: 'target', tier: 1, steps: [[0, 1]] as [number, number][], amount: 6, unit: 'kWh', text: '6 kWh missing', remedies: [] } // prettier-ignore
  assert.equal(bentSentence(bent, german, 'de').text, 'car: die Ladung bei der Abfahrt um 6 kWh verfehlt (⟨when⟩).')
  assert.deepEqual(bentSentence(bent, english, 'en'), { text: '6 kWh missing', english: true })
  assert.equal(
    clashSentence({ assetId: 'car', kind: 'target', text: '' }, english).text,
    'car: the charge at departure',
  )
  assert.equal(clashSentence({ assetId: 'car', kind: 'unheard', text: 'so' }, german).english, true)
  const bound = { assetId: 'grid', kind: 'importLimitKw', steps: [[0, 1]] as [number, number][], shadowPrice: 0.143, unit: 'EUR/kWh', text: '' } // prettier-ignore
  assert.equal(boundSentence(bound, german).text, 'grid: die Bezugsgrenze begrenzt (⟨when⟩); eine kWh mehr würde 0,143 EUR sparen.') // prettier-ignore
  assert.match(
    boundSentence({ ...bound, kind: 'socMin' }, english).text,
    /the least energy binds .* one kWh less would save 0\.143 EUR/,
  )
})

test('reasons keep their order within an asset, a step hears only its own, and the dearest limit leads', () => {
  const [a, b, c] = ['x', 'y', 'x'].map((assetId, k) => ({ ...reason('C', {}), assetId, steps: [[k, k + 1]] as [number, number][] })) // prettier-ignore
  assert.deepEqual(byAsset([a, b, c]), [['x', [a, c]], ['y', [b]]]) // prettier-ignore
  assert.deepEqual(explaining([a, b, c], 1), [b])
  const bound = (shadowPrice: number, to: number) => ({ assetId: 'x', kind: 'k', steps: [[0, to]] as [number, number][], shadowPrice, unit: '', text: '' }) // prettier-ignore
  assert.deepEqual(dearest([bound(0.3, 1), bound(0.1, 4)]).map(({ shadowPrice }) => shadowPrice), [0.1, 0.3]) // prettier-ignore
})
