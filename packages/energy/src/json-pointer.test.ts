import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pointerPart, pointerTo } from './json-pointer.ts'

test('a name with a slash or a tilde stays one part', () => {
  assert.equal(pointerPart('a/b'), 'a~1b')
  assert.equal(pointerPart('m~n'), 'm~0n')
  assert.equal(pointerPart('~1'), '~01') // the tilde first, so that it does not become a slash again
})

test('a path is a pointer from the root, the empty one the whole', () => {
  assert.equal(pointerTo([]), '')
  assert.equal(pointerTo(['assets', 0, 'peak/kw']), '/assets/0/peak~1kw')
  assert.equal(pointerTo(['']), '/')
})
