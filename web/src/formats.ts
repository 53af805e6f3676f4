// The one formatter: every number and time on a screen passes through here.
import { offsetText, startOfDate } from '@omarino/energy'

export type Language = 'en' | 'de'
const LOCALES: Readonly<Record<Language, string>> = { en: 'en-GB', de: 'de-DE' }
/** Missing is not 0. */
export const MISSING = '–'
type Maybe = number | null | undefined

export interface Formats {
  /** Fixed digits behind the mark; a true minus. */
  readonly number: (value: Maybe, digits?: number) => string
  /** As many digits as a reading needs: three significant ones below 100, whole numbers above 1000. */
  readonly reading: (value: Maybe) => string
  readonly money: (amount: Maybe, currency: string) => string
  /** A share 0..1 as percent. */
  readonly percent: (share: Maybe, digits?: number) => string
  /** `25 Oct 2026, 18:00` in the site's zone. */
  readonly instant: (ms: number, zone: string) => string
  /** `Sun 25 Oct 18:00` */
  readonly shortInstant: (ms: number, zone: string) => string
  /** `Sun 25 Oct 2026`, of a local date. */
  readonly day: (date: string) => string
  /** `25 Oct` or `25.10.`, of a local date: for axes. */
  readonly monthDay: (date: string) => string
  readonly clock: (ms: number, zone: string) => string
  /** `2026-10-25 02:00 +01:00`, the same in every language: for tables. */
  readonly stamp: (ms: number, zone: string) => string
  readonly duration: (ms: Maybe) => string
  readonly ago: (ms: number, nowMs: number) => string
  readonly bytes: (count: number) => string
}

const minus = (text: string): string => text.replaceAll('-', '−')
const isNumber = (value: Maybe): value is number => typeof value === 'number' && Number.isFinite(value)
const digitsOf = (value: number): number => {
  const size = Math.abs(value)
  if (size >= 1000 || size === 0) return 0
  return size >= 100 ? 1 : size >= 1 ? 2 : 3
}
const SECOND_MS = 1000
const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000

/** The formatter of a language. */
export function formatsOf(language: Language): Formats {
  const locale = LOCALES[language]
  const fixed = cached(
    (digits: number) => new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }),
  )
  const loose = cached((digits: number) => new Intl.NumberFormat(locale, { maximumFractionDigits: digits }))
  const currencies = cached((currency: string) => new Intl.NumberFormat(locale, { style: 'currency', currency }))
  const full = cached(
    (timeZone: string) => new Intl.DateTimeFormat(locale, { timeZone, dateStyle: 'medium', timeStyle: 'short' }),
  )
  const short = cached((timeZone: string) => new Intl.DateTimeFormat(locale, { timeZone, weekday: 'short', day: '2-digit', month: language === 'de' ? '2-digit' : 'short', hour: '2-digit', minute: '2-digit' })) // prettier-ignore
  const days = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', weekday: 'short', day: '2-digit', month: language === 'de' ? '2-digit' : 'short', year: 'numeric' }) // prettier-ignore
  const monthDays = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', day: '2-digit', month: language === 'de' ? '2-digit' : 'short' }) // prettier-ignore
  const clocks = cached((timeZone: string) => new Intl.DateTimeFormat(locale, { timeZone, timeStyle: 'medium' }))
  const stamps = cached(
    (timeZone: string) => new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }),
  )
  const relative = new Intl.RelativeTimeFormat(locale, { style: 'short', numeric: 'always' })
  // A value that rounds to zero has no sign.
  const unsigned = (text: string): string => (/[1-9]/.test(text) ? text : text.replace('-', ''))
  const number = (value: Maybe, digits = 0): string =>
    isNumber(value) ? minus(unsigned(fixed(digits).format(value))) : MISSING
  return {
    number,
    reading: (value) => (isNumber(value) ? minus(unsigned(loose(digitsOf(value)).format(value))) : MISSING),
    money: (amount, currency) => (isNumber(amount) ? minus(unsigned(currencies(currency).format(amount))) : MISSING),
    percent: (share, digits = 0) => (isNumber(share) ? `${number(share * 100, digits)} %` : MISSING),
    instant: (ms, zone) => full(zone).format(ms),
    monthDay: (date) => monthDays.format(startOfDate('UTC', date)),
    day: (date) => days.format(startOfDate('UTC', date)),
    shortInstant: (ms, zone) =>
      short(zone)
        .format(ms)
        .replace(/, (?=\d\d:)/, ' '),
    clock: (ms, zone) => clocks(zone).format(ms),
    stamp: (ms, zone) => `${stamps(zone).format(ms)} ${offsetText(zone, ms)}`,
    duration: (ms) => (isNumber(ms) ? durationText(ms, number) : MISSING),
    ago: (ms, nowMs) => agoText(relative, ms - nowMs),
    bytes: (count) => bytesText(count, number),
  }
}

function cached<K, F>(make: (key: K) => F): (key: K) => F {
  const made = new Map<K, F>()
  return (key) => {
    let found = made.get(key)
    if (found === undefined) made.set(key, (found = make(key)))
    return found
  }
}

type FormatNumber = (value: number, digits?: number) => string

function durationText(ms: number, number: FormatNumber): string {
  if (ms < SECOND_MS) return `${number(Math.max(0, ms))} ms`
  if (ms < MINUTE_MS) return `${number(ms / SECOND_MS, 1)} s`
  const minutes = Math.floor(ms / MINUTE_MS)
  if (ms < HOUR_MS) return `${minutes} min ${Math.floor((ms % MINUTE_MS) / SECOND_MS)} s`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

function agoText(relative: Intl.RelativeTimeFormat, ms: number): string {
  const size = Math.abs(ms)
  const [unitMs, unit] =
    size < MINUTE_MS ? ([SECOND_MS, 'second'] as const)
    : size < HOUR_MS ? ([MINUTE_MS, 'minute'] as const)
    : size < 2 * DAY_MS ? ([HOUR_MS, 'hour'] as const)
    : ([DAY_MS, 'day'] as const) // prettier-ignore
  return relative.format(Math.round(ms / unitMs) || -0, unit) // −0 is "0 sec. ago", 0 would be "in 0 sec."
}

function bytesText(count: number, number: FormatNumber): string {
  if (count < 1024) return `${number(count)} B`
  const power = Math.min(3, Math.floor(Math.log2(count) / 10))
  return `${number(count / 1024 ** power, 1)} ${['B', 'KiB', 'MiB', 'GiB'][power]}`
}
