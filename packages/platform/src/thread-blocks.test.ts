import assert from 'node:assert/strict'
import { test } from 'node:test'
import { answersInOrder, cutBlocks } from './thread-blocks.ts'
import type { ThreadPool } from './thread-pool.ts'

test('blocks begin where something is made anew, and none is shorter than asked but the last', () => {
  const fresh = [true, false, true, true, false, true]
  assert.deepEqual(cutBlocks(fresh, 2), [{ from: 0, to: 2 }, { from: 2, to: 5 }, { from: 5, to: 6 }]) // prettier-ignore
  assert.deepEqual(cutBlocks([true, false, false], 1), [{ from: 0, to: 3 }])
  assert.deepEqual(cutBlocks(Array<boolean>(130).fill(true)).map(({ from }) => from), [0, 64, 128]) // prettier-ignore
  assert.deepEqual(cutBlocks([]), [])
})

/** A pool that answers when told to, the later request first. */
function latePool(): ThreadPool & { asked: number } {
  const pool = {
    asked: 0,
    run: <Reply>(request: unknown) => {
      pool.asked += 1
      const delay = 20 - 2 * (request as number)
      return new Promise<Reply>((resolve) => void setTimeout(() => resolve(request as Reply), delay))
    },
    close: () => Promise.resolve(),
  }
  return pool
}

test('answers come in the order of the requests, whichever is ready first, and few are asked for ahead', async () => {
  const pool = latePool()
  const answers: number[] = []
  for await (const answer of answersInOrder<number>(pool, [0, 1, 2, 3, 4, 5], 3)) {
    answers.push(answer)
    assert.ok(pool.asked <= answers.length + 2)
  }
  assert.deepEqual(answers, [0, 1, 2, 3, 4, 5])
})

test('a request that fails ends the row at its place', async () => {
  const pool: ThreadPool = {
    run: <Reply>(request: unknown) =>
      request === 1 ? Promise.reject(new Error('no')) : Promise.resolve(request as Reply),
    close: () => Promise.resolve(),
  }
  const answers: number[] = []
  await assert.rejects(async () => {
    for await (const answer of answersInOrder<number>(pool, [0, 1, 2], 3)) answers.push(answer)
  }, /no/)
  assert.deepEqual(answers, [0])
})
