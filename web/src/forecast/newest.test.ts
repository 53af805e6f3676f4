import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newestOfEach } from './newest.ts'

test('of each series the first stays, in the order of the list', () => {
  const list = ['b2', 'a2', 'b1', 'a1'].map((id) => ({ id, series: id[0] }))
  assert.deepEqual(newestOfEach(list).map(({ id }) => id), ['b2', 'a2']) // prettier-ignore
  assert.deepEqual(newestOfEach([]), [])
})
