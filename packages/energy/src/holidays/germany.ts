import { addDays } from '../calendar.ts'
import { fixed, iso, once, type Rule, since, weekdayOf } from './rules.ts'
import {
  ALL_SAINTS, ASCENSION, ASSUMPTION, CHRISTMAS, CORPUS_CHRISTI, EASTER_MONDAY, EASTER_SUNDAY, EPIPHANY, GOOD_FRIDAY,
  LABOUR_DAY, NEW_YEAR, SECOND_CHRISTMAS, WHIT_MONDAY, WHIT_SUNDAY,
} from './shared-days.ts' // prettier-ignore

const REFORMATION = fixed('Reformation Day', 10, 31)
const WOMENS_DAY = fixed("International Women's Day", 3, 8)

/** The Wednesday before 23 November; nationwide until 1994, in Saxony still. */
const REPENTANCE: Rule = {
  name: 'Day of Repentance and Prayer',
  dateIn: (year) => {
    const eve = iso(year, 11, 22)
    return addDays(eve, -((weekdayOf(eve) - 2 + 7) % 7))
  },
}

const NATIONWIDE = [
  NEW_YEAR, GOOD_FRIDAY, EASTER_MONDAY, LABOUR_DAY, ASCENSION, WHIT_MONDAY, since(1990, fixed('German Unity Day', 10, 3)),
  CHRISTMAS, SECOND_CHRISTMAS, once('Reformation Day', '2017-10-31'),
] // prettier-ignore

/** Beside the nationwide ones. Holidays of single municipalities are left out, but for Assumption Day, kept in most of Bavaria. */
const STATES: Readonly<Record<string, readonly Rule[]>> = {
  'DE-BW': [EPIPHANY, CORPUS_CHRISTI, ALL_SAINTS],
  'DE-BY': [EPIPHANY, CORPUS_CHRISTI, ASSUMPTION, ALL_SAINTS],
  'DE-BE': [
    since(2019, WOMENS_DAY),
    once('Liberation Day', '2020-05-08', '2025-05-08'),
    once('75 years since the uprising of 1953', '2028-06-17'),
  ],
  'DE-BB': [EASTER_SUNDAY, WHIT_SUNDAY, since(1991, REFORMATION)],
  'DE-HB': [since(2018, REFORMATION)],
  'DE-HH': [since(2018, REFORMATION)],
  'DE-HE': [CORPUS_CHRISTI],
  'DE-MV': [since(2023, WOMENS_DAY), since(1991, REFORMATION)],
  'DE-NI': [since(2018, REFORMATION)],
  'DE-NW': [CORPUS_CHRISTI, ALL_SAINTS],
  'DE-RP': [CORPUS_CHRISTI, ALL_SAINTS],
  'DE-SL': [CORPUS_CHRISTI, ASSUMPTION, ALL_SAINTS],
  'DE-SN': [since(1992, REFORMATION), REPENTANCE],
  'DE-ST': [EPIPHANY, since(1992, REFORMATION)],
  'DE-SH': [since(2018, REFORMATION)],
  'DE-TH': [since(2019, fixed("World Children's Day", 9, 20)), since(1991, REFORMATION)],
}

export const GERMANY: Readonly<Record<string, readonly Rule[]>> = {
  DE: NATIONWIDE,
  ...Object.fromEntries(Object.entries(STATES).map(([state, rules]) => [state, [...NATIONWIDE, ...rules]])),
}
