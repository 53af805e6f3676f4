import type { Formats } from '../formats.ts'

interface Axis {
  readonly timesMs: Float64Array
  readonly endMs: number
}

/** Edge of a step: the start of that index, or the end of the plan. */
export const edgeMs = ({ timesMs, endMs }: Axis, index: number): number => timesMs[index] ?? endMs

/** `Wed 25 Nov 03:00 – 05:00`, in the site's zone; the day of the end is told where it is another. */
export function spanText(fromMs: number, toMs: number, zone: string, f: Formats): string {
  const [from, to] = [f.shortInstant(fromMs, zone), f.shortInstant(toMs, zone)]
  const sameDay = from.slice(0, -5) === to.slice(0, -5)
  return `${from} – ${sameDay ? to.slice(-5) : to}`
}

/** The first range of steps for people; an ellipsis where there are more, nothing where there is none. */
export function stepsText(steps: readonly (readonly [number, number])[], axis: Axis, zone: string, f: Formats): string {
  if (steps.length === 0) return ''
  const [[from, to]] = steps
  return `${spanText(edgeMs(axis, from), edgeMs(axis, to), zone, f)}${steps.length > 1 ? ' …' : ''}`
}
