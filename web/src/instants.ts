import { parseInstant } from '@omarino/energy'

/** Milliseconds of an instant of the API. @throws RangeError when it is none, which is a defect of the sender */
export function instantMs(text: string): number {
  const ms = parseInstant(text)
  if (typeof ms !== 'number') throw new RangeError(`${text} is not an instant: ${ms}`)
  return ms
}

/** Instants as a column, shape [T]. */
export const instantColumn = (texts: readonly string[]): Float64Array => Float64Array.from(texts, instantMs)

/** Values as a column, shape [T]; null becomes NaN. */
export const valueColumn = (values: readonly (number | null)[]): Float64Array =>
  Float64Array.from(values, (value) => value ?? NaN)

export const isoInstant = (ms: number): string => new Date(ms).toISOString()
