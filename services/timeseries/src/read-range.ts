import type { PointsQuery, PointsReply } from '@omarino/contracts'
import { calendarEdges, Failure, fixedStepMs, parseCalendarStep, parseInstant, qualityName } from '@omarino/energy'
import type { TimeRange } from '@omarino/energy'
import { aggregatePoints, readPoints } from '@omarino/store'
import type { SeriesRow } from '@omarino/store'
import type { Pool } from 'pg'

const MAX_POINTS = 200_000
const MAX_BUCKETS = 50_000
const DAY_MS = 86_400_000
const MAX_RANGE_MS = 50 * 366 * DAY_MS

const iso = (ms: number): string => new Date(ms).toISOString()
/** NaN in memory is null on the wire. */
const toWire = (values: Float64Array): (number | null)[] =>
  Array.from(values, (value) => (Number.isNaN(value) ? null : value))

function readRange({ from, to }: PointsQuery): TimeRange {
  const [fromMs, toMs] = [parseInstant(from) as number, parseInstant(to) as number]
  if (!(toMs > fromMs))
    throw new Failure('invalid', 'RANGE_EMPTY', `to (${to}) must be later than from (${from})`, '/to')
  if (toMs - fromMs > MAX_RANGE_MS)
    throw new Failure('invalid', 'RANGE_TOO_LONG', 'a range may span at most 50 years', '/to')
  return { fromMs, toMs }
}

/** Answers a range query: stored points, or one value per calendar bucket. */
export async function answerRange(db: Pool, series: SeriesRow, query: PointsQuery): Promise<PointsReply> {
  const range = readRange(query)
  const zone = query.zone ?? series.zone
  const head = { seriesId: series.uuid, key: series.key, unit: series.unit, zone }
  if (query.agg === undefined) {
    if (query.interval !== undefined)
      throw new Failure('invalid', 'AGG_MISSING', 'interval needs agg: say how to summarise', '/agg')
    const points = await readPoints(db, series.id, range, MAX_POINTS + 1)
    if (points.timesMs.length > MAX_POINTS) throw tooMany()
    return {
      ...head,
      agg: null,
      interval: null,
      times: Array.from(points.timesMs, iso),
      values: toWire(points.values),
      quality: Array.from(points.quality, qualityName),
    }
  }
  const edges = bucketEdges(series, query, range, zone)
  const { values, counts } = await aggregatePoints(db, series.id, edges, query.agg, query.include === 'suspect' ? 2 : 1)
  return {
    ...head,
    agg: query.agg,
    interval: query.interval ?? null,
    times: Array.from(edges.subarray(0, -1), iso),
    values: toWire(values),
    counts: [...counts],
  }
}

const tooMany = (): Failure =>
  new Failure(
    'invalid',
    'RANGE_TOO_LARGE',
    `the range holds more than ${MAX_POINTS} points; ask for agg=mean&interval=PT1H or a shorter range`,
    '/to',
  )

function bucketEdges(series: SeriesRow, query: PointsQuery, range: TimeRange, zone: string): Float64Array {
  if (query.interval === undefined) return Float64Array.of(range.fromMs, range.toMs)
  const step = parseCalendarStep(query.interval)
  if (!step)
    throw new Failure('invalid', 'INTERVAL', `interval ${query.interval} is no duration of one unit`, '/interval')
  const fixed = fixedStepMs(step)
  if (fixed !== undefined && fixed > DAY_MS)
    throw new Failure(
      'invalid',
      'INTERVAL',
      `interval ${query.interval} is longer than a day: ask for days, such as P2D`,
      '/interval',
    )
  if (fixed !== undefined && series.step_ms !== null && fixed < series.step_ms) {
    throw new Failure(
      'invalid',
      'INTERVAL_TOO_FINE',
      `interval ${query.interval} is finer than the step of the series, ${series.step_ms / 1000} s`,
      '/interval',
    )
  }
  const shortestMs = fixed ?? DAY_MS * step.count * (step.unit === 'day' ? 0.9 : 6)
  if ((range.toMs - range.fromMs) / shortestMs > MAX_BUCKETS)
    throw new Failure(
      'invalid',
      'TOO_MANY_BUCKETS',
      `the range needs more than ${MAX_BUCKETS} buckets of ${query.interval}`,
      '/interval',
    )
  return calendarEdges(range, step, zone)
}
