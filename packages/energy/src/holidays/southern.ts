/** Spain, Portugal, Italy and Malta. */
import { except, fixed, once, type Rule, since } from './rules.ts'
import {
  ALL_SAINTS, ASSUMPTION, CHRISTMAS, CORPUS_CHRISTI, EASTER_MONDAY, EASTER_SUNDAY, EPIPHANY, GOOD_FRIDAY, IMMACULATE,
  LABOUR_DAY, NEW_YEAR, ST_STEPHEN,
} from './shared-days.ts' // prettier-ignore

/** Portugal worked on four of its holidays in the years of its debt crisis (Lei 23/2012, back by Lei 8/2016). */
const notInTheCrisis = (rule: Rule): Rule => except([2013, 2014, 2015], rule)

export const SOUTHERN: Readonly<Record<string, readonly Rule[]>> = {
  // National. Regions add their own, and may give a Monday for one that falls on a Sunday.
  ES: [
    NEW_YEAR, EPIPHANY, GOOD_FRIDAY, LABOUR_DAY, ASSUMPTION, fixed('National Day', 10, 12), ALL_SAINTS,
    since(1979, fixed('Constitution Day', 12, 6)), IMMACULATE, CHRISTMAS,
  ],
  PT: [
    NEW_YEAR, GOOD_FRIDAY, EASTER_SUNDAY, since(1974, fixed('Freedom Day', 4, 25)), LABOUR_DAY, notInTheCrisis(CORPUS_CHRISTI),
    fixed('Portugal Day', 6, 10), ASSUMPTION, notInTheCrisis(fixed('Republic Day', 10, 5)), notInTheCrisis(ALL_SAINTS),
    notInTheCrisis(fixed('Restoration of Independence', 12, 1)), IMMACULATE, CHRISTMAS,
  ],
  // The Day of National Unity has been the first Sunday of November since 1977 and gives nobody a day off.
  IT: [
    NEW_YEAR, since(1986, EPIPHANY), EASTER_SUNDAY, EASTER_MONDAY, fixed('Liberation Day', 4, 25), LABOUR_DAY,
    since(2001, fixed('Republic Day', 6, 2)), ASSUMPTION, since(2026, fixed('St Francis of Assisi', 10, 4)), ALL_SAINTS,
    IMMACULATE, CHRISTMAS, ST_STEPHEN, once('150 years of unity', '2011-03-17'),
  ],
  MT: [
    NEW_YEAR, fixed("St Paul's Shipwreck", 2, 10), fixed('St Joseph', 3, 19), fixed('Freedom Day', 3, 31), GOOD_FRIDAY,
    LABOUR_DAY, fixed('Sette Giugno', 6, 7), fixed('St Peter and St Paul', 6, 29), ASSUMPTION,
    fixed('Our Lady of Victories', 9, 8), fixed('Independence Day', 9, 21), IMMACULATE, fixed('Republic Day', 12, 13),
    CHRISTMAS,
  ],
} // prettier-ignore
