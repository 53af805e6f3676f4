import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { canonicalJson } from './hashes.ts'
import { sha256 } from './sha256.ts'

test('the digest of "abc" is the one in FIPS 180-4', () => {
  const digest = sha256(new TextEncoder().encode('abc'))
  assert.equal(digest, 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
})

test('every digest equals that of Node', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      assert.equal(sha256(bytes), createHash('sha256').update(bytes).digest('hex'))
    }),
  )
})

test('the order of keys does not change the canonical text, the order of a list does', () => {
  assert.equal(canonicalJson({ b: [2, 1], a: { d: 1, c: 2 } }), '{"a":{"c":2,"d":1},"b":[2,1]}')
})
