/** Denmark, Finland, Sweden and Norway; Estonia, Latvia and Lithuania. */
import { decreed, easter, fixed, nth, observed, onOrAfter, type Rule, since, until } from './rules.ts'
import {
  ALL_SAINTS, ASCENSION, ASSUMPTION, CHRISTMAS, CHRISTMAS_EVE, EASTER_MONDAY, EASTER_SUNDAY, EPIPHANY, GOOD_FRIDAY,
  LABOUR_DAY, MAUNDY_THURSDAY, NEW_YEAR, NEW_YEARS_EVE, SECOND_CHRISTMAS, WHIT_MONDAY, WHIT_SUNDAY,
} from './shared-days.ts' // prettier-ignore

const [FRIDAY, SATURDAY, SUNDAY] = [4, 5, 6]
const MIDSUMMER_EVE = onOrAfter('Midsummer Eve', FRIDAY, 6, 19)
const MIDSUMMER_DAY = onOrAfter('Midsummer Day', SATURDAY, 6, 20)
const ALL_SAINTS_SATURDAY = onOrAfter("All Saints' Day", SATURDAY, 10, 31)

const NORDIC: Readonly<Record<string, readonly Rule[]>> = {
  DK: [
    NEW_YEAR, MAUNDY_THURSDAY, GOOD_FRIDAY, EASTER_SUNDAY, EASTER_MONDAY, until(2023, easter('Great Prayer Day', 26)),
    ASCENSION, WHIT_SUNDAY, WHIT_MONDAY, CHRISTMAS, SECOND_CHRISTMAS,
  ],
  // The eves of Midsummer and Christmas are no workdays by the Annual Holidays Act (162/2005, section 4).
  FI: [
    NEW_YEAR, EPIPHANY, GOOD_FRIDAY, EASTER_SUNDAY, EASTER_MONDAY, LABOUR_DAY, ASCENSION, WHIT_SUNDAY, MIDSUMMER_EVE,
    MIDSUMMER_DAY, ALL_SAINTS_SATURDAY, fixed('Independence Day', 12, 6), CHRISTMAS_EVE, CHRISTMAS, SECOND_CHRISTMAS,
  ],
  // No public holidays by name are the three eves, yet the Annual Leave Act (1977:480, section 7) makes them Sundays.
  SE: [
    NEW_YEAR, EPIPHANY, GOOD_FRIDAY, EASTER_SUNDAY, EASTER_MONDAY, LABOUR_DAY, ASCENSION, WHIT_SUNDAY,
    until(2004, WHIT_MONDAY), since(2005, fixed('National Day', 6, 6)), MIDSUMMER_EVE, MIDSUMMER_DAY, ALL_SAINTS_SATURDAY,
    CHRISTMAS_EVE, CHRISTMAS, SECOND_CHRISTMAS, NEW_YEARS_EVE,
  ],
  NO: [
    NEW_YEAR, MAUNDY_THURSDAY, GOOD_FRIDAY, EASTER_SUNDAY, EASTER_MONDAY, LABOUR_DAY, fixed('Constitution Day', 5, 17),
    ASCENSION, WHIT_SUNDAY, WHIT_MONDAY, CHRISTMAS, SECOND_CHRISTMAS,
  ],
} // prettier-ignore

const BALTIC: Readonly<Record<string, readonly Rule[]>> = {
  EE: [
    NEW_YEAR, fixed('Independence Day', 2, 24), GOOD_FRIDAY, EASTER_SUNDAY, LABOUR_DAY, WHIT_SUNDAY,
    fixed('Victory Day', 6, 23), fixed('Midsummer Day', 6, 24), since(1998, fixed('Restoration of Independence', 8, 20)),
    since(2005, CHRISTMAS_EVE), CHRISTMAS, SECOND_CHRISTMAS,
  ],
  // The last day of the Song and Dance Festival, every fifth year, has been a holiday since 2018, on a Sunday the
  // Monday after: entered when dated. Workdays that the cabinet moves bind public offices alone and are left out.
  LV: [
    NEW_YEAR, GOOD_FRIDAY, EASTER_SUNDAY, EASTER_MONDAY, LABOUR_DAY,
    observed('next workday', since(2002, fixed('Restoration of Independence', 5, 4))), nth("Mother's Day", 2, SUNDAY, 5),
    WHIT_SUNDAY, fixed('Midsummer Eve', 6, 23), fixed('Midsummer Day', 6, 24),
    observed('next workday', fixed('Proclamation of the Republic', 11, 18)), since(2007, CHRISTMAS_EVE), CHRISTMAS,
    SECOND_CHRISTMAS, NEW_YEARS_EVE, ...decreed('Last day of the Song and Dance Festival', '2018-07-09', '2023-07-10'),
    ...decreed('Visit of the Pope', '2018-09-24'), ...decreed('Ice hockey world bronze', '2023-05-29'),
  ],
  LT: [
    NEW_YEAR, fixed('Restoration of the State', 2, 16), fixed('Restoration of Independence', 3, 11), EASTER_SUNDAY,
    EASTER_MONDAY, LABOUR_DAY, nth("Mother's Day", 1, SUNDAY, 5), nth("Father's Day", 1, SUNDAY, 6),
    since(2003, fixed("St John's Day", 6, 24)), fixed('Statehood Day', 7, 6), ASSUMPTION, ALL_SAINTS,
    since(2020, fixed("All Souls' Day", 11, 2)), CHRISTMAS_EVE, CHRISTMAS, SECOND_CHRISTMAS,
  ],
} // prettier-ignore

export const NORTHERN: Readonly<Record<string, readonly Rule[]>> = { ...NORDIC, ...BALTIC }
