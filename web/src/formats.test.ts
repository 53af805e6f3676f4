import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatsOf, MISSING } from './formats.ts'

const en = formatsOf('en')
const de = formatsOf('de')

test('a negative number carries U+2212, and one that rounds to zero carries no sign', () => {
  assert.equal(en.number(-84.52, 2), '−84.52')
  assert.equal(de.number(-1234.5, 1), '−1.234,5')
  assert.equal(en.number(-0.004, 2), '0.00')
  assert.equal(en.reading(-0), '0')
})

test('a missing value is a dash and never a zero', () => {
  for (const missing of [null, undefined, NaN]) {
    assert.equal(en.number(missing), MISSING)
    assert.equal(en.money(missing, 'EUR'), MISSING)
    assert.equal(en.percent(missing), MISSING)
  }
})

test('readings keep about three digits', () => {
  assert.equal(en.reading(1234.56), '1,235')
  assert.equal(en.reading(441.26), '441.3')
  assert.equal(en.reading(4.2), '4.2')
  assert.equal(en.reading(0.0384), '0.038')
})

test('money and shares are written as the language writes them', () => {
  assert.equal(en.money(-84.52, 'EUR'), '−€84.52')
  assert.equal(de.money(412.6, 'EUR'), '412,60\u00a0€')
  assert.equal(en.percent(0.625), '63 %')
})

test('both passes of a repeated hour are told apart', () => {
  assert.equal(en.stamp(Date.UTC(2026, 9, 25, 0), 'Europe/Berlin'), '2026-10-25 02:00 +02:00')
  assert.equal(en.stamp(Date.UTC(2026, 9, 25, 1), 'Europe/Berlin'), '2026-10-25 02:00 +01:00')
})

test('times are in the zone of the site, not of the machine', () => {
  const ms = Date.UTC(2026, 9, 24, 22)
  assert.equal(en.shortInstant(ms, 'Europe/Berlin'), 'Sun 25 Oct 00:00')
  assert.equal(de.shortInstant(ms, 'Europe/Berlin'), 'So., 25.10. 00:00')
  assert.deepEqual([en.day('2026-10-25'), de.day('2026-10-25')], ['Sun, 25 Oct 2026', 'So., 25.10.2026'])
  assert.equal(en.clock(ms, 'UTC'), '22:00:00')
})

test('durations, ages and sizes pick their unit', () => {
  assert.equal(en.duration(840), '840 ms')
  assert.equal(en.duration(1840), '1.8 s')
  assert.equal(en.duration(125_000), '2 min 5 s')
  assert.equal(en.duration(3_900_000), '1 h 5 min')
  assert.equal(en.bytes(1536), '1.5 KiB')
  assert.equal(en.ago(0, 180_000), '3 min ago')
  assert.equal(en.ago(5, 5), '0 sec ago')
})

test('a day on an axis has no year', () => {
  assert.deepEqual([en.monthDay('2026-10-05'), de.monthDay('2026-10-05')], ['05 Oct', '05.10.'])
})
