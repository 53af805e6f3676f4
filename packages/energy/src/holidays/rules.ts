/** What a public holiday is: a name and the date it has in a year. Dates are `YYYY-MM-DD`. */
import { addDays } from '../calendar.ts'

/** A holiday's date in a year, or undefined where the year has none. */
export interface Rule {
  readonly name: string
  readonly dateIn: (year: number) => string | undefined
  readonly observed?: Shift
  readonly observedSince?: number // first year; absent: always
}
/** Where a day off moves when the holiday falls on a weekend; the day itself stays a holiday too. */
export type Shift = 'nearest workday' | 'next workday'

export const iso = (year: number, month: number, day: number): string =>
  `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`

/** Weekday of a date, 0 = Monday .. 6 = Sunday. */
export const weekdayOf = (date: string): number => (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7

/**
 * Easter Sunday in the Gregorian calendar.
 * @see Meeus (1991), Astronomical Algorithms, ch. 8 (the "anonymous" algorithm, Nature 1876)
 */
export function easterSunday(year: number): string {
  const a = year % 19
  const century = Math.floor(year / 100)
  const c = year % 100
  const g = Math.floor((8 * century + 13) / 25)
  const h = (19 * a + century - Math.floor(century / 4) - g + 15) % 30
  const l = (32 + 2 * (century % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7
  const m = Math.floor((a + 11 * h + 22 * l) / 451)
  const monthAndDay = h + l - 7 * m + 114
  return iso(year, Math.floor(monthAndDay / 31), (monthAndDay % 31) + 1)
}

/**
 * Easter Sunday of the Orthodox churches: by the moon of the Julian calendar, as a Gregorian date.
 * @see Meeus (1991), Astronomical Algorithms, ch. 8
 */
export function orthodoxEasterSunday(year: number): string {
  const d = (19 * (year % 19) + 15) % 30
  const e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7
  const monthAndDay = d + e + 114
  const julianLagDays = Math.floor(year / 100) - Math.floor(year / 400) - 2 // 13 from 1900 to 2099
  return addDays(iso(year, Math.floor(monthAndDay / 31), (monthAndDay % 31) + 1), julianLagDays)
}

export const fixed = (name: string, month: number, day: number): Rule => ({
  name,
  dateIn: (year) => iso(year, month, day),
})
/** So many days after Easter Sunday. */
export const easter = (name: string, days: number): Rule => ({
  name,
  dateIn: (year) => addDays(easterSunday(year), days),
})
export const orthodoxEaster = (name: string, days: number): Rule => ({
  name,
  dateIn: (year) => addDays(orthodoxEasterSunday(year), days),
})

/** The first `weekday` on a day of the year or after it. */
export const onOrAfter = (name: string, weekday: number, month: number, day: number): Rule => ({
  name,
  dateIn: (year) => addDays(iso(year, month, day), (weekday - weekdayOf(iso(year, month, day)) + 7) % 7),
})
/** The last `weekday` of a month. */
export const last = (name: string, weekday: number, month: number): Rule => ({
  name,
  dateIn: (year) => {
    const lastDay = addDays(month === 12 ? iso(year + 1, 1, 1) : iso(year, month + 1, 1), -1)
    return addDays(lastDay, -((weekdayOf(lastDay) - weekday + 7) % 7))
  },
})
/** The n-th `weekday` of a month. */
export const nth = (name: string, n: number, weekday: number, month: number): Rule =>
  onOrAfter(name, weekday, month, 7 * (n - 1) + 1)

const where = (rule: Rule, kept: (year: number) => boolean): Rule => ({
  ...rule,
  dateIn: (year) => (kept(year) ? rule.dateIn(year) : undefined),
})
/** From that year on, it included. */
export const since = (first: number, rule: Rule): Rule => where(rule, (year) => year >= first)
/** Up to that year, it included. */
export const until = (lastYear: number, rule: Rule): Rule => where(rule, (year) => year <= lastYear)
export const except = (years: readonly number[], rule: Rule): Rule => where(rule, (year) => !years.includes(year))

/** A holiday of single years, by decree; at most one a year. */
export const once = (name: string, ...dates: string[]): Rule => ({
  name,
  dateIn: (year) => dates.find((date) => date.startsWith(iso(year, 1, 1).slice(0, 5))),
})
/** Days off by decree, each a rule of its own, so that a year may have several. */
export const decreed = (name: string, ...dates: string[]): Rule[] => dates.map((date) => once(name, date))
/** A rule with exceptions: in the years of `dates` the holiday was moved there. */
export const moved = (rule: Rule, ...dates: string[]): Rule => ({
  ...rule,
  dateIn: (year) => once(rule.name, ...dates).dateIn(year) ?? rule.dateIn(year),
})
export const observed = (shift: Shift, rule: Rule, observedSince = -Infinity): Rule => ({
  ...rule,
  observed: shift,
  observedSince,
})
