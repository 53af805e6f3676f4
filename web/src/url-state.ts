// What a page shows stands in its address: read and written here, as plain text that people can send and edit.
import { isZone, parseCalendarStep, parseInstant } from '@omarino/energy'
import type { Aggregate } from '@omarino/contracts'

type Raw = Readonly<Record<string, unknown>>

/** `?series=a,b&from=…` → texts by name. */
export const parseSearch = (search: string): Record<string, string> => Object.fromEntries(new URLSearchParams(search))

/** Texts and lists by name → `?…`, empty ones left out; commas and slashes stay readable. */
export function stringifySearch(search: Raw): string {
  const parts = Object.entries(search).flatMap(([name, value]) => {
    const text = Array.isArray(value) ? value.join(',') : typeof value === 'string' ? value : ''
    return text === '' ? [] : [`${encodeURIComponent(name)}=${encodeURIComponent(text).replaceAll('%2C', ',').replaceAll('%2F', '/').replaceAll('%3A', ':')}`] // prettier-ignore
  })
  return parts.length > 0 ? `?${parts.join('&')}` : ''
}

const KEY = /^[A-Za-z0-9][\w.-]*(?:\/[A-Za-z0-9][\w.-]*)*$/
const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)
const keys = (value: unknown): string[] => {
  const parts: unknown[] = Array.isArray(value) ? value : typeof value === 'string' ? value.split(',') : []
  return [...new Set(parts.filter((part): part is string => typeof part === 'string' && KEY.test(part)))]
}

export interface SiteSearch {
  readonly site?: string
}
/** The site that all pages look at; left out for all sites. */
export function readSiteSearch(raw: Raw): SiteSearch {
  const site = text(raw['site'])
  return site !== undefined && KEY.test(site) ? { site } : {}
}

export const AGGREGATES = [
  'mean',
  'sum',
  'min',
  'max',
  'first',
  'last',
  'count',
] as const satisfies readonly Aggregate[]
export interface SeriesSearch {
  readonly series: string[]
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly agg?: Aggregate | undefined
  readonly interval?: string | undefined
}
const MOST_SERIES = 8

/** The state of the explorer; what cannot be read is left out rather than guessed. */
export function readSeriesSearch(raw: Raw): SeriesSearch {
  const agg = AGGREGATES.find((name) => name === raw['agg'])
  const interval = text(raw['interval'])
  const [from, to] = [text(raw['from']), text(raw['to'])]
  return {
    series: keys(raw['series']).slice(0, MOST_SERIES),
    ...(from !== undefined && edgeMs(from, 0) !== undefined && { from }),
    ...(to !== undefined && edgeMs(to, 0) !== undefined && { to }),
    ...(agg !== undefined && { agg }),
    ...(interval !== undefined && parseCalendarStep(interval) !== undefined && { interval }),
  }
}

export const SCORE_DAYS = ['7', '30', '90', '365'] as const
export const SCORE_MEASURES = ['mae', 'nmae', 'rmse', 'pinball', 'coverage80', 'bias', 'skill'] as const
export interface ForecastSearch {
  /** Window of the chart; without it, the chosen forecast and the day before. */
  readonly from?: string | undefined
  readonly to?: string | undefined
  /** Days that are scored. */
  readonly days?: (typeof SCORE_DAYS)[number] | undefined
  readonly measure?: (typeof SCORE_MEASURES)[number] | undefined
}

/** The state of the forecast workbench, beside the issue that the path names. */
export function readForecastSearch(raw: Raw): ForecastSearch {
  const days = SCORE_DAYS.find((name) => name === raw['days'])
  const measure = SCORE_MEASURES.find((name) => name === raw['measure'])
  const [from, to] = [text(raw['from']), text(raw['to'])]
  return {
    ...(from !== undefined && edgeMs(from, 0) !== undefined && { from }),
    ...(to !== undefined && edgeMs(to, 0) !== undefined && { to }),
    ...(days !== undefined && { days }),
    ...(measure !== undefined && { measure }),
  }
}

export interface BacktestSearch {
  /** The one that is shown. */
  readonly id?: string | undefined
  /** The one that the form begins with. */
  readonly series?: string | undefined
}
const ID = /^[0-9a-f-]{36}$/
export function readBacktestSearch(raw: Raw): BacktestSearch {
  const [id, series] = [text(raw['id']), text(raw['series'])]
  return {
    ...(id !== undefined && ID.test(id) && { id }),
    ...(series !== undefined && KEY.test(series) && { series }),
  }
}

const id = (value: unknown): string | undefined => {
  const told = text(value)
  return told !== undefined && ID.test(told) ? told : undefined
}

export interface PlanSearch {
  /** The plan that stands beside the one of the path. */
  readonly with?: string | undefined
  /** The variant that tells what less CO₂ costs. */
  readonly front?: string | undefined
  /** The run that publishes the schedule. */
  readonly publish?: string | undefined
}
export function readPlanSearch(raw: Raw): PlanSearch {
  const [other, front, publish] = [id(raw['with']), id(raw['front']), id(raw['publish'])]
  return {
    ...(other !== undefined && { with: other }),
    ...(front !== undefined && { front }),
    ...(publish !== undefined && { publish }),
  }
}

export interface ReplaySearch {
  /** The one that is shown. */
  readonly id?: string | undefined
}
export function readReplaySearch(raw: Raw): ReplaySearch {
  const shown = id(raw['id'])
  return shown !== undefined ? { id: shown } : {}
}

export interface AssetSearch {
  /** The asset whose form is open. */
  readonly asset?: string | undefined
  /** The type of the one that is being added. */
  readonly add?: string | undefined
}
const SLUG = /^[A-Za-z0-9][\w.-]*$/
export function readAssetSearch(raw: Raw): AssetSearch {
  const [asset, add] = [text(raw['asset']), text(raw['add'])]
  if (asset !== undefined && SLUG.test(asset)) return { asset }
  return add !== undefined && SLUG.test(add) ? { add } : {}
}

const RELATIVE = /^now(?:([+-])(\d{1,5})([mhdw]))?$/
const UNIT_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 }

/** An edge of a window: an instant, `now`, or relative such as `now-24h`; undefined when it is none of these. */
export function edgeMs(edge: string, nowMs: number): number | undefined {
  const match = RELATIVE.exec(edge)
  if (match) return nowMs + (match[1] === '-' ? -1 : 1) * +(match[2] ?? '0') * (UNIT_MS[match[3] ?? 'm'] ?? 0)
  const ms = parseInstant(edge)
  return typeof ms === 'number' ? ms : undefined
}

/** The window of an address; undefined when it names none or an empty one. */
export function readWindow(
  { from, to }: Pick<SeriesSearch, 'from' | 'to'>,
  nowMs: number,
): readonly [number, number] | undefined {
  if (from === undefined || to === undefined) return undefined
  const [fromMs, toMs] = [edgeMs(from, nowMs), edgeMs(to, nowMs)]
  return fromMs !== undefined && toMs !== undefined && fromMs < toMs ? [fromMs, toMs] : undefined
}

/** A zone that this browser knows, else UTC. */
export const knownZone = (zone: string | null | undefined): string => (zone && isZone(zone) ? zone : 'UTC')
