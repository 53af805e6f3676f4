import assert from 'node:assert/strict'
import { test } from 'node:test'
import { uuidv7 } from './id.ts'

const FORM = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

// The generator remembers the newest time it was told, so the tests go forward in time.
test('an id has version 7, the variant of RFC 9562, and begins with its milliseconds', () => {
  const nowMs = 0x01f3_0000_1234
  const id = uuidv7(nowMs)
  assert.match(id, FORM)
  assert.equal(id.slice(0, 13), '01f30000-1234')
})

test('ids of one process rise strictly, even within a millisecond, past its 4,096th, and when the clock goes back', () => {
  const nowMs = 0x01f3_0000_2000
  const ids = Array.from({ length: 10_000 }, () => uuidv7(nowMs))
  ids.push(uuidv7(nowMs - 5000), uuidv7(nowMs + 10_000))
  assert.deepEqual(ids, [...new Set(ids)].sort())
  assert.ok(ids.every((id) => FORM.test(id)))
})
