import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readCursor, writeCursor } from './list-cursor.ts'

test('a cursor names the place that it was made from, and anything else is refused', () => {
  const place = { issueMs: Date.UTC(2026, 0, 1), id: '019aa000-0000-7000-8000-000000000001' }
  assert.deepEqual(readCursor(writeCursor(place)), place)
  assert.deepEqual(readCursor(writeCursor({ ...place, issueMs: -5 })), { ...place, issueMs: -5 })
  for (const bad of ['', '5', `5~${place.id}x`, `1e3~${place.id}`, `5~${place.id.toUpperCase()}`])
    assert.throws(() => readCursor(bad), { code: 'CURSOR_INVALID' })
})
