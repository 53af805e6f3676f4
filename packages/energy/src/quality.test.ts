import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseQuality, qualityName } from './quality.ts'

test('words of other systems become our four, and an empty word is good', () => {
  const words = ['', ' OK ', 'Valid', '1', 'uncertain', 'bad', '3']
  assert.deepEqual(words.map(parseQuality), ['good', 'good', 'good', 'estimated', 'suspect', 'missing', 'missing']) // prettier-ignore
})

test('a word that is not known has no quality, not even one that every object has', () => {
  assert.deepEqual(['fine', '4', 'constructor', '__proto__'].map(parseQuality), [undefined, undefined, undefined, undefined]) // prettier-ignore
})

test('flags above bit 2 do not change the name', () => {
  assert.deepEqual([0, 1, 2, 3, 8, 8 + 2].map(qualityName), ['good', 'estimated', 'suspect', 'missing', 'good', 'suspect']) // prettier-ignore
})
