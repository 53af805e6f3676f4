/** Public holidays by rule, so that no list has to be bought or fetched. Dates are `YYYY-MM-DD`. */
import { addDays } from './calendar.ts'
import { Failure } from './errors.ts'

/** A holiday's date in a year, or undefined where the year has none. */
interface Rule {
  readonly name: string
  readonly dateIn: (year: number) => string | undefined
  readonly observed?: Shift
}
/** Where a day off moves when the holiday falls on a weekend; the day itself stays a holiday too. */
type Shift = 'us' | 'gb'

const iso = (year: number, month: number, day: number): string =>
  `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`

/** Weekday of a date, 0 = Monday .. 6 = Sunday. */
const weekdayOf = (date: string): number => (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7

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

/** From `first` to `last`, both included. */
const within = (year: number, first: number, last = Infinity): boolean => year >= first && year <= last

const fixed = (name: string, month: number, day: number, first = -Infinity, last = Infinity): Rule => ({
  name,
  dateIn: (year) => (within(year, first, last) ? iso(year, month, day) : undefined),
})
const easter = (name: string, days: number): Rule => ({ name, dateIn: (year) => addDays(easterSunday(year), days) })

/** The n-th `weekday` of a month; n = −1 is the last. */
const nth = (name: string, n: number, weekday: number, month: number, first = -Infinity): Rule => ({
  name,
  dateIn: (year) => (within(year, first) ? nthWeekday(year, month, n, weekday) : undefined),
})
function nthWeekday(year: number, month: number, n: number, weekday: number): string {
  if (n < 0) {
    const lastDay = addDays(month === 12 ? iso(year + 1, 1, 1) : iso(year, month + 1, 1), -1)
    return addDays(lastDay, -((weekdayOf(lastDay) - weekday + 7) % 7))
  }
  const firstDay = iso(year, month, 1)
  return addDays(firstDay, ((weekday - weekdayOf(firstDay) + 7) % 7) + 7 * (n - 1))
}

/** A holiday of single years, by decree. */
const once = (name: string, ...dates: string[]): Rule => ({
  name,
  dateIn: (year) => dates.find((date) => date.startsWith(iso(year, 1, 1).slice(0, 5))),
})
/** A rule with exceptions: in the years of `dates` the holiday was moved there. */
const moved = (rule: Rule, ...dates: string[]): Rule => ({
  ...rule,
  dateIn: (year) => once(rule.name, ...dates).dateIn(year) ?? rule.dateIn(year),
})
const observed = (shift: Shift, rule: Rule): Rule => ({ ...rule, observed: shift })

const GOOD_FRIDAY = easter('Good Friday', -2)
const EASTER_MONDAY = easter('Easter Monday', 1)
const ASCENSION = easter('Ascension Day', 39)
const WHIT_MONDAY = easter('Whit Monday', 50)
const CORPUS_CHRISTI = easter('Corpus Christi', 60)
const NEW_YEAR = fixed("New Year's Day", 1, 1)
const EPIPHANY = fixed('Epiphany', 1, 6)
const LABOUR_DAY = fixed('Labour Day', 5, 1)
const ASSUMPTION = fixed('Assumption Day', 8, 15)
const ALL_SAINTS = fixed("All Saints' Day", 11, 1)
const IMMACULATE = fixed('Immaculate Conception', 12, 8)
const CHRISTMAS = fixed('Christmas Day', 12, 25)
const SECOND_CHRISTMAS = fixed('Second Day of Christmas', 12, 26)
const reformationSince = (year: number): Rule => fixed('Reformation Day', 10, 31, year)

/** The Wednesday before 23 November; nationwide until 1994, in Saxony still. */
const REPENTANCE: Rule = {
  name: 'Day of Repentance and Prayer',
  dateIn: (year) => {
    const eve = iso(year, 11, 22)
    return addDays(eve, -((weekdayOf(eve) - 2 + 7) % 7))
  },
}
/** King's Day is never a Sunday; until 2013 it was Queen's Day. */
const KINGS_DAY: Rule = {
  name: "King's Day",
  dateIn: (year) => {
    const date = year >= 2014 ? iso(year, 4, 27) : iso(year, 4, 30)
    return weekdayOf(date) === 6 ? addDays(date, year >= 1980 ? -1 : 1) : date
  },
}
/** A general day off in the Netherlands only every fifth year. */
const LIBERATION_DAY: Rule = {
  name: 'Liberation Day',
  dateIn: (year) => (year >= 1990 && year % 5 === 0 ? iso(year, 5, 5) : undefined),
}

const GERMANY = [
  NEW_YEAR, GOOD_FRIDAY, EASTER_MONDAY, LABOUR_DAY, ASCENSION, WHIT_MONDAY, fixed('German Unity Day', 10, 3, 1990),
  CHRISTMAS, SECOND_CHRISTMAS, once('Reformation Day', '2017-10-31'),
] // prettier-ignore

/** By ISO 3166-2 code. Holidays of single municipalities are left out, but for Assumption Day, kept in most of Bavaria. */
const GERMAN_STATES: Readonly<Record<string, readonly Rule[]>> = {
  BW: [EPIPHANY, CORPUS_CHRISTI, ALL_SAINTS],
  BY: [EPIPHANY, CORPUS_CHRISTI, ASSUMPTION, ALL_SAINTS],
  BE: [fixed("International Women's Day", 3, 8, 2019), once('Liberation Day', '2020-05-08', '2025-05-08')],
  BB: [easter('Easter Sunday', 0), easter('Whit Sunday', 49), reformationSince(1991)],
  HB: [reformationSince(2018)],
  HH: [reformationSince(2018)],
  HE: [CORPUS_CHRISTI],
  MV: [fixed("International Women's Day", 3, 8, 2023), reformationSince(1991)],
  NI: [reformationSince(2018)],
  NW: [CORPUS_CHRISTI, ALL_SAINTS],
  RP: [CORPUS_CHRISTI, ALL_SAINTS],
  SL: [CORPUS_CHRISTI, ASSUMPTION, ALL_SAINTS],
  SN: [reformationSince(1992), REPENTANCE],
  ST: [EPIPHANY, reformationSince(1992)],
  SH: [reformationSince(2018)],
  TH: [fixed("World Children's Day", 9, 20, 2019), reformationSince(1991)],
}

const ENGLAND = [
  observed('gb', NEW_YEAR), GOOD_FRIDAY, EASTER_MONDAY,
  moved(nth('Early May bank holiday', 1, 0, 5, 1978), '1995-05-08', '2020-05-08'),
  moved(nth('Spring bank holiday', -1, 0, 5), '2002-06-04', '2012-06-04', '2022-06-02'),
  nth('Summer bank holiday', -1, 0, 8), observed('gb', CHRISTMAS), observed('gb', fixed('Boxing Day', 12, 26)),
  once('Jubilee bank holiday', '2002-06-03', '2012-06-05', '2022-06-03'), once('Royal wedding', '2011-04-29'),
  once('State Funeral of Queen Elizabeth II', '2022-09-19'), once('Coronation of King Charles III', '2023-05-08'),
] // prettier-ignore

const COUNTRIES: Readonly<Record<string, readonly Rule[]>> = {
  DE: GERMANY,
  NL: [
    NEW_YEAR, easter('Easter Sunday', 0), EASTER_MONDAY, KINGS_DAY, LIBERATION_DAY, ASCENSION,
    easter('Whit Sunday', 49), WHIT_MONDAY, CHRISTMAS, SECOND_CHRISTMAS,
  ],
  FR: [
    NEW_YEAR, EASTER_MONDAY, LABOUR_DAY, fixed('Victory Day', 5, 8, 1982), ASCENSION, WHIT_MONDAY,
    fixed('Bastille Day', 7, 14), ASSUMPTION, ALL_SAINTS, fixed('Armistice Day', 11, 11), CHRISTMAS,
  ],
  AT: [
    NEW_YEAR, EPIPHANY, EASTER_MONDAY, LABOUR_DAY, ASCENSION, WHIT_MONDAY, CORPUS_CHRISTI, ASSUMPTION,
    fixed('National Day', 10, 26, 1967), ALL_SAINTS, IMMACULATE, CHRISTMAS, fixed("St Stephen's Day", 12, 26),
  ],
  BE: [
    NEW_YEAR, EASTER_MONDAY, LABOUR_DAY, ASCENSION, WHIT_MONDAY, fixed('National Day', 7, 21), ASSUMPTION, ALL_SAINTS,
    fixed('Armistice Day', 11, 11), CHRISTMAS,
  ],
  ES: [
    NEW_YEAR, EPIPHANY, GOOD_FRIDAY, LABOUR_DAY, ASSUMPTION, fixed('National Day', 10, 12), ALL_SAINTS,
    fixed('Constitution Day', 12, 6, 1979), IMMACULATE, CHRISTMAS,
  ],
  GB: ENGLAND,
  'GB-ENG': ENGLAND,
  US: [
    observed('us', NEW_YEAR), nth('Martin Luther King Jr. Day', 3, 0, 1, 1986), nth("Washington's Birthday", 3, 0, 2, 1971),
    nth('Memorial Day', -1, 0, 5, 1971), observed('us', fixed('Juneteenth', 6, 19, 2021)),
    observed('us', fixed('Independence Day', 7, 4)), nth('Labor Day', 1, 0, 9), nth('Columbus Day', 2, 0, 10, 1971),
    observed('us', fixed('Veterans Day', 11, 11, 1978)), nth('Thanksgiving Day', 4, 3, 11),
    observed('us', CHRISTMAS),
  ],
} // prettier-ignore

function rulesOf(country: string): readonly Rule[] {
  const state = country.startsWith('DE-') ? country.slice(3) : ''
  if (state && Object.hasOwn(GERMAN_STATES, state)) return [...GERMANY, ...GERMAN_STATES[state]]
  if (Object.hasOwn(COUNTRIES, country)) return COUNTRIES[country]
  const known = [...Object.keys(COUNTRIES), ...Object.keys(GERMAN_STATES).map((code) => `DE-${code}`)].join(', ')
  throw new Failure('invalid', 'COUNTRY_UNKNOWN', `no holiday rules for "${country}"; known are ${known}`, '/country')
}

/** The day off that replaces a holiday on a weekend, if the country moves it; never a day that `taken` already holds. */
function observedDate(date: string, shift: Shift, taken: ReadonlyMap<string, string>): string | undefined {
  const weekday = weekdayOf(date)
  if (weekday < 5) return undefined
  if (shift === 'us') return addDays(date, weekday === 5 ? -1 : 1)
  let next = addDays(date, 7 - weekday)
  while (taken.has(next)) next = addDays(next, 1)
  return next
}

/**
 * Public holidays of a country or state in a calendar year; a holiday on a weekend that a country makes up for is
 * listed on its own date and on the day observed.
 * @param country ISO 3166: `DE`, `DE-BW`…`DE-TH`, `NL`, `FR`, `AT`, `BE`, `ES` (national), `GB` = `GB-ENG`, `US` (federal)
 * @returns date to English name, rising by date
 * @throws Failure `COUNTRY_UNKNOWN`
 */
export function holidaysOf(country: string, year: number): ReadonlyMap<string, string> {
  const rules = rulesOf(country)
  const days = new Map<string, string>()
  // The New Year of the next year may be observed on 31 December of this one.
  for (const ruleYear of [year, year + 1]) {
    const dated = rules.map((rule) => ({ rule, date: rule.dateIn(ruleYear) }))
    for (const { rule, date } of dated) if (date !== undefined) days.set(date, rule.name)
    for (const { rule, date } of dated) {
      const dayOff = date !== undefined && rule.observed ? observedDate(date, rule.observed, days) : undefined
      if (dayOff !== undefined && !days.has(dayOff)) days.set(dayOff, `${rule.name} (observed)`)
    }
  }
  const prefix = iso(year, 1, 1).slice(0, 5)
  return new Map([...days].filter(([date]) => date.startsWith(prefix)).sort(([a], [b]) => (a < b ? -1 : 1)))
}
