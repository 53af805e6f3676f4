import fc from 'fast-check'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createSealer, isSame } from './sealed.ts'

const sealer = createSealer('secret', 'web session')

test('what was sealed opens to the same value, and no two seals are alike', () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => {
    assert.deepEqual(sealer.open(sealer.seal(value)), JSON.parse(JSON.stringify(value)))
    assert.notDeepEqual(sealer.seal(value), sealer.seal(value))
  })) // prettier-ignore
})

test('bytes with a single bit changed, cut or made up open to nothing', () => {
  const sealed = sealer.seal({ state: 'x' })
  fc.assert(fc.property(fc.nat(sealed.length - 1), fc.nat(7), (at, bit) => {
    const changed = Buffer.from(sealed)
    changed[at] ^= 1 << bit
    assert.equal(sealer.open(changed), undefined)
  })) // prettier-ignore
  for (let length = 0; length < sealed.length; length++) assert.equal(sealer.open(sealed.subarray(0, length)), undefined) // prettier-ignore
})

test('another secret or another purpose opens nothing and signs otherwise', () => {
  for (const other of [createSealer('secret2', 'web session'), createSealer('secret', 'another')]) {
    assert.equal(other.open(sealer.seal('x')), undefined)
    assert.notEqual(other.sign('x'), sealer.sign('x'))
  }
})

test('texts are the same only when every byte is', () => {
  assert.deepEqual([isSame('ab', 'ab'), isSame('ab', 'ac'), isSame('ab', 'abc'), isSame('', ''), isSame('é', 'e')], [true, false, false, true, false]) // prettier-ignore
})
