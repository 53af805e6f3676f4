/** Public holidays by rule, so that no list has to be bought or fetched. Dates are `YYYY-MM-DD`. */
import { addDays } from './calendar.ts'
import { Failure } from './errors.ts'
import { CENTRAL } from './holidays/central.ts'
import { ENGLISH_SPEAKING } from './holidays/english-speaking.ts'
import { GERMANY } from './holidays/germany.ts'
import { NORTHERN } from './holidays/northern.ts'
import { ORTHODOX } from './holidays/orthodox.ts'
import { iso, type Rule, type Shift, weekdayOf } from './holidays/rules.ts'
import { SOUTHERN } from './holidays/southern.ts'
import { WESTERN } from './holidays/western.ts'

export { easterSunday, orthodoxEasterSunday } from './holidays/rules.ts'

const COUNTRIES: ReadonlyMap<string, readonly Rule[]> = new Map(
  [GERMANY, WESTERN, SOUTHERN, CENTRAL, NORTHERN, ORTHODOX, ENGLISH_SPEAKING].flatMap((region) =>
    Object.entries(region),
  ),
)

/**
 * Codes that `holidaysOf` knows, in order: the 27 members of the European Union, GB, US, NO and CH by ISO 3166-1, and by
 * ISO 3166-2 the states of Germany, the nations of the United Kingdom, and Alsace with Moselle.
 */
export const HOLIDAY_COUNTRIES: readonly string[] = [...COUNTRIES.keys()].sort()

function rulesOf(country: string): readonly Rule[] {
  const rules = COUNTRIES.get(country)
  if (rules) return rules
  const known = HOLIDAY_COUNTRIES.join(', ')
  throw new Failure('invalid', 'COUNTRY_UNKNOWN', `no holiday rules for "${country}"; known are ${known}`, '/country')
}

/** The day off that replaces a holiday on a weekend, if the country moves it; never a day that `taken` already holds. */
function observedDate(date: string, shift: Shift, taken: ReadonlyMap<string, string>): string | undefined {
  const weekday = weekdayOf(date)
  if (weekday < 5) return undefined
  if (shift === 'nearest workday') return addDays(date, weekday === 5 ? -1 : 1)
  let next = addDays(date, 7 - weekday)
  while (taken.has(next)) next = addDays(next, 1)
  return next
}

/**
 * Public holidays of a country or state in a calendar year; a holiday on a weekend that a country makes up for is
 * listed on its own date and on the day observed. Rules were checked from 2012 on; before, some countries kept other days.
 * @param country one of `HOLIDAY_COUNTRIES`: for `ES` the national, for `US` the federal days, for `CH` those of all cantons
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
      const shift = ruleYear >= (rule.observedSince ?? -Infinity) ? rule.observed : undefined
      const dayOff = date !== undefined && shift ? observedDate(date, shift, days) : undefined
      if (dayOff !== undefined && !days.has(dayOff)) days.set(dayOff, `${rule.name} (observed)`)
    }
  }
  const prefix = iso(year, 1, 1).slice(0, 5)
  return new Map([...days].filter(([date]) => date.startsWith(prefix)).sort(([a], [b]) => (a < b ? -1 : 1)))
}
