import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Failure, offsetMs, type RegularSeries, seededRandom, startOfDate } from '@omarino/energy'
import fc from 'fast-check'
import { forecastSeries } from '../forecast-series.ts'
import { DAY_MS, type Forecast, HOUR_MS } from '../model.ts'
import { dayAhead, mapValues, sampleLoad, samplePv } from '../sample-series.ts'
import { MODEL_NAMES } from './registry.ts'

const DAYS: Readonly<Record<string, number>> = { empirical: 460, lear: 120 }
const daysOf = (model: string): number => DAYS[model] ?? 45
const DAY = 24

function ahead(series: RegularSeries, model: string, zone = 'UTC'): Forecast {
  const wave = Float64Array.from({ length: series.values.length + DAY }, (_, step) => 10 + (step % 24))
  return forecastSeries(series, dayAhead(series, { model, zone }), { known: { wave }, observed: {} })
}

function assertSane({ model, point, quantiles }: Forecast): void {
  for (const [i, value] of quantiles.entries()) {
    assert.ok(Number.isFinite(value), `${model}, value ${i}: ${value}`)
    assert.ok(i < DAY || quantiles[i - DAY] <= value, `${model} crosses at ${i}`)
  }
  assert.deepEqual([...point], [...quantiles.subarray(DAY, 2 * DAY)])
}

for (const model of MODEL_NAMES) {
  test(`${model}: a forecast by name is that model's, the same each time, and plain data`, () => {
    const load = sampleLoad(daysOf(model))
    const first = ahead(load, model)
    assert.equal(first.model, model)
    assertSane(first)
    assert.deepEqual(ahead(load, model), first)
    assert.deepEqual(structuredClone(first), first)
  })

  test(`${model}: hard inputs give finite, ordered quantiles`, () => {
    const load = sampleLoad(daysOf(model))
    const uniform = seededRandom(3)
    assertSane(ahead(mapValues(load, () => 5), model)) // prettier-ignore
    assertSane(ahead(mapValues(load, () => 0), model)) // prettier-ignore
    assertSane(ahead(mapValues(load, (value, step) => (step === 500 ? 1e9 : -value)), model)) // prettier-ignore
    assertSane(ahead(mapValues(load, (value, step) => (uniform() < 0.2 ? NaN : step % 97 === 0 ? 20 * value : value)), model)) // prettier-ignore
    assertSane(ahead(mapValues(load, (value, step) => (step > load.values.length - 30 ? NaN : value)), model)) // prettier-ignore
  })

  test(`${model}: what lies at or after the issue time changes no byte`, () => {
    const load = sampleLoad(daysOf(model))
    const cut = { ...load, values: load.values.slice(0, -3 * DAY) }
    const issueMs = cut.startMs + cut.values.length * cut.stepMs
    const request = dayAhead(cut, { model, issueMs })
    const later = mapValues(load, (value, step) => (step >= cut.values.length ? -1e3 * value : value))
    assert.deepEqual(forecastSeries(later, request), forecastSeries(cut, request))
  })
}

/** On what is above 0 these read logarithms or factors, which a shift changes: they are shifted where they do not. */
const RELATIVE = ['ridge-recursive', 'empirical', 'ets', 'theta', 'dynamic-theta', 'mstl', 'sarima', 'auto']
// Of the series' range: rounding. A search of parameters goes the same steps in any unit, so it needs no more.
const TOLERANCE = 1e-6

const rangeOf = ({ values }: RegularSeries): number => Math.max(...values) - Math.min(...values)
const factors = fc.double({ min: -3, max: 3, noNaN: true }).map((power) => 10 ** power)

/** The forecast of a·y + b is that of y times a, and b. */
function assertMoves(model: string, series: RegularSeries, shifts: fc.Arbitrary<number>): void {
  const first = ahead(series, model)
  fc.assert(
    fc.property(factors, shifts, (a, share) => {
      const b = share * a * rangeOf(series)
      const moved = ahead(mapValues(series, (value) => a * value + b), model) // prettier-ignore
      assert.equal(moved.model, first.model)
      for (const [i, value] of moved.quantiles.entries()) {
        const off = Math.abs(value - (a * first.quantiles[i] + b)) / (a * rangeOf(series))
        assert.ok(off <= TOLERANCE, `${model} of ${a}·y + ${b}: quantile ${i} is off by ${off} of the range`)
      }
    }),
    { seed: 1, numRuns: 4 },
  )
}

const unmoved = fc.constant(0)
const around = fc.double({ min: -0.1, max: 0.1, noNaN: true })
const anywhere = fc.double({ min: -20, max: 20, noNaN: true })

for (const model of [...MODEL_NAMES, 'auto']) {
  const days = daysOf(model)
  if (model === 'pv') {
    // Nothing is generated at night: only the size of a plant can change.
    test('pv: a·y moves the forecast by a', () => assertMoves(model, samplePv(days), unmoved))
    continue
  }
  test(`${model}: a·y + b moves the forecast accordingly`, () => {
    assertMoves(model, sampleLoad(days), RELATIVE.includes(model) ? unmoved : anywhere)
    if (RELATIVE.includes(model)) assertMoves(model, mapValues(sampleLoad(days), (value) => value - 50), around) // prettier-ignore
  })
}

const BERLIN = 'Europe/Berlin'
/** A load of two waves of the local day. */
function byTheClock(instantMs: number): number {
  const angle = (2 * Math.PI * (instantMs + offsetMs(BERLIN, instantMs))) / DAY_MS
  return 60 + 20 * Math.sin(angle) + 10 * Math.sin(3 * angle)
}

/** Midnights before and after days of 23, 25 and, on a leap day, 24 hours. */
const ODD_MIDNIGHTS = ['2024-03-31', '2024-04-01', '2024-10-27', '2024-10-28', '2024-02-29', '2024-03-01']

for (const model of [...MODEL_NAMES, 'auto']) {
  test(`${model}: days of 23 and 25 hours and a leap day lie ahead, or have just passed`, () => {
    for (const date of ODD_MIDNIGHTS) {
      const load = sampleLoad(daysOf(model))
      const startMs = startOfDate(BERLIN, date) - load.values.length * load.stepMs
      const forecast = ahead({ ...load, startMs }, model, BERLIN)
      assertSane(forecast)
      assert.equal(forecast.quantiles.length, 3 * DAY)
    }
  })

  // A plant follows the sun and not the clock; the last value follows nothing.
  if (!['pv', 'last-value'].includes(model)) {
    test(`${model}: what follows the clock is forecast by the clock in days of 23 and 25 hours and in the week after`, () => {
      for (const date of ['2024-03-31', '2024-04-01', '2024-04-03', '2024-10-27', '2024-10-28', '2024-10-30']) {
        const issueMs = startOfDate(BERLIN, date)
        const startMs = issueMs - daysOf(model) * DAY_MS
        const load = { startMs, stepMs: HOUR_MS, values: new Float64Array(daysOf(model) * DAY) }
        const series = mapValues(load, (_, step) => byTheClock(startMs + step * HOUR_MS) + 0.3 * Math.sin(step * step))
        for (const [step, value] of forecastSeries(series, dayAhead(series, { model, zone: BERLIN })).point.entries()) {
          const off = Math.abs(value - byTheClock(issueMs + step * HOUR_MS))
          assert.ok(off < 2, `${date}, step ${step} is off by ${off}: an hour more or less is up to 12`)
        }
      }
    })
  }

  test(`${model}: two days of history give a sane forecast or a refusal that says how many days it needs`, () => {
    for (const days of [1, 2, 3]) {
      try {
        assertSane(ahead(sampleLoad(days), model))
      } catch (error) {
        assert.ok(error instanceof Failure && error.code === 'TOO_LITTLE_HISTORY', String(error))
        assert.match(error.message, /needs \d+ days/)
      }
    }
  })
}
