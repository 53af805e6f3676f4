import type { ConfigOf } from '@omarino/contracts'
import { Failure, startOfDate } from '@omarino/energy'
import { localDate } from '@omarino/energy'
import type { AssetFacts, Clock, StoredKind } from './stored-kind.ts'

type Config = ConfigOf<'grid'>
type Charge = NonNullable<Config['demandCharges']>[number]
const iso = (ms: number): string => new Date(ms).toISOString().replace('.000Z', 'Z')

/** First instant of the local month after the one in which the plan begins. */
function monthEndMs({ grid, zone }: Clock): number {
  const [year, month] = localDate(zone, grid.startMs).split('-')
  const next = new Date(Date.UTC(+year, +month, 1)).toISOString().slice(0, 10)
  return startOfDate(zone, next)
}

/** A charge counts by the month: where the horizon runs into the next one, that begins without a peak. */
function chargesOf({ id, pricePerKw, intervalMinutes }: Charge, facts: AssetFacts): object[] {
  const { startMs, stepMs, steps } = facts.grid
  const endMs = startMs + steps * stepMs
  const { realisedKw = 0, intervalEnergyKwh = 0 } = facts.peaks.get(id) ?? {}
  const first = { id, pricePerKw, intervalMinutes, realisedKw, intervalEnergyKwh }
  const turnMs = monthEndMs(facts)
  if (turnMs >= endMs) return [first]
  return [
    { ...first, windows: [[iso(startMs - intervalMinutes * 60_000), iso(turnMs)]] }, // the interval that runs began before
    { id: `${id}.2`, pricePerKw, intervalMinutes, realisedKw: 0, windows: [[iso(turnMs), iso(endMs)]] },
  ]
}

export const grid: StoredKind<Config> = {
  fields: { series: ['power', 'none'], co2KgPerKwh: ['emission', 'price'] },
  nested: ({ demandCharges = [] }) =>
    demandCharges.flatMap(({ powerSeries }, k) =>
      powerSeries === undefined ? [] : [{ pointer: `/demandCharges/${k}/powerSeries`, key: powerSeries, need: 'power', use: 'peak' }],
    ), // prettier-ignore
  requests: (plain, { demandCharges }, facts) => {
    const [importPricePerKwh, exportPricePerKwh] = facts.prices
    const charges = demandCharges?.flatMap((charge) => chargesOf(charge, facts))
    return [{ ...plain, importPricePerKwh, exportPricePerKwh, ...(charges && { demandCharges: charges }) }]
  },
  check: ({ demandCharges = [] }) => {
    const ids = demandCharges.map(({ id }) => id)
    const twin = ids.findIndex((id, k) => ids.indexOf(id) < k)
    if (twin >= 0)
      throw new Failure('invalid', 'CHARGE_TWICE', `two demand charges are called ${ids[twin]}`, `/config/demandCharges/${twin}/id`) // prettier-ignore
    const open = demandCharges.findIndex(({ realisedKw, powerSeries }) => realisedKw === undefined && powerSeries === undefined) // prettier-ignore
    if (open >= 0)
      throw new Failure('invalid', 'PEAK_UNKNOWN', `the demand charge ${ids[open]} needs realisedKw or powerSeries: what the month has seen already`, `/config/demandCharges/${open}/realisedKw`) // prettier-ignore
  },
}
