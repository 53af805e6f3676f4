import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ReplayResult } from '@omarino/contracts'
import { formatsOf } from '../formats.ts'
import { de } from '../messages/de.ts'
import { en } from '../messages/en.ts'
import { ruleSentence, shareText, worthSentence } from './worth.ts'

const f = formatsOf('en')
const words = { t: en, f, currency: 'EUR' }
const result = (totals: ReplayResult['totals'], shareOfForesight: number | null): ReplayResult => ({ days: [], skipped: [], totals, shareOfForesight, regret: null }) // prettier-ignore

test('plans are told by the share of foresight that they earned, the rule beside them', () => {
  const totals = { plan: 13, foresight: 0, rule: 61, idle: 100 } // saves 87 of 100; the rule 39
  assert.equal(
    worthSentence(result(totals, 0.87), words),
    'The plans earned 87 % of what perfect foresight would have.',
  )
  assert.equal(ruleSentence(result(totals, 0.87), words), 'The simple rule would have earned 39 %.')
  assert.match(worthSentence(result(totals, 0.87), { ...words, t: de, f: formatsOf('de') }), /^Die Pläne haben 87 % /)
})

test('plans and rules that cost more than doing nothing are told as loss', () => {
  const totals = { plan: 110, foresight: 80, rule: 105, idle: 100 }
  assert.equal(
    worthSentence(result(totals, -0.5), words),
    'The plans cost €10.00 more than doing nothing; perfect foresight would have saved €20.00.',
  )
  assert.equal(
    ruleSentence(result(totals, -0.5), words),
    'The simple rule would have cost €5.00 more than doing nothing.',
  )
})

test('where nothing could be earned or no day was lived there is no share', () => {
  const same = { plan: 5, foresight: 5, rule: 5, idle: 5 }
  assert.equal(worthSentence(result(same, null), words), en.replays.nothingToEarn)
  assert.equal(worthSentence(result(null, null), words), en.replays.noDay)
  assert.equal(ruleSentence(result(same, null), words), undefined)
})

test('a share that is not whole is not written as 100 %', () => {
  assert.deepEqual([0.87, 0.9961, 1, 1.004].map((share) => shareText(share, f)), ['87 %', '99.6 %', '100 %', '100.4 %']) // prettier-ignore
})
