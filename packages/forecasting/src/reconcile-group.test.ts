import { seededNormal, seededRandom } from '@omarino/energy'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fitSeries, replayFitted } from './forecast-series.ts'
import { type GroupMember, reconcileGroup } from './reconcile-group.ts'
import { alignedErrors, alignReplays, type Replays } from './replays.ts'
import { dayAhead, mapValues, sampleLoad } from './sample-series.ts'

const LEVELS = [0.1, 0.5, 0.9]
const ORIGINS = 40

/** Replays of one step each whose actual is 0, so that the point is the error turned round. */
const replaysWith = (errors: Float64Array): Replays => ({
  steps: 1,
  originMs: Float64Array.from(errors, (_, i) => i),
  point: errors.map((error) => -error),
  actual: new Float64Array(errors.length),
})

const memberOf = (point: number, errors: Float64Array, change: Partial<GroupMember> = {}): GroupMember => ({
  point: Float64Array.of(point),
  levels: LEVELS,
  quantiles: Float64Array.of(point - 2, point, point + 3),
  lowest: -Infinity,
  highest: Infinity,
  replays: replaysWith(errors),
  ...change,
})

/** Two parts that err at random, and a total that errs far more than their sum: it has most to give. */
function group(change: Partial<GroupMember> = {}): GroupMember[] {
  const normal = seededNormal(seededRandom(3))
  const errors = [0, 1, 2].map(() => Float64Array.from({ length: ORIGINS }, normal))
  const total = errors[0].map((own, i) => errors[1][i] + errors[2][i] + 5 * own)
  return [memberOf(13, total), memberOf(4, errors[1], change), memberOf(6, errors[2])]
}

test('points sum, the median of each band is its point, and the surest series move least', () => {
  const { members, reason, mae, reconciledMae } = reconcileGroup(group(), 'mint', 1)
  assert.ok(members && reason === null && reconciledMae < mae)
  const [total, a, b] = members.map(({ point }) => point[0])
  assert.ok(Math.abs(total - a - b) < 1e-9)
  assert.ok(total - 10 < 0.5, `the total should come to the sum of the parts: ${total}`)
  for (const { point, quantiles } of members) assert.ok(quantiles[0] < point[0] && quantiles[1] === point[0] && quantiles[2] > point[0]) // prettier-ignore
})

test('by hand: weighed alike, 13 over 4 + 6 gives a third of the 3 to each', () => {
  const { members } = reconcileGroup(group(), 'ols', 1)
  assert.deepEqual(members?.map(({ point }) => +point[0].toFixed(9)), [12, 5, 7]) // prettier-ignore
})

test('a part is held in its bounds, and the total is still the sum', () => {
  const { members } = reconcileGroup(group({ highest: 4.5 }), 'ols', 1)
  assert.deepEqual(members?.map(({ point }) => +point[0].toFixed(9)), [11.5, 4.5, 7]) // prettier-ignore
  assert.ok(members[1].quantiles.every((value) => value <= 4.5))
  const [total, ...parts] = group()
  assert.equal(reconcileGroup([{ ...total, highest: 11 }, ...parts], 'ols', 1).reason, 'bounds')
})

test('what would have been worse on the newer half of the replayed days is left as made', () => {
  // The parts are always right and the total is far off: shared alike, its errors spoil them.
  const still = new Float64Array(ORIGINS)
  const large = still.map((_, i) => (i % 2 ? 30 : -30))
  const { members, reason, mae, reconciledMae } = reconcileGroup([memberOf(13, large), memberOf(4, still), memberOf(6, still)], 'ols', 1) // prettier-ignore
  // As made 30 / 3 = 10. Shared, the total is left with 20 and the parts have 10 each: 40 / 3.
  assert.deepEqual([members, reason, mae.toFixed(6), reconciledMae.toFixed(6)], [null, 'worse', '10.000000', '13.333333']) // prettier-ignore
})

test('without replayed days in common nothing is changed', () => {
  const [total, a, b] = group()
  const elsewhere = { ...b.replays, originMs: b.replays.originMs.map((ms) => ms + 0.5) }
  assert.equal(reconcileGroup([total, a, { ...b, replays: elsewhere }], 'mint', 1).reason, 'no-replays')
  const unknown = { ...b.replays, actual: b.replays.actual.map(() => NaN) }
  assert.equal(reconcileGroup([total, a, { ...b, replays: unknown }], 'mint', 1).reason, 'no-replays')
})

test('replays of a fitted series hold what was said before each origin, and align by the clock', () => {
  const load = sampleLoad(40)
  const request = dayAhead(load)
  const replays = replayFitted(fitSeries(load, request), load, request)
  const origins = replays.originMs.length
  assert.ok(origins > 10 && replays.originMs.every((ms) => (request.issueMs - ms) % 86_400_000 === 0))
  const first = (replays.originMs[0] - load.startMs) / load.stepMs
  assert.deepEqual(replays.actual.slice(0, 24), load.values.slice(first, first + 24))
  // The newest origin saw nothing of its day: another last day leaves what was said of it as it was.
  const other = mapValues(load, (value, step) => (step >= 39 * 24 ? value + 100 : value))
  const again = replayFitted(fitSeries(other, { ...request, model: 'ridge-ar' }), other, request)
  const same = replayFitted(fitSeries(load, { ...request, model: 'ridge-ar' }), load, request)
  assert.deepEqual(again.point.slice(-24), same.point.slice(-24))
  const aligned = alignReplays([replays, { ...replays, originMs: replays.originMs.slice(1), point: replays.point.slice(24), actual: replays.actual.slice(24) }]) // prettier-ignore
  assert.equal(aligned.origins, origins - 1)
  const errors = alignedErrors(aligned)
  assert.deepEqual(errors.slice(0, errors.length / 2), errors.slice(errors.length / 2))
})
