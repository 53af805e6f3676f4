/** Instants as files and callers write them: ISO 8601 with a zone. Nothing is guessed. */
const ISO = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(Z|z|[+-]\d{2}(?::?\d{2})?)$/
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
const MINUTE_MS = 60_000

export type TimeFault = 'TIME_FORMAT' | 'TIME_ZONE_MISSING' | 'TIME_DOES_NOT_EXIST'
const WITHOUT_ZONE = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?)?$/

const daysIn = (year: number, month: number): number =>
  month === 2 && (year % 4 === 0 ? year % 100 !== 0 || year % 400 === 0 : false) ? 29 : DAYS[month - 1]

/**
 * Reads an instant; fractions below a millisecond are cut.
 * @returns Unix milliseconds, or a fault: no zone, 30 February, hour 24, second 60 and years outside 1900..2200 are refused
 */
export function parseInstant(text: string): number | TimeFault {
  const match = ISO.exec(text)
  if (!match) return WITHOUT_ZONE.test(text) ? 'TIME_ZONE_MISSING' : 'TIME_FORMAT'
  const [year, month, day, hour, minute] = [+match[1], +match[2], +match[3], +match[4], +match[5]]
  const second = +(match[6] ?? '0')
  if (year < 1900 || year > 2200) return 'TIME_DOES_NOT_EXIST'
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return 'TIME_DOES_NOT_EXIST'
  if (hour > 23 || minute > 59 || second > 59) return 'TIME_DOES_NOT_EXIST'
  const offset = offsetMinutes(match[8])
  if (offset === undefined) return 'TIME_DOES_NOT_EXIST'
  const ms = +(match[7] ?? '').slice(0, 3).padEnd(3, '0')
  return Date.UTC(year, month - 1, day, hour, minute, second, ms) - offset * MINUTE_MS
}

function offsetMinutes(zone: string): number | undefined {
  if (zone === 'Z' || zone === 'z') return 0
  const digits = zone.slice(1).replace(':', '')
  const hours = +digits.slice(0, 2)
  const minutes = +(digits.slice(2) || '0')
  if (hours > 14 || minutes > 59) return undefined
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes)
}
