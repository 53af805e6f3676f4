/** Bulgaria, Cyprus, Greece and Romania, which keep the Easter of the Orthodox churches. */
import { addDays } from '../calendar.ts'
import { decreed, fixed, iso, observed, orthodoxEaster, orthodoxEasterSunday, type Rule, since, weekdayOf } from './rules.ts' // prettier-ignore
import {
  ASSUMPTION, CHRISTMAS, CHRISTMAS_EVE, CLEAN_MONDAY, EPIPHANY, LABOUR_DAY, NEW_YEAR, ORTHODOX_EASTER_MONDAY,
  ORTHODOX_EASTER_SUNDAY, ORTHODOX_GOOD_FRIDAY, ORTHODOX_WHIT_MONDAY, ORTHODOX_WHIT_SUNDAY, SECOND_CHRISTMAS,
} from './shared-days.ts' // prettier-ignore

/** Since 2017 the next workday makes up for a weekend, except at Easter (Labour Code, article 154). */
const madeUp = (rule: Rule): Rule => observed('next workday', rule, 2017)

/** The day off that replaces 1 May in Greece: after Easter where 1 May is in Holy Week or at Easter, Monday for a Sunday. */
function movedMayDay(year: number): string | undefined {
  const mayDay = iso(year, 5, 1)
  const easterDay = orthodoxEasterSunday(year)
  if (mayDay >= addDays(easterDay, -6) && mayDay <= addDays(easterDay, 1)) return addDays(easterDay, 2)
  return weekdayOf(mayDay) === 6 ? addDays(mayDay, 1) : undefined
}
/** Ministers have so decreed every time since 2013; 1 May itself is then worked, unless it is a weekend. */
const GREEK_LABOUR_DAY: readonly Rule[] = [
  {
    name: 'Labour Day',
    dateIn: (year) => {
      const mayDay = iso(year, 5, 1)
      const worked = year >= 2013 && weekdayOf(mayDay) < 5 && mayDay < orthodoxEasterSunday(year) && movedMayDay(year)
      return worked ? undefined : mayDay
    },
  },
  since(2013, { name: 'Labour Day (moved)', dateIn: movedMayDay }),
]

export const ORTHODOX: Readonly<Record<string, readonly Rule[]>> = {
  // Until 2016 the government exchanged workdays for Saturdays, in its decree for the year.
  BG: [
    madeUp(NEW_YEAR), madeUp(fixed('Liberation Day', 3, 3)), ORTHODOX_GOOD_FRIDAY, orthodoxEaster('Holy Saturday', -1),
    ORTHODOX_EASTER_SUNDAY, ORTHODOX_EASTER_MONDAY, madeUp(LABOUR_DAY), madeUp(since(1999, fixed("St George's Day", 5, 6))),
    madeUp(fixed('Culture and Slavonic Script Day', 5, 24)), madeUp(since(1998, fixed('Unification Day', 9, 6))),
    madeUp(since(1998, fixed('Independence Day', 9, 22))), madeUp(CHRISTMAS_EVE), madeUp(CHRISTMAS), madeUp(SECOND_CHRISTMAS),
    ...decreed(
      'Day exchanged for a Saturday',
      '2015-01-02', '2015-03-02', '2015-09-21', '2015-12-31', '2016-03-04', '2016-05-23', '2016-09-05', '2016-09-23',
    ),
    ...decreed('Changeover to the euro', '2025-12-31', '2026-01-02'),
  ],
  GR: [
    NEW_YEAR, EPIPHANY, CLEAN_MONDAY, fixed('Independence Day', 3, 25), ORTHODOX_GOOD_FRIDAY, ORTHODOX_EASTER_MONDAY,
    ...GREEK_LABOUR_DAY, ORTHODOX_WHIT_MONDAY, ASSUMPTION, fixed('Ohi Day', 10, 28), CHRISTMAS, SECOND_CHRISTMAS,
  ],
  CY: [
    NEW_YEAR, EPIPHANY, CLEAN_MONDAY, fixed('Greek Independence Day', 3, 25), fixed('National Day', 4, 1),
    ORTHODOX_GOOD_FRIDAY, ORTHODOX_EASTER_SUNDAY, ORTHODOX_EASTER_MONDAY, LABOUR_DAY, ORTHODOX_WHIT_MONDAY, ASSUMPTION,
    fixed('Independence Day', 10, 1), fixed('Ohi Day', 10, 28), CHRISTMAS, SECOND_CHRISTMAS,
  ],
  RO: [
    NEW_YEAR, fixed("Second Day of New Year's", 1, 2), since(2024, EPIPHANY), since(2024, fixed('St John the Baptist', 1, 7)),
    since(2017, fixed('Union of the Principalities', 1, 24)), since(2018, ORTHODOX_GOOD_FRIDAY), ORTHODOX_EASTER_SUNDAY,
    ORTHODOX_EASTER_MONDAY, LABOUR_DAY, since(2017, fixed("Children's Day", 6, 1)), since(2009, ORTHODOX_WHIT_SUNDAY),
    since(2009, ORTHODOX_WHIT_MONDAY), since(2009, ASSUMPTION), since(2012, fixed("St Andrew's Day", 11, 30)),
    fixed('National Day', 12, 1), CHRISTMAS, SECOND_CHRISTMAS,
  ],
} // prettier-ignore
