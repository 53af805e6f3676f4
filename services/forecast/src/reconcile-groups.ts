import type { ReconcileGroup } from '@omarino/contracts'
import { Failure } from '@omarino/energy'
import type { SeriesRow } from '@omarino/store'

/** A group by the places of its series among those that are forecast; the total first. */
export interface PlacedGroup {
  readonly places: readonly number[]
  readonly method: ReconcileGroup['method']
}

type Told = Pick<SeriesRow, 'key' | 'uuid' | 'unit' | 'step_ms' | 'zone'>

/**
 * Finds the series of groups, which are named by key or UUID.
 * @throws Failure `RECONCILE_UNKNOWN` for a series that is not forecast, `RECONCILE_OVERLAP` for one in two places,
 *   `RECONCILE_MISMATCH` where unit, step or zone differ
 */
export function placeGroups(groups: readonly ReconcileGroup[], series: readonly Told[]): PlacedGroup[] {
  const places = new Map(series.flatMap(({ key, uuid }, place) => [[key, place] as const, [uuid, place] as const]))
  const taken = new Map<number, number>() // group by place
  return groups.map(({ total, parts, method }, at) => {
    const found = [total, ...parts].map((name, i) => {
      const pointer = i === 0 ? `/reconcile/${at}/total` : `/reconcile/${at}/parts/${i - 1}`
      const place = places.get(name)
      if (place === undefined)
        throw refusal('UNKNOWN', `${name} is none of the ${series.length} series asked for`, pointer)
      const other = taken.get(place)
      if (other !== undefined) throw refusal('OVERLAP', `${name} stands twice in the groups to reconcile (${other + 1} and ${at + 1})`, pointer) // prettier-ignore
      taken.set(place, at)
      demandAlike(series[places.get(total) as number], series[place], pointer)
      return place
    })
    return { places: found, method }
  })
}

const refusal = (code: string, sentence: string, pointer: string): Failure =>
  new Failure('invalid', `RECONCILE_${code}`, sentence, pointer)

function demandAlike(total: Told, part: Told, pointer: string): void {
  const differ = (what: string, own: string, its: string): void => {
    if (own !== its) throw mismatch(part.key, `${what} ${its}`, total.key, `${what} ${own}`, pointer)
  }
  differ('the unit', total.unit, part.unit)
  differ('a step of', secondsOf(total.step_ms), secondsOf(part.step_ms))
  differ('the zone', total.zone, part.zone)
}

const secondsOf = (stepMs: number | null): string => (stepMs === null ? 'no fixed length' : `${stepMs / 1000} s`)

const mismatch = (part: string, its: string, total: string, own: string, pointer: string): Failure =>
  refusal('MISMATCH', `${part} has ${its}, its total ${total} ${own}; what does not share unit, step, zone and start does not sum`, pointer) // prettier-ignore

/** Where the steps of each forecast begin. @throws Failure `RECONCILE_MISMATCH` for a series that begins elsewhere */
export function demandSameStart(starts: readonly { readonly key: string; readonly startMs: number }[]): void {
  const [total, ...parts] = starts
  const iso = (ms: number): string => new Date(ms).toISOString()
  for (const { key, startMs } of parts) {
    if (startMs === total.startMs) continue
    throw mismatch(key, `its first step at ${iso(startMs)}`, total.key, iso(total.startMs), '/reconcile')
  }
}
