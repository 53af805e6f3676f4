import type { Drift, ForecastModel } from '@omarino/contracts'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatsOf } from '../formats.ts'
import { de } from '../messages/de.ts'
import { en } from '../messages/en.ts'
import { driftText, reasonText } from './version-reason.ts'

const [german, english] = [formatsOf('de'), formatsOf('en')]
const model = (reasonCode: string | null, reasonValues: ForecastModel['reasonValues'], reason = 'as the service said it') =>
  ({ reason, reasonCode, reasonValues }) as ForecastModel // prettier-ignore

test('a code is said in the language of the screen, with its values', () => {
  assert.equal(reasonText(model('first', {}), de.forecast, german), 'die erste Version, die für diese Frage trainiert wurde')
  assert.equal(reasonText(model('replaced-by', { name: 'ets', version: 3 }), de.forecast, german), 'ersetzt durch ets Version 3')
  const compared = { days: 14, mae: 1.2345, activeMae: 2, pValue: 0.0412, coverage80: 0.79, activeCoverage80: 0.7 }
  assert.equal(reasonText(model('trained', { ...compared, why: 'drift', outcome: 'compared' }), de.forecast, german), 'wegen Drift trainiert; über 14 Tage MAE 1,23 gegen 2 (p 0,041), Abdeckung 79 % gegen 70 %')
  assert.equal(reasonText(model('replaced', { cause: 'other-code', name: 'ets', version: 3, code: 'x' }), en.forecast, english), 'replaced: ets version 3 was trained by other code')
}) // prettier-ignore

test('what has no code, or one that the screen does not know, stays in the words of the service', () => {
  for (const [code, values] of [
    [null, {}],
    ['later', {}],
    ['replaced', { cause: 'later' }],
    ['toString', {}],
  ] as const)
    // prettier-ignore
    assert.equal(reasonText(model(code, values), de.forecast, german), 'as the service said it')
})

test('an alarm is told by its kind and numbers, and by its message where it has none', () => {
  const drift = (kind: Drift['kind'], value: number | null, limit: number | null) => ({ kind, value, limit, message: 'as sent' }) as Drift // prettier-ignore
  assert.equal(driftText(drift('coverage', 0.55, 0.7), de.forecast, german), 'das 80-%-Band enthielt 55 % der Werte der Woche, weniger als 70 %') // prettier-ignore
  assert.match(driftText(drift('error-level', -4.2, 3), en.forecast, english), /below their forecasts .* \(sum 4.2 /)
  assert.match(driftText(drift('skill', -0.25, 0), en.forecast, english), /best skill −0\.25/)
  assert.match(driftText(drift('meter-changed', 12, 5), de.forecast, german), /liegen 12 über der Prognose/)
  assert.equal(driftText(drift('skill', null, null), de.forecast, german), 'as sent')
})
