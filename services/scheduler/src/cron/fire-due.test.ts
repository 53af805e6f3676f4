import fc from 'fast-check'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { judgeFires } from './fire-due.ts'

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS
const NOW_MS = Date.UTC(2026, 10, 24, 12)

/** Every quarter of an hour for three days, the newest ten minutes ago: 72 · 4 = 288 fires. */
const threeDays = Array.from({ length: 288 }, (_, i) => NOW_MS - 10 * MINUTE_MS - (287 - i) * 15 * MINUTE_MS)
const count = (verdicts: readonly { outcome: string }[]): Record<string, number> =>
  Object.fromEntries(['run', 'late', 'skipped'].map((outcome) => [outcome, verdicts.filter((one) => one.outcome === outcome).length])) // prettier-ignore

test('after three days down, skip runs none of 288 fires and accounts for each', () => {
  const verdicts = judgeFires(threeDays, NOW_MS, 'skip')
  assert.deepEqual(count(verdicts), { run: 0, late: 0, skipped: 288 })
  assert.ok(verdicts.every(({ reason }) => reason === 'missed; the policy is skip'))
})

test('after three days down, fire_once runs the newest of 288 fires as late and accounts for each', () => {
  const verdicts = judgeFires(threeDays, NOW_MS, 'fire_once')
  assert.deepEqual(count(verdicts), { run: 0, late: 1, skipped: 287 })
  assert.deepEqual(verdicts.at(-1), { atMs: threeDays[287], outcome: 'late', reason: 'ran 600 s after its time' })
  assert.equal(verdicts[286].reason, 'missed; a newer fire stands for it')
})

test('a fire up to a minute ago is on time under either policy, and missed ones before it are skipped', () => {
  const due = [NOW_MS - HOUR_MS, NOW_MS - MINUTE_MS, NOW_MS]
  for (const misfire of ['skip', 'fire_once'] as const)
    assert.deepEqual(judgeFires(due, NOW_MS, misfire).map(({ outcome }) => outcome), ['skipped', 'run', 'run']) // prettier-ignore
  assert.deepEqual(judgeFires([NOW_MS - MINUTE_MS - 1], NOW_MS, 'fire_once')[0].outcome, 'late')
})

test('the newest fire is no longer run once a day has passed, and the reason says so', () => {
  const [at, after] = [24 * HOUR_MS, 24 * HOUR_MS + 1].map((ms) => judgeFires([NOW_MS - ms], NOW_MS, 'fire_once')[0])
  assert.equal(at.outcome, 'late')
  assert.deepEqual([after.outcome, after.reason], ['skipped', 'missed by more than 24 hours'])
})

test('while more fires have passed than were looked at, none of these is the newest', () => {
  assert.deepEqual(count(judgeFires(threeDays.slice(0, 200), NOW_MS, 'fire_once', false)), { run: 0, late: 0, skipped: 200 }) // prettier-ignore
})

test('every fire gets one verdict, in order, and at most one missed fire runs', () => {
  const offsets = fc.uniqueArray(fc.integer({ min: 0, max: 5 * 24 * 3600 }), { maxLength: 60 })
  fc.assert(fc.property(offsets, fc.constantFrom('skip', 'fire_once'), (seconds, misfire) => {
    const due = seconds.map((s) => NOW_MS - s * SECOND_MS).sort((a, b) => a - b)
    const verdicts = judgeFires(due, NOW_MS, misfire)
    assert.deepEqual(verdicts.map(({ atMs }) => atMs), due)
    assert.ok(count(verdicts)['late'] <= (misfire === 'skip' ? 0 : 1))
    assert.ok(verdicts.every(({ outcome, reason }) => (outcome === 'run') === (reason === null)))
  })) // prettier-ignore
})
