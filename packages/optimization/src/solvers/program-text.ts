// Reading what solver programs write, strictly: a number that is none, an unknown or a missing name throws.
import { parseDecimal } from '@omarino/energy'

/** @throws Error when the text is no finite decimal number */
export function numberOf(text: string): number {
  const value = parseDecimal(text)
  if (typeof value !== 'number') throw new Error(`its solution holds "${text.slice(0, 40)}" where a number belongs`)
  return value
}

/** Values by name into an array by index; each name must come exactly once, but for those that `mayMiss`. */
export function byName(
  names: readonly string[],
  pairs: Iterable<readonly [name: string, value: string]>,
  mayMiss: (index: number) => boolean = () => false,
): Float64Array {
  const indexOf = new Map(names.map((name, index) => [name, index]))
  const values = new Float64Array(names.length).fill(NaN)
  for (const [name, text] of pairs) {
    const index = indexOf.get(name)
    if (index === undefined || !Number.isNaN(values[index]))
      throw new Error(`its solution names "${name.slice(0, 40)}", which is unknown or there twice`)
    values[index] = numberOf(text)
  }
  for (const [index, value] of values.entries()) {
    if (!Number.isNaN(value)) continue
    if (!mayMiss(index)) throw new Error(`its solution does not name ${names[index]}`)
    values[index] = 0
  }
  return values
}

/** The number behind a label in a log, or null when the label is not there or says "inf". */
export function logged(log: string, label: RegExp): number | null {
  const text = label.exec(log)?.[1]
  return text === undefined || /inf|nan|1\.?7976931?\d*e\+?308/i.test(text) ? null : numberOf(text)
}
