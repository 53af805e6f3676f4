import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededNormal, seededRandom } from '@omarino/energy'
import fc from 'fast-check'
import { calendarColumns } from '../calendar-columns.ts'
import { futureAt, pastAt, type Timeline } from '../columns.ts'
import { type ForecastTask, HOUR_MS } from '../model.ts'
import { MONDAY_MS, sampleLoad, sampleTask } from '../sample-series.ts'
import { gbdt } from './gbdt.ts'
import { ridgeAr } from './ridge-ar.ts'

const DAYS = 70
const ISSUE = DAYS * 24
const STEPS = 36
const RUNS = { seed: 1, numRuns: 5 }
const task = sampleTask({ seriesId: 'a' })

/** Load that heats below 15 °C and cools above 20 °C, with a temperature that wanders from day to day. */
function heated(seed = 1): Timeline {
  const normal = seededNormal(seededRandom(seed))
  const steps = ISSUE + STEPS
  let level = 17
  const temperature = Float64Array.from({ length: steps }, (_, hour) => {
    if (hour % 24 === 0) level = 17 + 0.7 * (level - 17) + 4 * normal()
    return level + 4 * Math.sin((2 * Math.PI * (hour - 8)) / 24)
  })
  const plain = sampleLoad(DAYS + 2, seed, 0.5).values
  const values = temperature.map((degrees, i) => plain[i] + 3 * Math.max(0, 15 - degrees, degrees - 20))
  const calendar = calendarColumns(MONDAY_MS, HOUR_MS, steps, 'UTC', null)
  return { values, observed: {}, known: { temperature }, calendar }
}

function ahead(timeline: Timeline, change: Partial<ForecastTask> = {}, model = gbdt): Float64Array {
  const past = pastAt(timeline, ISSUE)
  return model.predict(model.fit(past, { ...task, ...change }), past, futureAt(timeline, ISSUE, STEPS)).values
}

const errorOf = (forecast: Float64Array, { values }: Timeline): number =>
  forecast.reduce((sum, value, step) => sum + Math.abs(value - values[ISSUE + step]), 0) / STEPS

const assertFinite = (forecast: Float64Array, name: string): void =>
  assert.ok(forecast.length === STEPS && forecast.every(Number.isFinite), `${name}: ${forecast.join(' ')}`)

test('weather that is known ahead at least halves the error of a model that does not see it', () => {
  const [own, blind] = [0, 0].map((_, blind) => {
    return [1, 2, 3].reduce((sum, seed) => {
      const timeline = heated(seed)
      return sum + errorOf(blind ? ahead(timeline, {}, ridgeAr as never) : ahead(timeline), timeline)
    }, 0)
  })
  assert.ok(own < blind / 2, `${own} against ${blind}`)
})

test('values and observed columns at or after the origin change no byte', () => {
  const base = heated()
  const observed = { wind: base.known.temperature.map((value) => value / 2) }
  const expected = ahead({ ...base, observed })
  fc.assert(
    fc.property(fc.double(), fc.nat({ max: STEPS - 1 }), (value, from) => {
      const change = (column: Float64Array): Float64Array => column.slice().fill(value, ISSUE + from)
      const changed = { ...base, values: change(base.values), observed: { wind: change(observed.wind) } }
      assert.deepEqual(ahead(changed), expected)
    }),
    RUNS,
  )
})

test('the same seed gives the same bytes; the order of the columns changes nothing', () => {
  const base = heated()
  const noise = seededNormal(seededRandom(4))
  const wind = base.known.temperature.map(() => noise())
  const { temperature } = base.known
  const one = ahead({ ...base, known: { temperature, wind } })
  assert.deepEqual(one, ahead({ ...base, known: { wind, temperature } }))
  assert.notDeepEqual(one, ahead({ ...base, known: { wind, temperature } }, { seed: 2 }))
})

test('a times the series gives a times the forecast', () => {
  const base = heated()
  const plain = ahead(base)
  fc.assert(
    fc.property(fc.integer({ min: -12, max: 12 }), (power) => {
      const factor = 2 ** power // exact in binary: bins and ties stay what they are
      const scaled = ahead({ ...base, values: base.values.map((value) => factor * value) })
      for (const [step, value] of scaled.entries()) assert.ok(Math.abs(value / factor - plain[step]) < 1e-6)
    }),
    RUNS,
  )
})

test('hard inputs give finite forecasts', () => {
  const base = heated()
  const uniform = seededRandom(7)
  const withValues = (change: (value: number, step: number) => number): Timeline => ({
    ...base,
    values: base.values.map(change),
  })
  const holes = base.known.temperature.map((value) => (uniform() < 0.5 ? NaN : value))
  const cases: Record<string, Timeline> = {
    constant: withValues(() => 5),
    zero: withValues(() => 0),
    negative: withValues((value) => -value),
    'a spike of 1e9': withValues((value, step) => (step === 900 ? 1e9 : value)),
    'a spike at the origin': withValues((value, step) => (step === ISSUE - 1 ? 1e9 : value)),
    'gaps of 5 %': withValues((value) => (uniform() < 0.05 ? NaN : value)),
    'gaps of 50 %': withValues((value) => (uniform() < 0.5 ? NaN : value)),
    'ends early': withValues((value, step) => (step > ISSUE - 200 ? NaN : value)),
    'no covariate': { ...base, known: {} },
    'a covariate with holes': { ...base, known: { temperature: holes } },
    'an empty covariate': { ...base, known: { temperature: holes.map(() => NaN) } },
    'a constant covariate': { ...base, known: { temperature: holes.map(() => 3) } },
    'a covariate that ends at the origin': {
      ...base,
      known: { temperature: base.known.temperature.map((value, step) => (step < ISSUE ? value : NaN)) },
    },
  }
  for (const [name, timeline] of Object.entries(cases)) assertFinite(ahead(timeline), name)
  assert.ok(ahead(cases.constant).every((value) => Math.abs(value - 5) < 1e-9))
})

test('a column that the horizon lacks is done without', () => {
  const base = heated()
  const past = pastAt(base, ISSUE)
  const future = { ...futureAt(base, ISSUE, STEPS), known: {} }
  assertFinite(gbdt.predict(gbdt.fit(past, task), past, future).values, 'no column ahead')
})

test('one spike of 1e9 moves the forecast by less than the load itself', () => {
  const base = heated()
  const spiked = { ...base, values: base.values.map((value, step) => (step === 900 ? 1e9 : value)) }
  const [plain, moved] = [ahead(base), ahead(spiked)]
  for (const [step, value] of moved.entries())
    assert.ok(Math.abs(value - plain[step]) < 60, `${value} for ${plain[step]}`)
})
