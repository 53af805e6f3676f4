/** France, the Low Countries, Luxembourg, Austria and Switzerland. */
import { addDays } from '../calendar.ts'
import { fixed, iso, type Rule, since, weekdayOf } from './rules.ts'
import {
  ALL_SAINTS, ARMISTICE, ASCENSION, ASSUMPTION, CHRISTMAS, CORPUS_CHRISTI, EASTER_MONDAY, EASTER_SUNDAY, EPIPHANY,
  GOOD_FRIDAY, IMMACULATE, LABOUR_DAY, NEW_YEAR, SECOND_CHRISTMAS, ST_STEPHEN, WHIT_MONDAY, WHIT_SUNDAY,
} from './shared-days.ts' // prettier-ignore

const FRANCE = [
  NEW_YEAR, EASTER_MONDAY, LABOUR_DAY, since(1982, fixed('Victory Day', 5, 8)), ASCENSION, WHIT_MONDAY,
  fixed('Bastille Day', 7, 14), ASSUMPTION, ALL_SAINTS, ARMISTICE, CHRISTMAS,
] // prettier-ignore
/** Local law of 1892. Good Friday asks for a Protestant church in the municipality; in practice all rest. */
const ALSACE_MOSELLE = [...FRANCE, GOOD_FRIDAY, ST_STEPHEN]

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

export const WESTERN: Readonly<Record<string, readonly Rule[]>> = {
  FR: FRANCE,
  'FR-57': ALSACE_MOSELLE, // Moselle
  'FR-67': ALSACE_MOSELLE, // Bas-Rhin
  'FR-68': ALSACE_MOSELLE, // Haut-Rhin
  'FR-6AE': ALSACE_MOSELLE, // both of these since 2021: Alsace
  NL: [
    NEW_YEAR, EASTER_SUNDAY, EASTER_MONDAY, KINGS_DAY, LIBERATION_DAY, ASCENSION, WHIT_SUNDAY, WHIT_MONDAY, CHRISTMAS,
    SECOND_CHRISTMAS,
  ],
  BE: [
    NEW_YEAR, EASTER_MONDAY, LABOUR_DAY, ASCENSION, WHIT_MONDAY, fixed('National Day', 7, 21), ASSUMPTION, ALL_SAINTS,
    ARMISTICE, CHRISTMAS,
  ],
  LU: [
    NEW_YEAR, EASTER_MONDAY, LABOUR_DAY, since(2019, fixed('Europe Day', 5, 9)), ASCENSION, WHIT_MONDAY,
    fixed('National Day', 6, 23), ASSUMPTION, ALL_SAINTS, CHRISTMAS, ST_STEPHEN,
  ],
  AT: [
    NEW_YEAR, EPIPHANY, EASTER_MONDAY, LABOUR_DAY, ASCENSION, WHIT_MONDAY, CORPUS_CHRISTI, ASSUMPTION,
    since(1967, fixed('National Day', 10, 26)), ALL_SAINTS, IMMACULATE, CHRISTMAS, ST_STEPHEN,
  ],
  // Only what all cantons keep: the Confederation sets 1 August alone, the rest is theirs.
  CH: [NEW_YEAR, ASCENSION, since(1994, fixed('National Day', 8, 1)), CHRISTMAS],
} // prettier-ignore
