/** The United Kingdom, Ireland and the United States. */
import { fixed, iso, last, moved, nth, observed, once, type Rule, since, weekdayOf } from './rules.ts'
import { CHRISTMAS, EASTER_MONDAY, GOOD_FRIDAY, NEW_YEAR, ST_STEPHEN } from './shared-days.ts'

const [MONDAY, THURSDAY] = [0, 3]
const madeUp = (rule: Rule): Rule => observed('next workday', rule)

const ALL_NATIONS = [
  madeUp(NEW_YEAR), GOOD_FRIDAY, moved(since(1978, nth('Early May bank holiday', 1, MONDAY, 5)), '1995-05-08', '2020-05-08'),
  moved(last('Spring bank holiday', MONDAY, 5), '2002-06-04', '2012-06-04', '2022-06-02'),
  madeUp(CHRISTMAS), madeUp(fixed('Boxing Day', 12, 26)),
  once('Jubilee bank holiday', '2002-06-03', '2012-06-05', '2022-06-03'), once('Royal wedding', '2011-04-29'),
  once('State Funeral of Queen Elizabeth II', '2022-09-19'), once('Coronation of King Charles III', '2023-05-08'),
] // prettier-ignore
const ENGLAND = [...ALL_NATIONS, EASTER_MONDAY, last('Summer bank holiday', MONDAY, 8)]
const SCOTLAND = [
  ...ALL_NATIONS, madeUp(fixed('Second of January', 1, 2)), nth('Summer bank holiday', 1, MONDAY, 8),
  madeUp(since(2007, fixed("St Andrew's Day", 11, 30))), once('Football World Cup', '2026-06-15'),
] // prettier-ignore
const NORTHERN_IRELAND = [
  ...ENGLAND,
  madeUp(fixed("St Patrick's Day", 3, 17)),
  madeUp(fixed('Battle of the Boyne', 7, 12)),
]

const FEBRUARY_MONDAY = nth("St Brigid's Day", 1, MONDAY, 2)
/** The first Monday of February, or 1 February where that is a Friday. */
const ST_BRIGID: Rule = {
  ...FEBRUARY_MONDAY,
  dateIn: (year) => (weekdayOf(iso(year, 2, 1)) === 4 ? iso(year, 2, 1) : FEBRUARY_MONDAY.dateIn(year)),
}

const usObserved = (rule: Rule): Rule => observed('nearest workday', rule)

export const ENGLISH_SPEAKING: Readonly<Record<string, readonly Rule[]>> = {
  GB: ENGLAND,
  'GB-ENG': ENGLAND,
  'GB-WLS': ENGLAND,
  'GB-SCT': SCOTLAND,
  'GB-NIR': NORTHERN_IRELAND,
  // What falls on a weekend is owed to employees on a day of the employer's choice, so none is set here.
  IE: [
    NEW_YEAR, since(2023, ST_BRIGID), fixed("St Patrick's Day", 3, 17), EASTER_MONDAY, since(1994, nth('May holiday', 1, MONDAY, 5)),
    nth('June holiday', 1, MONDAY, 6), nth('August holiday', 1, MONDAY, 8), last('October holiday', MONDAY, 10), CHRISTMAS,
    ST_STEPHEN, once('Remembrance of the pandemic', '2022-03-18'),
  ],
  // Federal. Days that a president gives the administration alone are left out.
  US: [
    usObserved(NEW_YEAR), since(1986, nth('Martin Luther King Jr. Day', 3, MONDAY, 1)),
    since(1971, nth("Washington's Birthday", 3, MONDAY, 2)), since(1971, last('Memorial Day', MONDAY, 5)),
    usObserved(since(2021, fixed('Juneteenth', 6, 19))), usObserved(fixed('Independence Day', 7, 4)),
    nth('Labor Day', 1, MONDAY, 9), since(1971, nth('Columbus Day', 2, MONDAY, 10)),
    usObserved(since(1978, fixed('Veterans Day', 11, 11))), nth('Thanksgiving Day', 4, THURSDAY, 11), usObserved(CHRISTMAS),
  ],
} // prettier-ignore
