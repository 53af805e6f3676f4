import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededNormal, seededRandom } from '@omarino/energy'
import { fitErrorMemory, recalled } from './error-memory.ts'

const PER_DAY = 24
const DAYS = 200

/** Errors of which 60 % come again a day later, beside new ones. */
function remembering(share: number): Float64Array {
  const normal = seededNormal(seededRandom(2))
  const errors = new Float64Array(DAYS * PER_DAY)
  for (let i = 0; i < errors.length; i += 1) errors[i] = (i >= PER_DAY ? share * errors[i - PER_DAY] : 0) + normal()
  return errors
}
const offset = (steps: number): Float64Array => new Float64Array(steps)

test('the share of an error that comes again at the same time of the next day is learnt', () => {
  const errors = remembering(0.6)
  const { day, week } = fitErrorMemory(errors, offset(errors.length), PER_DAY, 1)
  assert.ok(Math.abs(day - 0.6) < 0.05 && week < 0.05, `${day} ${week}`)
  const fresh = fitErrorMemory(remembering(0), offset(errors.length), PER_DAY, 1)
  assert.ok(fresh.day < 0.05 && fresh.week < 0.05)
})

test('the next day gets the share of the last, the day after its square', () => {
  const memory = { day: 0.5, week: 0, level: { knots: [0], lastHour: Float64Array.of(0), lastDay: Float64Array.of(0) } }
  const errors = Float64Array.from({ length: 9 * PER_DAY }, (_, i) => (i === 9 * PER_DAY - PER_DAY + 5 ? 8 : 0))
  const ahead = recalled(memory, errors, offset(11 * PER_DAY), 2 * PER_DAY, PER_DAY, 1)
  assert.deepEqual([ahead[4], ahead[5], ahead[5 + PER_DAY]], [0, 4, 2])
})

test('errors that are not known say nothing', () => {
  const memory = {
    day: 0.5,
    week: 0.5,
    level: { knots: [0], lastHour: Float64Array.of(0), lastDay: Float64Array.of(0) },
  }
  const none = new Float64Array(9 * PER_DAY).fill(NaN)
  assert.deepEqual([...recalled(memory, none, offset(10 * PER_DAY), 3, PER_DAY, 1)], [0, 0, 0])
})
