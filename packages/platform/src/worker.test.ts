import fc from 'fast-check'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { retryDelayMs } from './worker.ts'

const highest = (attempt: number, crashes = 0): number =>
  retryDelayMs({ attempt, crashes, retryBaseMs: 1000 }, () => 0.999_999)

test('the longest wait doubles with each failure, and the death of a holder is no failure', () => {
  // 0.999999 · 1000 · 2^(failures − 1), cut to whole milliseconds
  assert.deepEqual([1, 2, 3].map((attempt) => highest(attempt)), [999, 1999, 3999]) // prettier-ignore
  assert.equal(highest(3, 2), 999)
  assert.equal(highest(1, 1), 999)
})

test('a wait is never negative nor above ten minutes', () => {
  const task = fc.record({ attempt: fc.nat(1000), crashes: fc.nat(3), retryBaseMs: fc.nat(3_600_000) })
  const share = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
  fc.assert(
    fc.property(task, share, (given, random) => {
      const ms = retryDelayMs(given, () => random)
      assert.ok(Number.isInteger(ms) && ms >= 0 && ms <= 600_000)
    }),
  )
})
