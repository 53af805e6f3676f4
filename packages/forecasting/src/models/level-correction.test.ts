import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededNormal, seededRandom } from '@omarino/energy'
import { fitLevelCorrection, levelCorrections } from './level-correction.ts'

test('the last errors fade along the knots, as by hand', () => {
  const correction = { knots: [0, 2], lastHour: Float64Array.of(1, 0), lastDay: Float64Array.of(0, 0.5) }
  // last hour 3, last day (1 + 1 + 1 + 3) / 4 = 1.5; half way between the knots 3 · 0.5 + 1.5 · 0.25
  const added = levelCorrections(correction, Float64Array.of(1, 1, 1, 3), 4, 4, 1)
  assert.deepEqual([...added], [3, 1.875, 0.75, 0.75])
})

test('unknown errors correct nothing', () => {
  const correction = { knots: [0], lastHour: Float64Array.of(1), lastDay: Float64Array.of(1) }
  assert.deepEqual([...levelCorrections(correction, Float64Array.of(NaN, NaN), 2, 4, 1)], [0, 0])
})

test('errors that keep nine tenths from hour to hour are learned, and their fading too', () => {
  const normal = seededNormal(seededRandom(3))
  let error = 0
  const errors = Float64Array.from({ length: 20_000 }, () => (error = 0.9 * error + normal()))
  const { lastHour } = fitLevelCorrection(errors, 24, 1)
  assert.ok(Math.abs(lastHour[0] - 0.9) < 0.05, `${lastHour[0]}`)
  assert.ok(lastHour[4] > 0.3 && lastHour[4] < 0.6 && Math.abs(lastHour[6]) < 0.15, `${[...lastHour].join(' ')}`) // 0.9⁹ = 0.39, 0.9²⁵ = 0.07
})
