/** Numbers as meters write them. Everything that JavaScript would also accept (`''`, `0x10`, `1e400`) is refused. */
const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/
const INTEGER = /^[+-]?\d+$/

export type NumberFault = 'NOT_A_NUMBER' | 'NUMBER_TOO_LARGE' | 'INTEGER_TOO_LARGE'

/**
 * Reads a decimal number with `.` as decimal mark.
 * @returns the value (never −0, NaN or infinite), or a fault: an integer that a double cannot hold is refused, never rounded
 */
export function parseDecimal(text: string): number | NumberFault {
  if (text.length > 64 || !DECIMAL.test(text)) return 'NOT_A_NUMBER'
  const value = Number(text)
  if (!Number.isFinite(value)) return 'NUMBER_TOO_LARGE'
  if (INTEGER.test(text) && !Number.isSafeInteger(value)) return 'INTEGER_TOO_LARGE'
  return value === 0 ? 0 : value
}
