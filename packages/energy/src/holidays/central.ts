/** Czechia, Slovakia, Poland, Hungary, Slovenia and Croatia. */
import { decreed, except, fixed, once, type Rule, since, until } from './rules.ts'
import {
  ALL_SAINTS, ASSUMPTION, CHRISTMAS, CHRISTMAS_EVE, CORPUS_CHRISTI, EASTER_MONDAY, EASTER_SUNDAY, EPIPHANY, GOOD_FRIDAY,
  LABOUR_DAY, NEW_YEAR, SECOND_CHRISTMAS, ST_STEPHEN, WHIT_MONDAY, WHIT_SUNDAY,
} from './shared-days.ts' // prettier-ignore

/**
 * Days between a holiday and a weekend for which Hungary works a Saturday elsewhere, by a decree each year that binds
 * everyone with usual hours. The Saturdays worked for them stay Saturdays here.
 */
const HUNGARIAN_BRIDGES = decreed(
  'Day exchanged for a Saturday',
  '2015-01-02', '2015-08-21', '2015-12-24', '2016-03-14', '2016-10-31', '2018-03-16', '2018-04-30', '2018-10-22', '2018-11-02',
  '2018-12-24', '2018-12-31', '2019-08-19', '2019-12-24', '2019-12-27', '2020-08-21', '2020-12-24', '2021-12-24', '2022-03-14',
  '2022-10-31', '2024-08-19', '2024-12-24', '2024-12-27', '2025-05-02', '2025-10-24', '2025-12-24', '2026-01-02', '2026-08-21',
) // prettier-ignore

export const CENTRAL: Readonly<Record<string, readonly Rule[]>> = {
  CZ: [
    NEW_YEAR, since(2016, GOOD_FRIDAY), EASTER_MONDAY, LABOUR_DAY, fixed('Victory Day', 5, 8),
    fixed('St Cyril and St Methodius', 7, 5), fixed('Jan Hus Day', 7, 6), since(2000, fixed('Statehood Day', 9, 28)),
    fixed('Independence Day', 10, 28), since(2000, fixed('Freedom and Democracy Day', 11, 17)), CHRISTMAS_EVE, CHRISTMAS,
    SECOND_CHRISTMAS,
  ],
  // To save money days off were struck: 1 September for good (530/2023), 17 November for good, 8 May and 15 September
  // in 2026 alone (261/2025). They are state holidays still, on which all work.
  SK: [
    NEW_YEAR, EPIPHANY, GOOD_FRIDAY, EASTER_MONDAY, LABOUR_DAY, except([2026], fixed('Victory Day', 5, 8)),
    fixed('St Cyril and St Methodius', 7, 5), fixed('National Uprising', 8, 29), until(2023, fixed('Constitution Day', 9, 1)),
    except([2026], fixed('Our Lady of Sorrows', 9, 15)), ALL_SAINTS,
    since(2001, until(2024, fixed('Freedom and Democracy Day', 11, 17))), CHRISTMAS_EVE, CHRISTMAS, SECOND_CHRISTMAS,
    once('100 years of the Martin Declaration', '2018-10-30'),
  ],
  PL: [
    NEW_YEAR, since(2011, EPIPHANY), EASTER_SUNDAY, EASTER_MONDAY, LABOUR_DAY, fixed('Constitution Day', 5, 3), WHIT_SUNDAY,
    CORPUS_CHRISTI, ASSUMPTION, ALL_SAINTS, fixed('Independence Day', 11, 11), since(2025, CHRISTMAS_EVE), CHRISTMAS,
    SECOND_CHRISTMAS, once('100 years of independence', '2018-11-12'),
  ],
  HU: [
    NEW_YEAR, fixed('Revolution of 1848', 3, 15), since(2017, GOOD_FRIDAY), EASTER_SUNDAY, EASTER_MONDAY, LABOUR_DAY,
    WHIT_SUNDAY, WHIT_MONDAY, fixed('State Foundation Day', 8, 20), since(1991, fixed('Revolution of 1956', 10, 23)),
    since(1999, ALL_SAINTS), since(2026, CHRISTMAS_EVE), CHRISTMAS, SECOND_CHRISTMAS, ...HUNGARIAN_BRIDGES,
  ],
  SI: [
    NEW_YEAR, except([2013, 2014, 2015, 2016], fixed("Second Day of New Year's", 1, 2)), fixed('Prešeren Day', 2, 8),
    EASTER_SUNDAY, EASTER_MONDAY, fixed('Resistance Day', 4, 27), LABOUR_DAY, fixed('Second Labour Day', 5, 2), WHIT_SUNDAY,
    fixed('Statehood Day', 6, 25), ASSUMPTION, fixed('Reformation Day', 10, 31), ALL_SAINTS, CHRISTMAS,
    fixed('Independence and Unity Day', 12, 26), once('Solidarity Day after the floods', '2023-08-14'),
  ],
  // The holidays act of 2019 moved Statehood Day back to May, from 2020 on.
  HR: [
    NEW_YEAR, EPIPHANY, EASTER_SUNDAY, EASTER_MONDAY, LABOUR_DAY, since(2020, fixed('Statehood Day', 5, 30)), CORPUS_CHRISTI,
    fixed('Anti-Fascist Struggle Day', 6, 22), since(2002, until(2019, fixed('Statehood Day', 6, 25))),
    fixed('Victory Day', 8, 5), ASSUMPTION, since(2002, until(2019, fixed('Independence Day', 10, 8))), ALL_SAINTS,
    since(2020, fixed('Remembrance Day', 11, 18)), CHRISTMAS, ST_STEPHEN,
  ],
} // prettier-ignore
