import { fromScaled, type RobustScale, robustScale, toScaled } from './robust-scale.ts'

/** A reversible map of a series to numbers of about unit size, by way of the logarithm or straight. */
export interface Transform {
  readonly log: boolean
  readonly scale: RobustScale
}

/** True when no known value is 0 or below; where none is known, too. */
export const allPositive = (values: Float64Array): boolean => values.every((value) => !(value <= 0))

/** The logarithm; NaN of what has none. */
export const knownLog = (value: number): number => (value > 0 ? Math.log(value) : NaN)

/** Logarithm where all known values are above 0, else a robust scale alone. */
export function transformOf(values: Float64Array): Transform {
  const log = allPositive(values) && values.some((value) => value > 0)
  return { log, scale: robustScale(log ? values.map(Math.log) : values) }
}

export const toTransformed = ({ log, scale }: Transform, value: number): number =>
  toScaled(scale, log ? Math.log(value) : value)

export const fromTransformed = ({ log, scale }: Transform, transformed: number): number =>
  log ? Math.exp(fromScaled(scale, transformed)) : fromScaled(scale, transformed)
