import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Failure } from './errors.ts'
import { easterSunday, holidaysOf } from './holidays.ts'

const dates = (country: string, year: number): string[] => [...holidaysOf(country, year).keys()]
const monthDays = (country: string, year: number): string =>
  dates(country, year)
    .map((date) => date.slice(5))
    .join(' ')

test('Easter falls on the dates that churches keep', () => {
  assert.equal(easterSunday(2008), '2008-03-23')
  assert.equal(easterSunday(2011), '2011-04-24')
  assert.equal(easterSunday(2024), '2024-03-31')
  assert.equal(easterSunday(2025), '2025-04-20')
  assert.equal(easterSunday(2038), '2038-04-25') // the latest date that is possible
})

test('Germany keeps nine days in 2024, and a tenth once in 2017', () => {
  assert.equal(monthDays('DE', 2024), '01-01 03-29 04-01 05-01 05-09 05-20 10-03 12-25 12-26')
  assert.equal(holidaysOf('DE', 2017).get('2017-10-31'), 'Reformation Day')
})

test('each German state adds its own days in 2025', () => {
  const added = (state: string): string => {
    const nationwide = new Set(dates('DE', 2025))
    return dates(`DE-${state}`, 2025)
      .filter((date) => !nationwide.has(date))
      .map((date) => date.slice(5))
      .join(' ')
  }
  const expected = {
    BW: '01-06 06-19 11-01', BY: '01-06 06-19 08-15 11-01', BE: '03-08 05-08', BB: '04-20 06-08 10-31', HB: '10-31',
    HH: '10-31', HE: '06-19', MV: '03-08 10-31', NI: '10-31', NW: '06-19 11-01', RP: '06-19 11-01',
    SL: '06-19 08-15 11-01', SN: '10-31 11-19', ST: '01-06 10-31', SH: '10-31', TH: '09-20 10-31',
  } // prettier-ignore
  for (const [state, days] of Object.entries(expected)) assert.equal(added(state), days, state)
})

test('Repentance Day is the Wednesday before 23 November, never that day itself', () => {
  assert.ok(holidaysOf('DE-SN', 2022).has('2022-11-16')) // 23 November 2022 was a Wednesday
  assert.ok(holidaysOf('DE-SN', 2023).has('2023-11-22'))
})

test("the Netherlands move King's Day off a Sunday and keep Liberation Day every fifth year", () => {
  assert.equal(monthDays('NL', 2025), '01-01 04-20 04-21 04-26 05-05 05-29 06-08 06-09 12-25 12-26')
  assert.equal(monthDays('NL', 2024), '01-01 03-31 04-01 04-27 05-09 05-19 05-20 12-25 12-26')
  assert.ok(holidaysOf('NL', 2013).has('2013-04-30'))
})

test('France, Austria, Belgium and Spain keep their days of 2024', () => {
  assert.equal(monthDays('FR', 2024), '01-01 04-01 05-01 05-08 05-09 05-20 07-14 08-15 11-01 11-11 12-25')
  assert.equal(monthDays('AT', 2024), '01-01 01-06 04-01 05-01 05-09 05-20 05-30 08-15 10-26 11-01 12-08 12-25 12-26')
  assert.equal(monthDays('BE', 2024), '01-01 04-01 05-01 05-09 05-20 07-21 08-15 11-01 11-11 12-25')
  assert.equal(monthDays('ES', 2024), '01-01 01-06 03-29 05-01 08-15 10-12 11-01 12-06 12-08 12-25')
})

test('England makes up for weekends and moves bank holidays by decree', () => {
  assert.equal(monthDays('GB', 2024), '01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26')
  // 25 and 26 December 2021 were Saturday and Sunday: Monday and Tuesday make up for them.
  assert.equal(monthDays('GB', 2021), '01-01 04-02 04-05 05-03 05-31 08-30 12-25 12-26 12-27 12-28')
  // 1 January 2022 was a Saturday, 25 December a Sunday whose Monday was Boxing Day already.
  assert.equal(monthDays('GB-ENG', 2022), '01-01 01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-25 12-26 12-27')
  assert.ok(holidaysOf('GB', 2020).has('2020-05-08') && !holidaysOf('GB', 2020).has('2020-05-04'))
})

test('the United States observe Saturdays on Friday and Sundays on Monday, across the year too', () => {
  assert.equal(
    monthDays('US', 2021), // 19 June and 25 December Saturdays, 4 July a Sunday, 1 January 2022 a Saturday
    '01-01 01-18 02-15 05-31 06-18 06-19 07-04 07-05 09-06 10-11 11-11 11-25 12-24 12-25 12-31',
  )
  assert.equal(monthDays('US', 2010).split(' ').at(-1), '12-31') // 1 January 2011 was a Saturday
  assert.ok(!holidaysOf('US', 2020).has('2020-06-19'))
})

test('a country without rules is refused by name', () => {
  assert.throws(
    () => holidaysOf('XX', 2024),
    (error) => error instanceof Failure && error.code === 'COUNTRY_UNKNOWN' && error.message.includes('"XX"'),
  )
  assert.throws(() => holidaysOf('DE-XX', 2024), Failure)
  assert.throws(() => holidaysOf('toString', 2024), Failure)
})
