import type { ForecastTaskInput, ForecastTaskOutput } from '@omarino/contracts'
import { DomainError } from '@omarino/energy'
import { explainReconciled } from '@omarino/forecasting'
import type { GroupAnswer, GroupMember, ReconciledMember } from '@omarino/forecasting'
import type { TaskRun } from '@omarino/platform'
import type { NewForecast, SeriesRow } from '@omarino/store'
import { createHash } from 'node:crypto'
import { columnsOf, quantilesOf } from '../forecast-columns.ts'
import type { ThreadJob } from '../forecast-worker.ts'
import { demandSameStart, placeGroups } from '../reconcile-groups.ts'
import type { PlacedGroup } from '../reconcile-groups.ts'
import type { ForecastPorts, MadeForecast } from './forecast-chunk.ts'

type Result = MadeForecast | DomainError
type GroupOutput = ForecastTaskOutput['groups'][number]

/**
 * Makes the forecasts of each group sum, where replayed days say that it pays; else they stay as made, flagged.
 * @throws Failure `RECONCILE_MISMATCH` where forecasts of a group begin at different times
 */
export async function reconcileAll(
  { pool }: Pick<ForecastPorts, 'pool'>,
  input: Pick<ForecastTaskInput, 'reconcile' | 'seed'>,
  series: readonly SeriesRow[],
  made: readonly Result[],
  run: Pick<TaskRun, 'signal'>,
): Promise<{ results: Result[]; groups: GroupOutput[] }> {
  const results = [...made]
  const groups: GroupOutput[] = []
  for (const group of placeGroups(input.reconcile ?? [], series)) {
    const there = group.places.filter((place) => !(made[place] instanceof DomainError))
    const members = there.map((place) => made[place] as MadeForecast)
    demandSameStart(members.map(({ forecast: { startMs } }, i) => ({ key: series[there[i]].key, startMs })))
    const job = (): ThreadJob => ({ kind: 'reconcile', members: members.map(memberOf), method: group.method, seed: input.seed }) // prettier-ignore
    const answer = members.length < group.places.length ? INCOMPLETE : await pool.run<GroupAnswer>(job(), run.signal)
    for (const [i, place] of group.places.entries()) {
      const one = made[place]
      if (!(one instanceof DomainError)) results[place] = answered(one, answer.members?.[i], members, group, series)
    }
    groups.push(outputOf(series[group.places[0]].key, answer))
  }
  return { results, groups }
}

/** A group of which a series has no forecast. */
const INCOMPLETE = { members: null, reason: 'incomplete', mae: NaN, reconciledMae: NaN } as const

function memberOf({ forecast, bounds, replays }: MadeForecast): GroupMember {
  if (!replays) throw new Error('a series of a group was not replayed')
  const { levels, pointValue: point } = forecast
  return { point, levels, quantiles: quantilesOf(forecast), ...bounds, replays }
}

/** A forecast of a group with what came of it. */
function answered(
  one: MadeForecast,
  reconciled: ReconciledMember | undefined,
  members: readonly MadeForecast[],
  { places: [total, ...parts], method }: PlacedGroup,
  series: readonly SeriesRow[],
): MadeForecast {
  const { forecast } = one
  const flagged = (flag: string): NewForecast => ({ ...forecast, flags: [...forecast.flags, flag] })
  if (!reconciled) return { ...one, forecast: flagged('not-reconciled') }
  const { point, quantiles } = reconciled
  const { levels, explanation, pointValue } = forecast
  const asked = { total: series[total].key, parts: parts.length, method }
  return {
    ...one,
    forecast: {
      ...flagged('reconciled'),
      ...columnsOf({ point, levels, quantiles }),
      explanation: explanation ? explainReconciled(explanation, pointValue, point) : null,
      request: { ...(forecast.request as object), reconcile: asked },
      inputsSha256: groupSha256(forecast, members, method),
    },
  }
}

/** Hash of what a reconciled forecast was computed from: its own inputs and those of the whole group. */
function groupSha256({ inputsSha256 }: NewForecast, members: readonly MadeForecast[], method: string): string {
  const hashes = members.map(({ forecast }) => forecast.inputsSha256)
  return createHash('sha256').update(JSON.stringify({ inputsSha256, hashes, method })).digest('hex')
}

const outputOf = (total: string, { members, reason, mae, reconciledMae }: Omit<GroupAnswer, 'reason'> & Pick<GroupOutput, 'reason'>): GroupOutput =>
  ({ total, reconciled: members !== null, reason, mae: finite(mae), reconciledMae: finite(reconciledMae) }) // prettier-ignore

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null)
