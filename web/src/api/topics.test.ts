import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Topic } from '@omarino/contracts'
import { oldKeys, TOPICS } from './topics.ts'

test('every topic of the stream is followed', () => {
  assert.deepEqual([...TOPICS].sort(), [...Topic.options].sort())
})

test('an event of a task makes its run old and no other, and backtests and replays, which are tasks', () => {
  assert.deepEqual(oldKeys('task.changed', 'a', { runId: 'b' }), [['backtests'], ['replays'], ['runs', 'one', 'b']])
  assert.deepEqual(oldKeys('task.progress', 'a', null), [['backtests'], ['replays'], ['runs', 'one', 'a']])
})
