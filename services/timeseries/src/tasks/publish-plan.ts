import { OptimizeResult, PublishTaskInput, Slug } from '@omarino/contracts'
import type { PublishTaskOutput } from '@omarino/contracts'
import { Failure, parseInstant, QUALITY } from '@omarino/energy'
import type { PointColumns } from '@omarino/energy'
import { taskKind, uuidv7 } from '@omarino/platform'
import type { TaskKindHandler } from '@omarino/platform'
import { appendEvent, createMeter, createSeries, getPlan, writePoints } from '@omarino/store'
import type { PlanRow } from '@omarino/store'
import type { Pool, PoolClient } from 'pg'

/** What of a plan becomes a series: power over the steps from their starts, state of charge at their ends. */
const PUBLISHED = [
  { column: 'powerKw', quantity: 'scheduled_power', unit: 'kW', kind: 'mean', at: 'starts' },
  { column: 'soc', quantity: 'scheduled_soc', unit: '1', kind: 'instant', at: 'ends' },
] as const

interface Column {
  readonly assetId: string
  readonly published: (typeof PUBLISHED)[number]
  readonly values: readonly (number | null)[]
}

/**
 * Writes the schedule of a plan as series of type `schedule`, `<site>/<asset>/scheduled_power` and `…/scheduled_soc`: devices
 * and people read what is to be done now like any other series. A later plan overwrites the steps that it covers.
 */
export const publishTask = ({ db }: { readonly db: Pool }): TaskKindHandler =>
  taskKind({
    kind: 'publish',
    version: 1,
    input: PublishTaskInput,
    async handle({ planId }, run) {
      const plan = await getPlan(db, planId)
      const result = resultOf(plan)
      const columns = columnsOf(result)
      await run.commit(async (client) => {
        const told = await publish(client, plan, result, columns)
        await appendEvent(client, 'series.updated', null, { planId, series: told.series.length })
        return told
      })
      run.log.info({ planId }, 'schedule published')
    },
  })

function resultOf({ id, result, state }: PlanRow): OptimizeResult {
  if (result !== null) return OptimizeResult.parse(result)
  throw new Failure('conflict', 'PLAN_NOT_READY', `the plan ${id} has no schedule to publish: its task is ${state}`)
}

/** Columns of things whose names are keys; a request of a caller may name them otherwise. */
const columnsOf = ({ schedules }: OptimizeResult): Column[] =>
  Object.entries(schedules).flatMap(([assetId, columns]) =>
    Slug.safeParse(assetId).success
      ? PUBLISHED.filter(({ column }) => column in columns).map((published) => ({
          assetId,
          published,
          values: columns[published.column],
        }))
      : [],
  )

async function publish(
  client: PoolClient,
  plan: PlanRow,
  result: OptimizeResult,
  columns: readonly Column[],
): Promise<PublishTaskOutput> {
  const ends = result.horizon.stepEnds.map((text) => parseInstant(text) as number)
  const starts = [parseInstant(result.horizon.start) as number, ...ends.slice(0, -1)]
  const stepsMs = new Set(ends.map((end, t) => end - starts[t]))
  const stepMs = stepsMs.size === 1 ? [...stepsMs][0] : null
  const meterKey = `${plan.site_key}/plan`
  const zone = { type: 'virtual', zone: plan.zone, source: plan.source }
  await createMeter(client, { id: uuidv7(), key: meterKey, name: `Plan of ${plan.site_name}`, ...zone })
  const series: string[] = []
  const rows: Row[] = []
  for (const { assetId, published, values } of columns) {
    const key = `${plan.site_key}/${assetId}/${published.quantity}`
    const { unit, kind } = published
    const row = { uuid: uuidv7(), key, meterKey, name: `${assetId}, as planned`, unit, kind, dataType: 'schedule' }
    const { series: made } = await createSeries(client, { ...row, stepMs, zone: null, source: plan.source })
    rows.push(...rowsOf(made.id, published.at === 'starts' ? starts : ends, values))
    series.push(key)
  }
  await writePoints(client, pointsOf(rows))
  const skipped = Object.keys(result.schedules).filter((id) => !columns.some(({ assetId }) => assetId === id))
  return { planId: plan.id, series: series.sort(), points: rows.length, skipped: skipped.sort() }
}

type Row = readonly [seriesId: number, timeMs: number, value: number]

/** Where the plan says something: a car that is away has no state of charge. */
const rowsOf = (seriesId: number, times: readonly number[], values: readonly (number | null)[]): Row[] =>
  values.flatMap((value, t): Row[] => (value === null ? [] : [[seriesId, times[t], value]]))

const pointsOf = (rows: readonly Row[]): PointColumns => ({
  seriesIds: Int32Array.from(rows, ([id]) => id),
  timesMs: Float64Array.from(rows, ([, time]) => time),
  values: Float64Array.from(rows, ([, , value]) => value),
  quality: new Int16Array(rows.length).fill(QUALITY.good),
})
